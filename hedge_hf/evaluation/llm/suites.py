"""The suites on negation and hedging: HedgeTriple's test rows, NevIR, CANNOT, and files of the user."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from datasets import load_dataset

from hedge_hf.data.instructions import CERTAINTY, LAYOUTS, Instruction, instructions
from hedge_hf.errors import UsageError
from hedge_hf.evaluation.contamination.sources import file_rows
from hedge_hf.evaluation.llm.questions import YES_NO, Question
from hedge_hf.evaluation.tasks.shipped import read
from hedge_hf.evaluation.tasks.task import Row, checked_rows

NEVIR, CANNOT = "orionweller/NevIR", "tum-nlp/cannot-dataset"
NLI_LABELS = ("entailment", "neutral", "contradiction")
_CHOICE = "Query: {query}\n\nPassage A: {a}\n\nPassage B: {b}\n\nWhich passage does the query ask for?"
_SAME = "Sentence 1: {premise}\nSentence 2: {hypothesis}\n\nDo the two sentences say the same?"
_NLI = "Premise: {premise}\nHypothesis: {hypothesis}\n\nDoes the hypothesis follow from the premise?"


@dataclass(frozen=True)
class Suite:
    """A set of questions.

    Attributes:
        name: Its name.
        dataset: Hub id or path of its data.
        load: Returns the questions.
    """

    name: str
    dataset: str
    load: Callable[[], list[Question]]


def suites(split: str = "test", files: tuple[str, ...] = ()) -> dict[str, Suite]:
    """Return the suites by the names that the command line has for them.

    Args:
        split: Split of HedgeTriple.
        files: NLI-style files of the user, each a suite under its own name.
    """
    return {
        "hedgetriple": Suite("HedgeTriple", "hedgetriple", lambda: hedgetriple(read("groups", split))),
        "hedging": Suite("Hedging", "hedgetriple", lambda: hedging(read("groups", split))),
        "nevir": Suite("NevIR", NEVIR, lambda: nevir(load_dataset(NEVIR, split="test").to_list())),
        "cannot": Suite("CANNOT", CANNOT, lambda: cannot(load_dataset(CANNOT, split="validation").to_list())),
    } | {file: Suite(Path(file).name, Path(file).name, lambda file=file: nli(file)) for file in files}  # type: ignore[misc]


def hedgetriple(groups: list[Row]) -> list[Question]:
    """Ask whether two sentences agree; a pair is a question in its two readings.

    The categories are the types of the negations, and whether their cues stand in the training rows.
    """
    seen = _training_cues()
    found = []
    for unit, group in enumerate(groups):
        rows = [row for row in instructions(group) if row.aspect == "agreement"]
        for place, row in enumerate(rows):
            denials = [sentence for sentence in (row.first, row.second) if sentence.denies]
            names = {f"negation_{sentence.type}" for sentence in denials}
            names |= {"seen_cue" if sentence.cue.lower() in seen else "unseen_cue" for sentence in denials}
            names.add(f"{len(denials)}_negations")
            found.append(_yes_no(row, 2 * unit + place // 2, unit, names))
    return found


def hedging(groups: list[Row]) -> list[Question]:
    """Ask which of an anchor and a hedge is more certain; a pair is the same two in both orders."""
    question, hedge_second = CERTAINTY[0]
    found = []
    for unit, group in enumerate(groups):
        for number, hedge in enumerate(group["hedges"]):
            for hedge_is_second in (True, False):
                texts = (group["anchor"], hedge["text"]) if hedge_is_second else (hedge["text"], group["anchor"])
                text = LAYOUTS[0].format(first=texts[0], second=texts[1], question=question)
                answer = YES_NO.index("Yes" if hedge_is_second == hedge_second else "No")
                pair = 2 * unit + number
                found.append(Question(text, YES_NO, answer, pair, unit, (f"hedge_{hedge['type']}",)))
    return found


def nevir(rows: list[Row]) -> list[Question]:
    """Ask which of two passages a query asks for; both queries of a row have to find theirs. A and B take turns."""
    found = []
    for unit, row in enumerate(checked_rows(rows, ("q1", "q2", "doc1", "doc2"), NEVIR)):
        order = ("doc1", "doc2") if unit % 2 == 0 else ("doc2", "doc1")
        for query, own in (("q1", "doc1"), ("q2", "doc2")):
            text = _CHOICE.format(query=row[query], a=row[order[0]], b=row[order[1]])
            found.append(Question(text, ("A", "B"), order.index(own), unit, unit))
    return found


def cannot(rows: list[Row]) -> list[Question]:
    """Ask whether a paraphrase or a negation says the same."""
    return [
        Question(_SAME.format(**row), YES_NO, YES_NO.index("No" if row["label"] else "Yes"), unit, unit)
        for unit, row in enumerate(checked_rows(rows, ("premise", "hypothesis", "label"), CANNOT))
    ]


def nli(file: str) -> list[Question]:
    """Ask what follows, over a file with premise, hypothesis and label.

    Raises:
        UsageError: If the file cannot be read, or a label is none of `NLI_LABELS` or their numbers 0 to 2.
    """
    rows = checked_rows(list(file_rows(Path(file))), ("premise", "hypothesis", "label"), file)
    labels = [_label(file, number, row["label"]) for number, row in enumerate(rows)]
    options = tuple(name for name in NLI_LABELS if name in labels)
    if len(options) < 2:
        raise UsageError(f"{file}: all labels are {options[0]}; give rows of two kinds or three")
    return [
        Question(_NLI.format(**row), options, options.index(label), unit, unit, (label,))
        for unit, (row, label) in enumerate(zip(rows, labels, strict=True))
    ]


def _label(file: str, number: int, label: Any) -> str:
    named = NLI_LABELS[label] if isinstance(label, int) and 0 <= label < len(NLI_LABELS) else str(label).lower()
    if named not in NLI_LABELS:
        raise UsageError(f"{file}: row {number} has label {label!r}; give {', '.join(NLI_LABELS)} or 0, 1, 2")
    return named


def _yes_no(row: Instruction, pair: int, unit: int, categories: set[str]) -> Question:
    return Question(row.text, YES_NO, YES_NO.index(row.word), pair, unit, tuple(sorted(categories)))


@cache
def _training_cues() -> frozenset[str]:
    groups = load_dataset("hedgetriple", "groups", split="train")
    return frozenset(one["cue"].lower() for column in ("hedges", "negations") for one in _flat(groups[column]))


def _flat(lists: Any) -> Any:
    return (one for some in lists for one in some)
