"""Takes all figures of an audit in one pass over the groups, and of a sample what needs the texts together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hedge_hf.data.schema import CONTRAST, EXCLUSION, GROUPS
from hedge_hf.errors import UsageError
from hedge_hf.generate.audit.counts import Counts
from hedge_hf.generate.audit.coverage import Coverage
from hedge_hf.generate.audit.distances import Distances
from hedge_hf.generate.audit.diversity import diversity
from hedge_hf.generate.audit.gates import measure_gates
from hedge_hf.generate.audit.notices import notices, weights_of
from hedge_hf.generate.audit.rejects import count_rejects
from hedge_hf.generate.audit.report import Audit
from hedge_hf.generate.audit.sources import (
    Row,
    Sources,
    read_anchor_counts,
    read_rejects,
    read_rows,
    sampled,
)

SAMPLE_ANCHORS = 5_000


def audit(sources: Sources, size: int = SAMPLE_ANCHORS) -> Audit:
    """Audit the groups of some files.

    Args:
        sources: The files.
        size: Anchors in the sample for gates and diversity.

    Raises:
        UsageError: If a file is damaged or there is no group in them.
        HedgeError: If a library of the extra `generate` is not installed.
    """
    counts, distances, coverage = Counts(), Distances(), Coverage()

    def counted(rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            for part in (counts, distances, coverage):
                part.add(row)
            yield row

    anchor_counts = read_anchor_counts(sources.anchor_counts)
    rejects = count_rejects(read_rejects(sources.rejects))
    sample = sampled(counted(read_rows(sources.groups, GROUPS)), size)
    if not sample:
        raise UsageError(f"{sources.name} has no rows; give groups with anchors")
    types, weights = counts.of_types(), weights_of(coverage.cues)
    return Audit(
        data=sources.name,
        anchors=counts.anchors,
        sample=len(sample),
        sources=dict(sorted(counts.sources.items())),
        languages=dict(sorted(counts.languages.items())),
        anchor_counts=anchor_counts,
        types=types,
        diversity=diversity(sample),
        distances=distances.of_types(),
        coverage=coverage.figures(),
        rejects=rejects,
        gates=measure_gates(
            sample,
            list(read_rows(sources.contrast, CONTRAST)),
            list(read_rows(sources.exclusion, EXCLUSION)),
        ),
        notices=notices(types, coverage.cues, weights),
        weights=weights,
    )
