"""The linguistics of HedgeTriple as plain data: negation and hedge types, their cues, patterns and constructions."""

from hedge_hf.taxonomy.affixes import AFFIXES
from hedge_hf.taxonomy.constructions import NOVEL_CONSTRUCTION_NAMES, NOVEL_CONSTRUCTIONS, NovelConstruction
from hedge_hf.taxonomy.hedging import HEDGE_TYPES
from hedge_hf.taxonomy.negation import NEGATION_TYPES
from hedge_hf.taxonomy.patterns import PATTERN_NAMES, PATTERNS, Pattern, pattern_names_of
from hedge_hf.taxonomy.types import Affix, Construction, VariantType

NEGATION_TYPE_NAMES: tuple[str, ...] = tuple(negation.name for negation in NEGATION_TYPES)
HEDGE_TYPE_NAMES: tuple[str, ...] = tuple(hedge.name for hedge in HEDGE_TYPES)

__all__ = [
    "AFFIXES",
    "HEDGE_TYPES",
    "HEDGE_TYPE_NAMES",
    "NEGATION_TYPES",
    "NEGATION_TYPE_NAMES",
    "NOVEL_CONSTRUCTIONS",
    "NOVEL_CONSTRUCTION_NAMES",
    "PATTERNS",
    "PATTERN_NAMES",
    "Affix",
    "Construction",
    "NovelConstruction",
    "Pattern",
    "VariantType",
    "pattern_names_of",
]
