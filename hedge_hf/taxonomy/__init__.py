"""The linguistics of HedgeTriple as plain data: negation types, hedge types, their cues and constructions."""

from hedge_hf.taxonomy.affixes import AFFIXES
from hedge_hf.taxonomy.hedging import HEDGE_TYPES
from hedge_hf.taxonomy.negation import NEGATION_TYPES
from hedge_hf.taxonomy.types import Affix, Construction, VariantType

NEGATION_TYPE_NAMES: tuple[str, ...] = tuple(negation.name for negation in NEGATION_TYPES)
HEDGE_TYPE_NAMES: tuple[str, ...] = tuple(hedge.name for hedge in HEDGE_TYPES)

__all__ = [
    "AFFIXES",
    "HEDGE_TYPES",
    "HEDGE_TYPE_NAMES",
    "NEGATION_TYPES",
    "NEGATION_TYPE_NAMES",
    "Affix",
    "Construction",
    "VariantType",
]
