from __future__ import annotations

import ast
import re
import sys
from dataclasses import FrozenInstanceError
from itertools import chain
from pathlib import Path

import pytest

from hedge_hf import taxonomy
from hedge_hf.taxonomy import (
    AFFIXES,
    HEDGE_TYPE_NAMES,
    HEDGE_TYPES,
    NEGATION_TYPE_NAMES,
    NEGATION_TYPES,
    Construction,
    VariantType,
)

ALL_TYPES = NEGATION_TYPES + HEDGE_TYPES
EXAMPLES = [
    pytest.param(variant_type, construction, id=f"{variant_type.name}-{construction.name}")
    for variant_type in ALL_TYPES
    for construction in variant_type.constructions
]


def cues_in(sentence: str, variant_type: VariantType) -> list[str]:
    return [cue for cue in variant_type.cues if re.search(rf"(?<![\w-]){re.escape(cue)}(?![\w-])", sentence.lower())]


def test_the_order_of_the_types_is_fixed() -> None:
    assert NEGATION_TYPE_NAMES == ("verbal", "absolute", "affixal", "lexical")
    assert HEDGE_TYPE_NAMES == ("single", "multi")


@pytest.mark.parametrize("family", [NEGATION_TYPES, HEDGE_TYPES], ids=["negation", "hedging"])
def test_a_cue_belongs_to_one_type_and_is_listed_once(family: tuple[VariantType, ...]) -> None:
    cues = list(chain.from_iterable(variant_type.cues for variant_type in family))

    assert sorted(cues) == sorted(set(cues))


@pytest.mark.parametrize("variant_type", ALL_TYPES, ids=lambda variant_type: variant_type.name)
def test_cues_are_lower_case_and_stripped(variant_type: VariantType) -> None:
    assert all(cue and cue == cue.lower().strip() and "  " not in cue for cue in variant_type.cues)
    assert len(variant_type.cues) >= 40


@pytest.mark.parametrize(("variant_type", "construction"), EXAMPLES)
def test_an_example_gains_a_cue_of_its_type(variant_type: VariantType, construction: Construction) -> None:
    assert cues_in(construction.after, variant_type)
    assert not cues_in(construction.before, variant_type)


def test_approximate_negators_are_absolute() -> None:
    absolute = NEGATION_TYPES[1]

    assert {"hardly", "barely", "scarcely", "few", "little", "rarely", "seldom"} <= set(absolute.cues)


@pytest.mark.parametrize("affix", AFFIXES, ids=lambda affix: affix.form)
def test_affixed_words_carry_their_affix_and_are_affixal_cues(affix: taxonomy.Affix) -> None:
    bare = affix.form.strip("-")
    carries = str.startswith if affix.is_prefix else str.endswith

    assert all(carries(word, bare) for word in affix.words)
    assert set(affix.words) <= set(NEGATION_TYPES[2].cues)


def test_a_single_hedge_is_one_word_and_a_multi_hedge_is_several() -> None:
    single, multi = HEDGE_TYPES

    assert all(len(cue.split()) == 1 for cue in single.cues)
    assert all(len(cue.split()) > 1 for cue in multi.cues)


def test_every_type_is_defined_and_names_its_source() -> None:
    assert all("Pullum and Huddleston (2002)" in negation.source for negation in NEGATION_TYPES)
    assert all("Crompton (1997)" in hedge.source for hedge in HEDGE_TYPES)
    assert all(variant_type.definition.endswith(".") for variant_type in ALL_TYPES)


def test_the_taxonomy_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        NEGATION_TYPES[0].name = "other"  # type: ignore[misc]


def test_the_modules_import_only_the_standard_library_and_each_other() -> None:
    for path in Path(taxonomy.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            else:
                continue
            for module in modules:
                is_own = module.startswith("hedge_hf.taxonomy")
                assert is_own or module.split(".")[0] in sys.stdlib_module_names, f"{path.name}: {module}"
