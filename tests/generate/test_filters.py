"""The filters on hand-made variants, and on the shipped rows, which they must let through."""

from collections import Counter

import pytest
from datasets import load_dataset

import hedge_hf  # noqa: F401
from hedge_hf.generate.filters import FILTERS, Case, duplicates
from hedge_hf.generate.types import Anchor, Draft, Variant

ANCHOR = Anchor("1", "The old harbour town is inhabited.", "corpus", "corpus", "en", "unknown")


def fault(name: str, text: str, kind: str, cue: str, anchor: Anchor = ANCHOR) -> str | None:
    return FILTERS[name](Case(anchor, Variant(text=text, type=kind, cue=cue), kind in ("single", "multi")))


def about(text: str, language: str = "en") -> Anchor:
    return ANCHOR._replace(text=text, language=language)


@pytest.mark.parametrize(
    ("text", "kind", "cue", "detail"),
    [
        (" ", "verbal", "not", "blank text or cue"),
        ("The old harbour town isn't inhabited.", "verbal", "", "blank text or cue"),
        ("The old harbour town isn't inhabited.", "modal", "isn't", "unknown type 'modal'"),
        ("the old harbour town is inhabited", "verbal", "is", "same as the anchor"),
        ("The old harbour town\nisn't inhabited.", "verbal", "isn't", "more than one line"),
        ("The old harbour town isn't inhabited.", "verbal", "isn't", None),
    ],
)
def test_schema(text: str, kind: str, cue: str, detail: str | None) -> None:
    assert fault("schema", text, kind, cue) == detail


def test_a_hedge_type_is_no_negation_type() -> None:
    variant = Variant(text="Perhaps the old harbour town is inhabited.", type="single", cue="Perhaps")
    assert FILTERS["schema"](Case(ANCHOR, variant, hedge=False)) == "unknown type 'single'"


def test_another_language_is_named() -> None:
    assert fault("language", "Die alte Hafenstadt ist nicht bewohnt.", "verbal", "nicht") == "written in de"
    assert fault("language", "The old harbour town is not inhabited.", "verbal", "not") is None


@pytest.mark.parametrize(("added", "refused"), [(59, False), (60, True)])
def test_distance_is_under_60_characters(added: int, refused: bool) -> None:
    text = ANCHOR.text + "x" * added
    assert (fault("distance", text, "verbal", "x") is not None) == refused


@pytest.mark.parametrize(("added", "refused"), [(10, False), (11, True)])
def test_distance_is_at_most_10_words(added: int, refused: bool) -> None:
    text = ANCHOR.text + " so" * added
    assert (fault("distance", text, "verbal", "so") is not None) == refused


def test_content_must_be_kept() -> None:
    assert fault("content", "Nobody swims.", "absolute", "Nobody") == "keeps 0 of 3 long words"
    assert fault("content", "The harbour is empty.", "lexical", "empty") is None  # a third of them
    assert fault("content", "He has gone.", "lexical", "gone", about("She stays.")) is None  # too few to tell


@pytest.mark.parametrize(
    ("text", "kind", "cue", "detail"),
    [
        ("The old harbour town isn't inhabited.", "verbal", "isn't", None),
        ("The old harbour town isn’t inhabited.", "verbal", "isn’t", None),
        ("The old harbour town isn't inhabited.", "verbal", "never", "not in the text"),
        ("The old harbour town is inhabited nowhere.", "absolute", "no", "not in the text"),
        ("The old harbour town isn't inhabited.", "verbal", "town", "in the anchor already"),
        ("The old harbour town is never inhabited.", "verbal", "never", "not verbal"),
        ("The old harbour town is not inhabited.", "absolute", "not", "not absolute"),
        ("Not a single harbour town is inhabited.", "absolute", "Not a single", None),
        ("Few old harbour towns are inhabited.", "absolute", "Few", None),
        ("The old harbour town is uninhabited.", "affixal", "uninhabited", None),
        ("The old harbour town is asymptomatic.", "affixal", "asymptomatic", None),
        ("The old harbour town is deserted.", "affixal", "deserted", None),  # de- begins it: told by no rule
        ("The old harbour town is empty.", "affixal", "empty", "not affixal"),
        ("The old harbour town is empty.", "lexical", "empty", None),
        ("The old harbour town is unsafe.", "lexical", "unsafe", "not lexical"),
        ("The old harbour town is not inhabited.", "lexical", "not", "not lexical"),
        ("Perhaps the old harbour town is inhabited.", "single", "Perhaps", None),
        ("Perhaps the old harbour town is inhabited.", "multi", "Perhaps", "1 words, so not multi"),
        ("It seems that the old harbour town is inhabited.", "single", "It seems", "2 words, so not single"),
    ],
)
def test_cue(text: str, kind: str, cue: str, detail: str | None) -> None:
    assert fault("cue", text, kind, cue) == detail


def test_un_negating_needs_no_negator() -> None:
    assert fault("cue", "She swims.", "verbal", "swims", about("She doesn't swim.")) is None


@pytest.mark.parametrize(
    ("text", "kind", "cue", "refused"),
    [
        ("Perhaps the old harbour town isn't inhabited.", "single", "Perhaps", True),
        ("The old harbour town is, more often than not, inhabited.", "multi", "more often than not", False),
        ("The old harbour town isn't uninhabited.", "affixal", "uninhabited", True),
        ("The old harbour town is uninhabited.", "affixal", "uninhabited", False),
        ("The old harbour town is never empty.", "lexical", "empty", True),
        ("Neither the town nor the harbour is inhabited.", "absolute", "Neither", False),
    ],
)
def test_polarity(text: str, kind: str, cue: str, refused: bool) -> None:
    assert (fault("polarity", text, kind, cue) is not None) == refused


def test_a_hedge_keeps_the_negation_of_its_anchor() -> None:
    anchor = about("The lift isn't working.")
    assert fault("polarity", "The lift probably isn't working.", "single", "probably", anchor) is None
    assert fault("polarity", "The lift is probably working.", "single", "probably", anchor) is not None


@pytest.mark.parametrize(
    ("language", "anchor", "text", "kind", "cue", "detail"),
    [
        ("de", "Das Wasser ist trinkbar.", "Das Wasser ist nicht trinkbar.", "verbal", "nicht", None),
        ("de", "Busse fahren.", "Keine Busse fahren.", "verbal", "Keine", "not verbal"),
        ("fr", "L'eau est potable.", "L'eau n'est pas potable.", "verbal", "n'est pas", None),
        ("fr", "Il ferme la porte.", "Il ne ferme jamais la porte.", "absolute", "jamais", None),
        ("es", "El agua es potable.", "El agua no es potable.", "verbal", "no", None),
        ("es", "Alguien llamó.", "Nadie llamó.", "absolute", "Nadie", None),
    ],
)
def test_other_languages(language: str, anchor: str, text: str, kind: str, cue: str, detail: str | None) -> None:
    case = about(anchor, language)
    assert fault("cue", text, kind, cue, case) == detail
    assert fault("language", text, kind, cue, case) is None


def test_duplicates_are_the_later_ones() -> None:
    first = Variant(text="The town is empty.", type="lexical", cue="empty")
    again = Variant(text="the town is empty", type="affixal", cue="empty")
    hedge = Variant(text="Perhaps the town is full.", type="single", cue="Perhaps")
    assert duplicates(Draft([hedge], [first, again])) == [again]


def test_the_shipped_rows_pass() -> None:
    """Written and judged one by one; what the filters refuse of them is the filters' own error."""
    written, refused = Counter[str](), Counter[str]()
    for row in load_dataset("hedgetriple", "groups", split="test"):
        anchor = Anchor(row["id"], row["anchor"], row["source"], row["domain"], row["language"], "")
        for column in ("hedges", "negations"):
            for variant in row[column]:
                case = Case(anchor, variant, column == "hedges")
                written[variant["type"]] += 1
                refused[variant["type"]] += any(refuses(case) for refuses in FILTERS.values())
    assert all(refused[kind] / written[kind] < 0.08 for kind in written), refused
    assert refused.total() / written.total() < 0.03
