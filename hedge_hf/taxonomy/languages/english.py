"""English, whose types are the taxonomy itself."""

from __future__ import annotations

from hedge_hf.taxonomy.hedging import HEDGE_TYPES
from hedge_hf.taxonomy.negation import NEGATION_TYPES
from hedge_hf.taxonomy.types import Language, split_cues

LANGUAGE = Language(
    code="en",
    name="English",
    advice=(
        "A verb without an auxiliary is negated with do. Some and somebody become any and anybody after a negator, "
        "and one negator is enough: two of them cancel out."
    ),
    negations=NEGATION_TYPES,
    hedges=HEDGE_TYPES,
    negators=frozenset(
        split_cues("""
            not, n't, cannot, isn't, aren't, wasn't, weren't, ain't, don't, doesn't, didn't, haven't, hasn't,
            hadn't, can't, couldn't, mightn't, mustn't, shan't, shouldn't, won't, wouldn't, needn't, daren't,
            oughtn't, no, none, nobody, nothing, nowhere, never, neither, nor, without, barely, hardly,
            scarcely, rarely, seldom""")
    ),
)
