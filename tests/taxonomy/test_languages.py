from __future__ import annotations

import re
from itertools import chain

import pytest

from hedge_hf.errors import UsageError
from hedge_hf.taxonomy import HEDGE_TYPE_NAMES, NEGATION_TYPE_NAMES, Construction, VariantType
from hedge_hf.taxonomy.languages import LANGUAGES, language
from hedge_hf.taxonomy.types import Language

BY_CODE = [pytest.param(found, id=found.code) for found in LANGUAGES]
TYPES = [pytest.param(kind, id=f"{found.code}-{kind.name}") for found in LANGUAGES for kind in found.types]
EXAMPLES = [
    pytest.param(kind, construction, id=f"{found.code}-{kind.name}-{construction.name}")
    for found in LANGUAGES
    for kind in found.types
    for construction in kind.constructions
]


def holds(sentence: str, words: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", sentence.lower()) is not None


def test_a_language_is_found_by_its_code() -> None:
    assert [found.code for found in LANGUAGES] == ["en", "de", "fr", "es"]
    assert language("fr").name == "French"


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"language 'xx' .*en \(English\), de \(German\).*how to add it") as caught:
        language("xx")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("found", BY_CODE)
def test_the_types_are_those_of_the_taxonomy(found: Language) -> None:
    assert tuple(kind.name for kind in found.negations) == NEGATION_TYPE_NAMES
    assert tuple(kind.name for kind in found.hedges) == HEDGE_TYPE_NAMES
    assert found.types == found.negations + found.hedges
    assert re.fullmatch("[a-z]{2}", found.code) and found.name and found.advice.endswith(".")


@pytest.mark.parametrize("found", BY_CODE)
def test_a_cue_belongs_to_one_type_and_is_listed_once(found: Language) -> None:
    for family in (found.negations, found.hedges):
        cues = list(chain.from_iterable(kind.cues for kind in family))
        assert sorted(cues) == sorted(set(cues))


@pytest.mark.parametrize("kind", TYPES)
def test_a_type_is_complete(kind: VariantType) -> None:
    assert all(cue and cue == " ".join(cue.lower().split()) for cue in kind.cues)
    assert len(kind.cues) >= 30 and len(kind.constructions) >= 6
    assert kind.definition.endswith(".") and kind.source


@pytest.mark.parametrize(("kind", "construction"), EXAMPLES)
def test_an_example_gains_a_cue_of_its_type(kind: VariantType, construction: Construction) -> None:
    assert any(holds(construction.after, cue) for cue in kind.cues)
    assert not any(holds(construction.before, cue) for cue in kind.cues)


@pytest.mark.parametrize("found", BY_CODE)
def test_a_single_hedge_is_one_word_and_a_multi_hedge_is_several(found: Language) -> None:
    single, multi = found.hedges
    assert all(len(cue.split()) == 1 for cue in single.cues)
    assert all(len(cue.split()) > 1 for cue in multi.cues)


@pytest.mark.parametrize("found", BY_CODE)
def test_negators_stand_in_negations_and_not_before_them(found: Language) -> None:
    assert all(negator == negator.lower() and " " not in negator for negator in found.negators)
    verbal, absolute, *_ = found.negations
    for construction in verbal.constructions + absolute.constructions:
        assert not any(holds(construction.before, negator) for negator in found.negators)
    assert all(
        any(negator in construction.after.lower() for negator in found.negators)
        for construction in verbal.constructions
    )
    assert not any(
        holds(hedge, negator) for kind in found.hedges for hedge in kind.cues for negator in found.negators
    ) or (found.code == "en")


@pytest.mark.parametrize("found", BY_CODE)
def test_hedged_examples_hold_no_negator(found: Language) -> None:
    for kind in found.hedges:
        for construction in kind.constructions:
            assert not any(holds(construction.after, negator) for negator in found.negators)
