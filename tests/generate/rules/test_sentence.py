from __future__ import annotations

import pytest

from hedge_hf.generate.rules.main_clause import find_clause
from hedge_hf.generate.rules.sentence import Rewrite, Sentence


def test_words_keep_numbers_names_and_contractions_whole() -> None:
    sentence = Sentence("She can’t pay Mr. Smith's $1,000 at 9:30, an 18-year-old says.")
    assert sentence.words[:6] == ["She", "ca", "n’t", "pay", "Mr.", "Smith"]
    assert {"1,000", "9:30", "18-year-old"} <= set(sentence.words)
    assert sentence.lower[1] == "can"


def test_what_is_not_edited_stays_as_it_was() -> None:
    sentence = Sentence("  The  dog — (old) is safe…")
    text, _ = sentence.realise(Rewrite("isn't", (sentence.swap(sentence.words.index("is"), "isn't"),)))
    assert text == "  The  dog — (old) isn't safe…"


@pytest.mark.parametrize(
    ("text", "kind", "verb"),
    [
        ("The old bridge left the city.", "statement", "left"),
        ("People fish in the lake.", "statement", "fish"),
        ("Two people ride yellow motorcycles.", "statement", "ride"),
        ("The woman looks happy.", "statement", "looks"),
        ("In 1957 he took the post.", "statement", "took"),
        ("The posters that she collected were insured.", "statement", "were"),
        ("He said the dogs are loose.", "statement", "said"),
        ("The house he bought is old.", "statement", "is"),
        ("A can of paint is on the shelf.", "statement", "is"),
        ("A woman standing by the road.", "caption", "standing"),
        ("A table covered with dishes.", "caption", None),
        ("The horse raced past the barn fell.", "statement", "fell"),
        ("There is a dog.", "there", "is"),
        ("Has it rained?", "question", "Has"),
        ("Close the window.", "imperative", "Close"),
    ],
)
def test_main_clauses(text: str, kind: str, verb: str | None) -> None:
    sentence = Sentence(text)
    clause = find_clause(sentence)
    assert clause is not None
    assert clause.kind == kind
    assert (sentence.words[clause.verb] if clause.verb >= 0 else None) == verb


@pytest.mark.parametrize("text", ["yeah uh I know", "He left. She stayed.", "Sunday, Tulsa, Oklahoma", ""])
def test_a_doubt_gives_no_clause(text: str) -> None:
    assert find_clause(Sentence(text)) is None
