from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from hedge_hf.taxonomy import NOVEL_CONSTRUCTION_NAMES, NOVEL_CONSTRUCTIONS, PATTERN_NAMES, PATTERNS, pattern_names_of


def names(text: str, kind: str, cue: str) -> set[str]:
    return pattern_names_of({"text": text, "type": kind, "cue": cue})


def test_names_are_unique_and_definitions_are_sentences() -> None:
    assert PATTERN_NAMES == ("neither-nor", "affixal-less", "embedded", "approximate")
    assert all(pattern.definition.endswith(".") and pattern.source for pattern in PATTERNS)
    with pytest.raises(FrozenInstanceError):
        PATTERNS[0].name = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "kind", "cue", "expected"),
    [
        ("Neither the roof nor the floor leaks.", "absolute", "Neither", {"neither-nor"}),
        ("The soup was neither warm nor salted.", "absolute", "nor", {"neither-nor"}),
        ("Neither of the roofs leaks.", "absolute", "Neither of", set()),
        ("The spider is harmless.", "affixal", "harmless", {"affixal-less"}),
        ("He carelessly closed the gate.", "affixal", "carelessly", {"affixal-less"}),
        ("The meaninglessness of it is plain.", "affixal", "meaninglessness", {"affixal-less"}),
        ("It rains unless it snows.", "affixal", "unless", set()),
        ("He went regardless.", "affixal", "regardless", set()),
        ("The shop has less bread.", "lexical", "less", set()),
        ("The soup is unsalted.", "affixal", "unsalted", set()),
    ],
)
def test_patterns_of_form(text: str, kind: str, cue: str, expected: set[str]) -> None:
    assert names(text, kind, cue) == expected


@pytest.mark.parametrize(
    ("text", "kind", "cue"),
    [
        ("She claims that the lamp isn't safe.", "verbal", "isn't"),
        ("The pharmacist told the worried family that the syrup was impure.", "affixal", "impure"),
        ("He knows whether nobody came.", "absolute", "nobody"),
        ("It is certain that the bridge lacks a railing.", "lexical", "lacks"),
        ("I doubt that the lamp is safe.", "lexical", "doubt"),
        ("It isn't true that the lamp is safe.", "verbal", "isn't true"),
        ("I don't think the lamp is safe.", "verbal", "don't think"),
        ("Parliament voted not to regulate rentals.", "verbal", "not to"),
        ("The producers are planning to cancel the series.", "lexical", "cancel"),
    ],
)
def test_embedded_negations(text: str, kind: str, cue: str) -> None:
    assert names(text, kind, cue) == {"embedded"}


@pytest.mark.parametrize(
    ("text", "kind", "cue"),
    [
        ("The lamp isn't safe.", "verbal", "isn't"),
        ("The lamp that she bought isn't safe.", "verbal", "isn't"),
        ("The claim that the lamp is safe isn't true.", "verbal", "isn't"),
        ("The curator's claim that the portrait is old isn't supported.", "verbal", "isn't"),
        ("She says that the lamp is safe, but it isn't cheap.", "verbal", "isn't"),
        ("The clinic failed to answer.", "lexical", "failed"),
        ("The warship kept to undisputed waters.", "affixal", "undisputed"),
        ("Nothing is known about why.", "absolute", "not"),
    ],
)
def test_negations_of_the_main_clause_are_not_embedded(text: str, kind: str, cue: str) -> None:
    assert names(text, kind, cue) == set()


def test_approximate_negators_are_those_of_absolute_negation() -> None:
    assert names("Hardly any seeds sprouted.", "absolute", "Hardly any") == {"approximate"}
    assert names("Few of the seeds sprouted.", "absolute", "Few of") == {"approximate"}
    assert names("No seeds sprouted.", "absolute", "No seeds") == set()
    assert names("Too little rain fell.", "lexical", "Too little") == set()
    assert names("It was no more than a little cold.", "absolute", "no more than a little") == set()


def test_novel_constructions_are_named_and_shown_by_a_triple() -> None:
    assert NOVEL_CONSTRUCTION_NAMES == ("double-negation", "subordinate-negation", "quantifier-scope", "not-only-but")
    for construction in NOVEL_CONSTRUCTIONS:
        assert construction.definition.endswith(".") and construction.source
        assert len({construction.anchor, construction.same, construction.opposite}) == 3
