"""Which cues a language model is asked for: drawn for each anchor, rare ones more often from round to round."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path

from hedge_hf.errors import HedgeError
from hedge_hf.generate.cue_weights import cue_weights
from hedge_hf.taxonomy.types import Language

CueDraw = dict[str, tuple[str, ...]]
Weights = Mapping[str, Mapping[str, float]]

# Verbal negation takes the auxiliary that the anchor needs. An affix or a negative verb must fit the words of the
# anchor, so several are offered. The others go with most sentences; the second is for where the first does not.
OFFERED: Mapping[str, int] = {"verbal": 0, "absolute": 2, "affixal": 5, "lexical": 5, "single": 2, "multi": 2}


def draw(anchor_id: str, language: Language, weights: Weights, seed: int) -> CueDraw:
    """Draw the cues to ask for, without replacement.

    Args:
        anchor_id: The anchor's id; the same id, weights and seed give the same cues.
        language: Whose cues.
        weights: By type and cue; a cue that is absent weighs 1. Empty in the first round.
        seed: Seed of the run.

    Returns:
        By type, the cues in the order of preference: as many as `OFFERED` says.
    """
    return {
        kind.name: _draw(kind.cues, weights.get(kind.name, {}), OFFERED[kind.name], f"{seed} {anchor_id} {kind.name}")
        for kind in language.types
    }


def round_weights(counts: Mapping[str, Mapping[str, int]], language: Language) -> dict[str, dict[str, float]]:
    """Weigh the cues for the next round.

    Args:
        counts: By type and lower-case cue, how often the rounds so far have used it.
        language: Whose cues.

    Returns:
        By type, the weight of each cue.
    """
    return {kind.name: cue_weights(counts.get(kind.name, {}), kind.cues) for kind in language.types}


def weights_file(folder: Path, round_: int) -> Path:
    """Return the file of a round's weights in the folder of a run."""
    return folder / "cues" / f"{round_:02d}.json"


def read_weights(file: Path) -> dict[str, dict[str, float]]:
    """Return the weights of a round, or none if the round has no file.

    Raises:
        HedgeError: If the file is damaged.
    """
    if not file.exists():
        return {}
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise HedgeError(f"{file} is damaged; remove it, and the same command writes it again") from error


def _draw(cues: tuple[str, ...], weights: Mapping[str, float], number: int, seed: str) -> tuple[str, ...]:
    """Draw until there are `number` different ones."""
    generator = random.Random(seed)
    cumulative = list(accumulate(weights.get(cue, 1.0) for cue in cues)) if weights else None
    drawn: dict[str, None] = {}
    while len(drawn) < number:
        drawn |= dict.fromkeys(generator.choices(cues, cum_weights=cumulative))
    return tuple(drawn)
