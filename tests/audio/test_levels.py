import pytest

from hedge_hf.audio.levels import DENIALS_ALONE, LEVELS, at_all_levels
from hedge_hf.audio.negated_captions import has_negation
from hedge_hf.audio.vocabulary import load_vocabulary
from hedge_hf.errors import UsageError

VOCABULARY = load_vocabulary()
CAPTIONS = ["A slow song with piano.", "A fast song with drums.", "A flute and an organ."]
TAGS = [["slow", "piano"], ["fast", "drums"], ["flute", "organ"]]


def test_every_row_has_every_text():
    levels = at_all_levels(CAPTIONS, TAGS, VOCABULARY, seed=0)
    assert levels.rows == [0, 1, 2]
    assert list(levels.texts) == [*LEVELS, *DENIALS_ALONE]
    assert levels.texts["original"] == CAPTIONS
    assert levels.texts["full"][0] == "A not slow song without piano."
    for name in ("appended", "part", "full", *DENIALS_ALONE):
        assert all(map(has_negation, levels.texts[name]))
    for tags, true, false in zip(TAGS, *(levels.texts[name] for name in DENIALS_ALONE), strict=True):
        assert not VOCABULARY.named([true]) & set(tags)
        assert VOCABULARY.named([false]) <= set(tags)
        assert len(true.split()) - len(false.split()) in (-1, 0, 1)
    assert all(set(names) < set(tags) for names, tags in zip(levels.denied, TAGS, strict=True))
    assert at_all_levels(CAPTIONS, TAGS, VOCABULARY, seed=0) == levels


def test_what_cannot_be_negated_is_counted():
    captions = [*CAPTIONS, "No drums but a slow piano.", "A song.", "A piano."]
    levels = at_all_levels(captions, [*TAGS, ["slow", "piano"], ["piano"], ["piano"]], VOCABULARY, seed=0)
    assert levels.rows == [0, 1, 2]
    assert levels.skipped == {
        "a negation in the caption": 1, "no tag stated in the caption": 1, "one stated tag only": 1,
    }  # fmt: skip


def test_too_few_captions_are_one_line():
    with pytest.raises(UsageError, match="0 of 1 captions can be negated in part and wholly"):
        at_all_levels(["A song."], [["piano"]], VOCABULARY, seed=0)
