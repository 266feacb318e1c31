"""What is out of proportion, and the weights in the prompts that would mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from hedge_hf.generate.audit.counts import TYPES, TypeCounts
from hedge_hf.generate.audit.coverage import LISTED
from hedge_hf.generate.cue_weights import cue_weights

TIMES_ITS_SHARE = 5
FEWEST_OF_A_CUE = 10
LEAST_OF_A_TYPE = 0.5
MOST_WITHOUT_CUE = 0.01


@dataclass(frozen=True)
class Notice:
    """A warning.

    Attributes:
        subject: The type, or the type and the cue.
        finding: What is wrong with it, with the figures.
        fix: What to change.
    """

    subject: str
    finding: str
    fix: str


def weights_of(cues: Mapping[str, Counter[str]]) -> dict[str, dict[str, float]]:
    """Return the weights that would even out the cues of each type: the listed ones and any that is overused."""
    return {name: cue_weights(counts, (*LISTED[name], *overused(name, counts))) for name, counts in cues.items()}


def overused(name: str, counts: Counter[str]) -> list[str]:
    """Return the cues of a type with over five times their share, the most frequent first.

    The share of a cue is an even one of the cues that the taxonomy lists; under ten variants are no excess.
    """
    most = max(FEWEST_OF_A_CUE - 1, TIMES_ITS_SHARE * counts.total() / len(LISTED[name]))
    return [cue for cue, count in counts.most_common() if count > most]


def notices(
    types: Mapping[str, TypeCounts], cues: Mapping[str, Counter[str]], weights: Mapping[str, Mapping[str, float]]
) -> list[Notice]:
    """Return the warnings, type by type.

    Args:
        types: The counts by type.
        cues: How often each cue of a type occurs in English groups.
        weights: The weights of cues by type, from `weights_of`.
    """
    of_types = cue_weights({name: types[name].rows for name in TYPES}, TYPES)
    found = []
    for name in TYPES:
        counts = types[name]
        if counts.share < LEAST_OF_A_TYPE / len(TYPES):
            finding = f"{counts.share:.1%} of the variants; an even share is {1 / len(TYPES):.1%}"
            found.append(Notice(name, finding, f"ask for the type with weight {of_types[name]:.2g}"))
        if counts.rows and counts.without_cue > MOST_WITHOUT_CUE * counts.rows:
            finding = f"{counts.without_cue:,} of {counts.rows:,} variants do not contain their cue"
            found.append(Notice(name, finding, "filter variants by their cue"))
        for cue in overused(name, cues[name]):
            share, listed = cues[name][cue] / cues[name].total(), len(LISTED[name])
            finding = f"{share:.1%} of its variants; an even share of the {listed} listed cues is {1 / listed:.1%}"
            found.append(Notice(f"{name}: {cue}", finding, f"ask for the cue with weight {weights[name][cue]:.2g}"))
    return found
