"""What the page shows before anything is typed: sentences, queries, and a small corpus written for it."""

from __future__ import annotations

SENTENCES = (
    (
        "The drug is safe in pregnancy.",
        "As far as we know, the drug is safe in pregnancy.",
        "The drug is not safe in pregnancy.",
    ),
    ("The flight left on time.", "The flight seems to have left on time.", "The flight did not leave on time."),
    ("Every student passed the exam.", "Nearly every student passed the exam.", "No student passed the exam."),
    ("The contract is legal.", "The contract is perhaps legal.", "The contract is illegal."),
    ("They repaired the bridge.", "They apparently repaired the bridge.", "They failed to repair the bridge."),
    ("It is not true that he did not pay.", "He paid.", "He did not pay."),
)

QUERIES = (
    "medicines that are not safe in pregnancy",
    "hotels that do not allow dogs",
    "phones without a headphone jack",
    "cities in Italy other than Rome",
    "vegetables that should not be frozen",
    "which bridge did not survive the flood?",
    "desserts that contain no nuts",
    "renewable energy except wind power",
    "trains that never stop at Marlow",
    "mushrooms that are inedible",
)

PASSAGES = (
    "Corvamol is safe in pregnancy and is prescribed for mild pain.",
    "Tezolin is not safe in pregnancy; it passes into the blood of the unborn child.",
    "Ardexin may be taken in pregnancy after a doctor has agreed.",
    "Pregnant women should sleep on their side and drink plenty of water.",
    "Dogs are welcome at the Harbour Hotel, and a bowl of water waits in every room.",
    "The Linden Hotel does not accept dogs or any other pets.",
    "The Hotel Bellevue has a heated pool, a sauna and a view of the lake.",
    "The Orbit 5 has a headphone jack, a spare battery and a card slot.",
    "The Orbit 6 has no headphone jack; it comes with an adapter for the charging port.",
    "The Quill phone folds in the middle and fits into a shirt pocket.",
    "Rome draws visitors to the Forum, the Pantheon and the Vatican museums.",
    "Bologna is known for its arcades, its university and its kitchen.",
    "Turin lies on the Po and was the first capital of Italy.",
    "Peas and spinach freeze well once they have been blanched.",
    "Cucumbers and lettuce must not be frozen: they turn to mush as they thaw.",
    "Carrots keep for weeks in a box of damp sand.",
    "The Mill Bridge withstood the flood of 1921 without a crack.",
    "The Abbot's Bridge was swept away by the flood of 1921.",
    "The flood of 1921 lasted three days and reached the market square.",
    "The walnut torte is layered with coffee cream and chopped hazelnuts.",
    "The lemon sorbet is free of nuts, milk and eggs.",
    "The bakery opens at six and sells rye bread until noon.",
    "Wind farms off the coast power half of the province.",
    "Solar panels on school roofs feed the grid at noon.",
    "A tidal plant in the strait turns its blades with every ebb.",
    "The slow train calls at Marlow twice a day.",
    "The express runs through Marlow without stopping.",
    "Marlow has a station built of red brick, with a clock that is always late.",
    "The parasol mushroom is edible and is fried like a cutlet.",
    "The bitter bolete is inedible, although it is not poisonous.",
)
