"""An audit as JSON, for everything that reads it later, and in the few figures that a dataset card shows."""

from __future__ import annotations

import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from hedge_hf.evaluation.bootstrap import RESAMPLES, SEED
from hedge_hf.evaluation.results import Score
from hedge_hf.generate.audit.counts import CueCount, TypeCounts
from hedge_hf.generate.audit.coverage import CoverageFigures, TypeCoverage
from hedge_hf.generate.audit.distances import Histogram, TypeDistances
from hedge_hf.generate.audit.diversity import Diversity
from hedge_hf.generate.audit.gates import Gate
from hedge_hf.generate.audit.notices import Notice
from hedge_hf.generate.audit.rejects import Reason
from hedge_hf.version import __version__

_LIBRARIES = ("datasets", "nltk", "numpy", "rapidfuzz", "scikit-learn")


@dataclass(frozen=True)
class Audit:
    """What a set of groups is like.

    Attributes:
        data: Name of the groups.
        anchors: How many there are.
        sample: Anchors in the sample for `gates` and `diversity`.
        sources: Number of anchors by source.
        languages: Number of anchors by language.
        anchor_counts: What the choice of anchors counted.
        types: Variants by type, with their cues and sources.
        diversity: Of the sample's variants by type, and of its anchors under "anchor".
        distances: To the anchors, by type.
        coverage: Of the taxonomy, by the English groups.
        rejects: By reason, the most frequent first.
        gates: What the baselines reached.
        notices: Warnings.
        weights: By type, the weights of cues that would even them out.
    """

    data: str
    anchors: int
    sample: int
    sources: dict[str, int]
    languages: dict[str, int]
    anchor_counts: dict[str, int]
    types: dict[str, TypeCounts]
    diversity: dict[str, Diversity]
    distances: dict[str, TypeDistances]
    coverage: CoverageFigures
    rejects: dict[str, Reason]
    gates: list[Gate]
    notices: list[Notice]
    weights: dict[str, dict[str, float]]

    @property
    def variants(self) -> int:
        """Number of variants."""
        return sum(counts.rows for counts in self.types.values())

    @property
    def rejected(self) -> int:
        """Number of rejects."""
        return sum(reason.count for reason in self.rejects.values())

    @property
    def above(self) -> list[Gate]:
        """The gates above their limit."""
        return [gate for gate in self.gates if gate.above]

    @property
    def line(self) -> str:
        """The verdict in one line."""
        return f"{len(self.above)} of {_count(len(self.gates), 'gate')} above the limit, " + _count(
            len(self.notices), "warning"
        )


def to_json(result: Audit) -> dict[str, Any]:
    """Return the audit with what is needed to reproduce it.

    Returns:
        A dictionary of JSON types: `audit` has the fields of `Audit`; beside it stand `date` (UTC), `versions`,
        `seed` and `resamples`.
    """
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": {"python": platform.python_version(), "hedge-hf": __version__}
        | {name: version(name) for name in _LIBRARIES},
        "seed": SEED,
        "resamples": RESAMPLES,
        "audit": asdict(result),
    }


def from_json(report: dict[str, Any]) -> Audit:
    """Return the audit that `to_json` wrote.

    Raises:
        KeyError: If a field is missing.
        TypeError: If a field, or the report, is of another type.
    """
    found = report["audit"]
    parts = {
        "types": {name: _type_counts(one) for name, one in found["types"].items()},
        "diversity": {name: Diversity(**one) for name, one in found["diversity"].items()},
        "distances": {name: _distances(one) for name, one in found["distances"].items()},
        "coverage": _coverage(found["coverage"]),
        "rejects": {name: Reason(**one) for name, one in found["rejects"].items()},
        "gates": gates_from_json(report),
        "notices": [Notice(**one) for one in found["notices"]],
    }
    return Audit(**found | parts)


def gates_from_json(report: dict[str, Any]) -> list[Gate]:
    """Return the gates of the audit that `to_json` wrote; see `from_json`."""
    return [Gate(**one | {"score": _score(one["score"])}) for one in report["audit"]["gates"]]


def card_figures(result: Audit) -> dict[str, Any]:
    """Return the figures for a dataset card.

    Returns:
        A dictionary of JSON types: `anchors`, `variants`, `rejected`; `sources` (anchors by source); `types` (`rows`,
        `share`, `distinct_cues`, `entropy`, `evenness`, `distinct_2`, `self_bleu`, `characters` and `words` changed
        on average, by type); `rejects` (count by reason); `gates` (`score`, `low`, `high`, `chance`, `limit`,
        `above`, by name, those measured); `warnings` (one line each).
    """
    return {
        "anchors": result.anchors,
        "variants": result.variants,
        "rejected": result.rejected,
        "sources": result.sources,
        "types": {
            name: {
                "rows": counts.rows,
                "share": counts.share,
                "distinct_cues": counts.distinct_cues,
                "entropy": counts.entropy,
                "evenness": counts.evenness,
                "distinct_2": result.diversity[name].distinct[1],
                "self_bleu": result.diversity[name].self_bleu,
                "characters": result.distances[name].characters.mean,
                "words": result.distances[name].words.mean,
            }
            for name, counts in result.types.items()
        },
        "rejects": {name: reason.count for name, reason in result.rejects.items()},
        "gates": {
            gate.name: {
                "score": gate.score.value,
                "low": gate.score.low,
                "high": gate.score.high,
                "chance": gate.chance,
                "limit": gate.limit,
                "above": gate.above,
            }
            for gate in result.gates
            if gate.score
        },
        "warnings": [f"{notice.subject}: {notice.finding}" for notice in result.notices],
    }


def _type_counts(found: dict[str, Any]) -> TypeCounts:
    return TypeCounts(**found | {"cues": [CueCount(**one) for one in found["cues"]]})


def _distances(found: dict[str, Any]) -> TypeDistances:
    return TypeDistances(Histogram(**found["characters"]), Histogram(**found["words"]))


def _coverage(found: dict[str, Any]) -> CoverageFigures:
    return CoverageFigures(**found | {"types": {name: TypeCoverage(**one) for name, one in found["types"].items()}})


def _score(found: dict[str, Any] | None) -> Score | None:
    if found is None:
        return None
    numbers = {name: float(found[name]) for name in ("value", "low", "high")}
    return Score(**found | numbers)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
