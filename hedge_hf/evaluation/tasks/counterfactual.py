"""M3-Counterfactual: is a review's conclusion nearer to its evidence than the same conclusion turned round?

The items are our construction over M3 (https://github.com/julia-nixie/m3), level 3, where the span that states the
direction of an effect, or how certain it is, is marked in every conclusion. One word inside that span is replaced:

- direction: its opposite ("reduces" for "increases"), or a negation taken away ("associated" for "not associated");
- modality: a hedge made certain or the reverse ("will" for "may", "strong evidence" for "insufficient evidence").

A conclusion whose span holds none of the words below gives no item. Everything else stays, so both conclusions share
all other words with the evidence.
"""

from __future__ import annotations

import re
from itertools import chain

import numpy as np
from datasets import load_dataset

from hedge_hf.evaluation.bootstrap import share
from hedge_hf.evaluation.tasks.task import Measures, Row, Scorer, Task, by_category, checked_rows
from hedge_hf.metrics.counterfactual import faithful_preferred

M3 = "julia-nixie/m3"
_COLUMNS = ("target_text", "target_direction_span", "target_modality_span", "input_studies")
_OPPOSITES = (
    ("better", "worse"), ("higher", "lower"), ("superior", "inferior"), ("more", "less"), ("greater", "smaller"),
    ("larger", "smaller"), ("fewer", "more"), ("increase", "decrease"), ("increases", "decreases"),
    ("increased", "decreased"), ("increasing", "decreasing"), ("reduce", "increase"), ("reduces", "increases"),
    ("reduced", "increased"), ("reduction", "increase"), ("improve", "worsen"), ("improves", "worsens"),
    ("improved", "worsened"), ("improving", "worsening"), ("improvement", "worsening"), ("elevated", "reduced"),
    ("similar", "different"), ("comparable", "different"), ("equivalent", "different"), ("equally", "unequally"),
    ("effective", "ineffective"), ("effectively", "ineffectively"), ("beneficial", "harmful"), ("benefit", "harm"),
    ("protective", "harmful"), ("preventing", "causing"), ("associated", "not associated"), ("good", "poor"),
    ("optimal", "unsuitable"), ("valuable", "worthless"), ("well", "poorly"), ("widen", "narrow"),
    ("non-inferior", "inferior"), ("association", "lack of association"), ("large", "small"), ("safe", "unsafe"),
)  # fmt: skip
_CERTAINTIES = (
    ("may", "will"), ("might", "will"), ("could", "will"), ("seemed", "proved"), ("seems", "proves"),
    ("seem", "prove"), ("appeared", "proved"), ("possible", "certain"), ("potentially", "certainly"),
    ("strong", "weak"), ("strongly", "weakly"), ("highly", "barely"), ("significantly", "possibly"),
    ("significant", "questionable"), ("insufficient", "sufficient"), ("limited", "ample"),
    ("low-certainty", "high-certainty"), ("moderate-certainty", "low-certainty"), ("substantial", "negligible"),
    ("markedly", "barely"), ("unknown", "known"), ("relatively", "absolutely"), ("confirmed", "suggested"),
)  # fmt: skip
_NEGATION = re.compile(r"\b(?:not|no)\s+(?:(?=\w))", re.IGNORECASE)


def counterfactual() -> Task:
    """Return the task."""
    return Task(
        name="M3-Counterfactual",
        kind="negation",
        main="accuracy",
        question="Is a faithful conclusion nearer to its evidence than one with its direction or certainty turned?",
        reference="https://github.com/julia-nixie/m3",
        dataset=M3,
        load=lambda: items(checked_rows(load_dataset(M3, "level3", split="train").to_list(), _COLUMNS, M3)),
        measure=_accuracy,
    )


def items(rows: list[Row]) -> list[Row]:
    """Make the items.

    Args:
        rows: M3 level 3: target_text, target_direction_span, target_modality_span, input_studies.

    Returns:
        Rows with evidence, faithful, altered and kind ("direction" or "modality"); up to two per conclusion.
    """
    return [
        {
            "kind": kind,
            "evidence": " ".join(study["source_text"] for study in row["input_studies"]),
            "faithful": row["target_text"],
            "altered": altered,
        }
        for row in rows
        for kind, altered in (
            ("direction", flipped_direction(row["target_text"], row["target_direction_span"])),
            ("modality", shifted_modality(row["target_text"], row["target_modality_span"])),
        )
        if altered
    ]


def flipped_direction(text: str, span: str) -> str | None:
    """Return the text with the direction in its span turned round, or None if the span has no known word."""
    without = _NEGATION.sub("", span, count=1)
    return _with_span(text, span, without if without != span else _swapped(span, _DIRECTION))


def shifted_modality(text: str, span: str) -> str | None:
    """Return the text with the certainty in its span shifted, or None if the span has no known word."""
    return _with_span(text, span, _swapped(span, _MODALITY))


def _with_span(text: str, span: str, replacement: str) -> str | None:
    if not span or replacement == span or text.count(span) != 1:
        return None
    return text.replace(span, replacement)


def _swapped(span: str, words: dict[str, str]) -> str:
    for match in re.finditer(r"[\w-]+", span):
        other = words.get(match[0].lower())
        if other and not (" " in other and other in span):
            other = other.capitalize() if match[0][0].isupper() else other
            return span[: match.start()] + other + span[match.end() :]
    return span


def _both_ways(pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Map each word to its opposite; of several opposites the first counts."""
    words: dict[str, str] = {}
    for one, other in chain(pairs, ((other, one) for one, other in pairs if " " not in other)):
        words.setdefault(one, other)
    return words


_DIRECTION, _MODALITY = _both_ways(_OPPOSITES), _both_ways(_CERTAINTIES)


def _accuracy(rows: list[Row], scorer: Scorer) -> Measures:
    evidence, faithful, altered = ([row[name] for row in rows] for name in ("evidence", "faithful", "altered"))
    right = faithful_preferred(*np.split(scorer.similarities([*evidence] * 2, [*faithful, *altered]), 2))
    return Measures(
        {"accuracy": share(right)}, by_category([row["kind"] for row in rows], lambda mask: share(right[mask]))
    )
