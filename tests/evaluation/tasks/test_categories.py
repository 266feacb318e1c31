from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedge_hf.evaluation.tasks.categories import category_of
from hedge_hf.taxonomy import NEGATION_TYPES

WORDS = st.lists(
    st.sampled_from(["the", "lamp", "is", "not", "never", "unsafe", "safe", "won't", "nobody"]), max_size=8
)


@pytest.mark.parametrize(
    ("one", "other", "category"),
    [
        ("The dog barks.", "The dog does not bark.", "verbal"),
        ("The dog barks.", "The dog doesn't bark.", "verbal"),
        ("It will.", "It won't.", "verbal"),
        ("They came.", "They cannot come.", "verbal"),
        ("Somebody came.", "Nobody came.", "absolute"),
        ("She left with her keys.", "She left without her keys.", "absolute"),
        ("He often sings.", "He never sings.", "absolute"),
        ("It is safe.", "It is unsafe.", "affixal"),
        ("A harmful dose.", "A harmless dose.", "affixal"),
        ("A toxic plant.", "A non-toxic plant.", "affixal"),
        ("The lamp is on.", "The lamp is off.", "lexical"),
        ("It rose.", "It fell.", "lexical"),
        ("It is under the bridge.", "It is over the bridge.", "lexical"),
        ("It is safe.", "It is not unsafe.", "verbal"),
        ("Nobody does not know.", "Somebody knows.", "verbal"),
        ("It is not safe.", "It is not unsafe.", "affixal"),
        ("NOT SAFE", "safe", "verbal"),
        ("The same text.", "The same text.", "lexical"),
        ("", "", "lexical"),
    ],
)
def test_the_words_that_differ_decide(one: str, other: str, category: str) -> None:
    assert category_of(one, other) == category
    assert category_of(other, one) == category


@given(WORDS, WORDS)
def test_the_order_of_the_texts_does_not_count(one: list[str], other: list[str]) -> None:
    texts = " ".join(one), " ".join(other)

    assert category_of(*texts) == category_of(*reversed(texts))
    assert category_of(*texts) in {kind.name for kind in NEGATION_TYPES}
