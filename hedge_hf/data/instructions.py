"""Yes/No questions about two sentences, balanced so that no bag of words predicts the answer.

Every question comes twice in the same words, once with the answer Yes and once with No: its reading or its sentences
change order. So whatever counts words, cues or polarities stays at 50 percent, and the words of the two sentences have
to be related to the order of the question.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Side = Literal["anchor", "hedge", "negation"]
Aspect = Literal["agreement", "certainty"]

# (Yes if the sentences agree, Yes if they clash): the same words in another order
AGREEMENT: tuple[tuple[str, str], ...] = (
    ("Do the two sentences agree rather than clash?", "Do the two sentences clash rather than agree?"),
    (
        "Do the two sentences say the same rather than the opposite?",
        "Do the two sentences say the opposite rather than the same?",
    ),
    (
        "Suppose that the first sentence is true. Is the second one then more likely true than false?",
        "Suppose that the first sentence is true. Is the second one then more likely false than true?",
    ),
    (
        "Does the second sentence support rather than deny the first?",
        "Does the second sentence deny rather than support the first?",
    ),
    (
        "Somebody believes the first sentence. Would they accept rather than reject the second?",
        "Somebody believes the first sentence. Would they reject rather than accept the second?",
    ),
    (
        "Say Yes if the sentences fit together and No if they rule each other out.",
        "Say Yes if the sentences rule each other out and No if they fit together.",
    ),
)
# (question, whether Yes is right when the hedge stands second)
CERTAINTY: tuple[tuple[str, bool], ...] = (
    ("Is the first sentence more certain than the second?", True),
    ("Is the second sentence more certain than the first?", False),
    ("Is the first sentence more cautious than the second?", False),
    ("Is the second sentence more cautious than the first?", True),
)
LAYOUTS: tuple[str, ...] = (
    "Sentence 1: {first}\nSentence 2: {second}\n\n{question}",
    "{question}\n\nFirst: {first}\nSecond: {second}\n",
)
ANSWER_ONLY = "Answer Yes or No."
REASON_FIRST = "Name the cues and what they say about the statement, then answer Yes or No."


@dataclass(frozen=True)
class Sentence:
    """One of the two sentences.

    Attributes:
        text: The sentence.
        side: "anchor", "hedge" or "negation".
        type: Its type in the taxonomy; empty for an anchor.
        cue: The words that hedge or negate it; empty for an anchor.
    """

    text: str
    side: Side
    type: str = ""
    cue: str = ""

    @property
    def denies(self) -> bool:
        """Whether it says the opposite of the anchor."""
        return self.side == "negation"


@dataclass(frozen=True)
class Instruction:
    """A question about two sentences of one group, and its answer.

    Attributes:
        anchor: The statement that both are about.
        first: The sentence that stands first.
        second: The one that stands second.
        aspect: Whether it asks for "agreement" or for "certainty".
        question: The question.
        asks: What Yes means, as the end of "The question is whether ...".
        answer: Whether Yes is right.
        layout: How sentences and question stand in the prompt.
    """

    anchor: str
    first: Sentence
    second: Sentence
    aspect: Aspect
    question: str
    asks: str
    answer: bool
    layout: str

    @property
    def text(self) -> str:
        """The sentences and the question, without the request how to answer."""
        return self.layout.format(first=self.first.text, second=self.second.text, question=self.question)

    def prompt(self, ending: str = ANSWER_ONLY) -> str:
        """Return the words that the model is asked."""
        return f"{self.text}\n{ending}"

    @property
    def word(self) -> str:
        """The answer in a word."""
        return "Yes" if self.answer else "No"


def instructions(group: Mapping[str, Any]) -> list[Instruction]:
    """Return the questions about a group, three with the answer Yes and three with No.

    Two are about a pair of sentences on the same side, two about one of these and a sentence of the other side, two
    about the anchor and a hedge. The same side is as often that of the negations, so that a negated sentence is no
    sign of disagreement. Which sentences and wordings are taken depends on the anchor alone.

    Args:
        group: A row of `GROUPS`. Without hedges, or with too few negations, some questions are left out.
    """
    draw = random.Random(group["anchor"])
    anchor = Sentence(group["anchor"], "anchor")
    hedges = [Sentence(one["text"], "hedge", one["type"], one["cue"]) for one in group["hedges"]]
    negations = [Sentence(one["text"], "negation", one["type"], one["cue"]) for one in group["negations"]]
    return _agreement(anchor.text, [anchor, *hedges], negations, draw) + _certainty(anchor, hedges, draw)


def _agreement(
    anchor: str, affirmed: list[Sentence], denied: list[Sentence], draw: random.Random
) -> list[Instruction]:
    sides = [(own, other) for own, other in ((affirmed, denied), (denied, affirmed)) if len(own) > 1 and other]
    if not sides:
        return []
    own, other = draw.choice(sides)
    shared, same = draw.sample(own, 2)
    direct, inverted = draw.choice(AGREEMENT)
    found = []
    for partner, agree in ((same, True), (draw.choice(other), False)):
        first, second = draw.sample([shared, partner], 2)
        layout = draw.choice(LAYOUTS)
        for question, asks, answer in ((direct, "they agree", agree), (inverted, "they clash", not agree)):
            found.append(Instruction(anchor, first, second, "agreement", question, asks, answer, layout))
    return found


def _certainty(anchor: Sentence, hedges: list[Sentence], draw: random.Random) -> list[Instruction]:
    if not hedges:
        return []
    hedge = draw.choice(hedges)
    question, hedge_second = draw.choice(CERTAINTY)
    asks = question.removeprefix("Is ").removesuffix("?").replace(" sentence more", " is more")
    layout = draw.choice(LAYOUTS)
    return [
        Instruction(anchor.text, first, second, "certainty", question, asks, (second is hedge) == hedge_second, layout)
        for first, second in ((anchor, hedge), (hedge, anchor))
    ]
