import pytest

from hedge_hf.audio.vocabulary import load_vocabulary
from hedge_hf.errors import UsageError


def names(text):
    return [mention.term.name for mention in load_vocabulary().mentions(text)]


def test_the_longest_words_count():
    assert names("An electric guitar, a guitar and female voices.") == ["electric guitar", "guitar", "vocals"]
    assert names("soft female vocal") == ["soft", "female vocals"]
    assert names("A bassoon and pianists.") == []
    assert names("Hip-hop, hip hop, HIPHOP") == ["hip hop"] * 3


def test_mentions_are_where_the_words_are():
    text = "A slow piano."
    assert [text[mention.start : mention.end] for mention in load_vocabulary().mentions(text)] == ["slow", "piano"]


def test_tags_of_other_forms_are_found():
    vocabulary = load_vocabulary()
    assert vocabulary.named(["instrument---electricguitar", "mood/theme---happy", "female_vocals"]) == {
        "electric guitar", "happy", "female vocals",
    }  # fmt: skip
    assert vocabulary.unknown(["piano", "theremin swell", "80s"]) == ["theremin swell", "80s"]


def test_relatives_are_what_it_is_a_kind_of_and_kinds_of_it():
    vocabulary = load_vocabulary()
    assert {"piano", "keyboards", "electric piano"} <= vocabulary.related(["piano"])
    assert "organ" not in vocabulary.related(["piano"])
    assert "bass" in vocabulary.related(["synth bass"])
    assert vocabulary.implied(["electric piano"]) == {"electric piano", "piano", "keyboards"}


def test_a_vocabulary_of_ones_own(tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text("things: {oud: {also: [ud], in: [lutes]}, lutes: }\nqualities: {}\n")
    vocabulary = load_vocabulary(file)
    assert vocabulary.named(["ud solo"]) == {"oud"}
    assert vocabulary.related(["lutes"]) == {"oud", "lutes"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("things: {oud: {in: [lutes]}}\nqualities: {}", "oud is in 'lutes', which is no term; add it"),
        ("things: {a: {in: [b]}, b: {in: [c]}, c: {in: [a]}}\nqualities: {}", "are each in the other"),
        ("things: {a: {in: [a]}}\nqualities: {}", "are each in the other"),
        ("things: {a: {also: [b]}, c: {also: [B]}}\nqualities: {}", "'b' names no term or several"),
        ("things: {a: }\nqualities: {a: }", "'a' names no term or several"),
        ("things: {a: {also: ['']}}\nqualities: {}", "'' names no term or several"),
        ("things: {a: {also: oud}}\nqualities: {}", "a vocabulary has things and qualities"),
        ("things: [a]\nqualities: {}", "a vocabulary has things and qualities"),
        ("things: {a: }", "a vocabulary has things and qualities"),
        ("things: {}\nqualities: {}", "has no terms"),
        ("a: [", "no vocabulary"),
    ],
)
def test_a_wrong_vocabulary_is_one_line(tmp_path, text, message):
    (tmp_path / "own.yaml").write_text(text)
    with pytest.raises(UsageError, match=message) as caught:
        load_vocabulary(tmp_path / "own.yaml")
    assert "\n" not in str(caught.value)


def test_a_missing_vocabulary_is_one_line(tmp_path):
    with pytest.raises(UsageError, match="no vocabulary"):
        load_vocabulary(tmp_path / "none.yaml")
