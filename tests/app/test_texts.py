import pytest

from hedge_hf.app.texts import MAX_CHARACTERS, MAX_PASSAGES, checked, passages_of
from hedge_hf.errors import UsageError


def test_a_text_becomes_one_line():
    assert checked("  one\n two\t", "A") == "one two"
    assert checked(None, "A") == ""


def test_a_long_text_is_named_with_the_limit():
    assert checked("x" * MAX_CHARACTERS, "A")
    with pytest.raises(UsageError, match="Sentence A has 1,001 characters; please keep it to 1,000"):
        checked("x" * (MAX_CHARACTERS + 1), "Sentence A")


def test_half_a_character_is_refused():
    with pytest.raises(UsageError, match="half of a character"):
        checked("lamp \ud83d", "A")
    assert checked("lamp \U0001f4a1", "A")


def test_passages_are_distinct_lines():
    assert passages_of("one\n\n two \none") == ("one", "two")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "at least two"),
        ("\n \n", "at least two"),
        ("one\none", "at least two"),
        ("one\n" + "x" * (MAX_CHARACTERS + 1), "Passage 2 has 1,001"),
        ("\n".join(map(str, range(MAX_PASSAGES + 1))), "201 passages"),
        ("x" * (MAX_PASSAGES * MAX_CHARACTERS + 1), "too long"),
    ],
)
def test_passages_that_cannot_be_ranked_are_refused(text, reason):
    with pytest.raises(UsageError, match=reason):
        passages_of(text)
