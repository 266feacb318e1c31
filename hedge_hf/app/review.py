"""A review: the hedges and negations of a dataset, each judged once, and the revision that follows from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

import pyarrow as pa

from hedge_hf.app.journal import Decision, DecisionJournal, Verdict
from hedge_hf.app.texts import checked, in_one_line
from hedge_hf.data.schema import GROUPS, VARIANT_TYPES
from hedge_hf.data.splits import normalise
from hedge_hf.data.validation import check_rows, conform
from hedge_hf.errors import UsageError
from hedge_hf.feedback.events import now


class Item(NamedTuple):
    """One text to judge.

    Attributes:
        row: Its group.
        kind: "hedges" or "negations".
        place: Its place among those.
    """

    row: int
    kind: str
    place: int


@dataclass(frozen=True)
class Revision:
    """The dataset after a review.

    Attributes:
        table: The groups, in the columns of the files that were read.
        fixed: Texts that were replaced.
        rejected: Texts that were taken out.
        dropped: Groups that were left without a hedge or a negation, and taken out.
    """

    table: pa.Table
    fixed: int
    rejected: int
    dropped: int


class Review:
    """The state of a review; all tabs of a page share one.

    Attributes:
        items: All texts to judge, group by group.
        journal: The decisions.
    """

    def __init__(self, groups: pa.Table, journal: DecisionJournal) -> None:
        """Start or go on.

        Args:
            groups: Groups with at least the columns of `GROUPS`.
            journal: The decisions so far; those on other texts have no effect.
        """
        self.journal = journal
        self._schema = groups.schema
        self._rows: list[dict[str, Any]] = groups.to_pylist()
        self.items = [
            Item(row, kind, place)
            for row, group in enumerate(self._rows)
            for kind in VARIANT_TYPES
            for place in range(len(group[kind]))
        ]

    def group(self, item: Item) -> dict[str, Any]:
        """Return the group of an item, as in the files."""
        return self._rows[item.row]

    def variant(self, item: Item) -> dict[str, str]:
        """Return the text to judge with its type and cue, as in the files."""
        return self.group(item)[item.kind][item.place]

    def decision(self, item: Item) -> Decision | None:
        """Return the last decision on an item."""
        return self.journal.latest.get((self.group(item)["id"], item.kind, self.variant(item)["text"]))

    def counts(self) -> Counter[str]:
        """Return how many items have each verdict."""
        decisions = map(self.decision, self.items)
        return Counter(decision.verdict for decision in decisions if decision)

    def first_open(self, after: int = -1) -> int | None:
        """Return the number of the first item without a decision that follows `after`, or else of the first of all."""
        order = [*range(after + 1, len(self.items)), *range(after + 1)]
        return next((number for number in order if self.decision(self.items[number]) is None), None)

    def decide(self, item: Item, verdict: Verdict, seen: Decision | None, text: str = "", cue: str = "") -> None:
        """Keep a decision.

        Args:
            item: What was judged.
            verdict: The verdict.
            seen: The last decision on it that the reviewer was shown.
            text: The better text, for a fix.
            cue: The words in that text that hedge or negate.

        Raises:
            UsageError: If a fix changes nothing or cannot be a variant of its anchor.
            Overtaken: If there is a later decision than the one seen.
            HedgeError: If it cannot be kept.
        """
        fixed = self._fix(item, text, cue) if verdict == "fix" else ("", "")
        identifier, judged = self.group(item)["id"], self.variant(item)["text"]
        self.journal.append(Decision(identifier, item.kind, judged, verdict, now(), *fixed), seen)

    def revision(self, reviewed_only: bool = False) -> Revision:
        """Return the dataset with fixed texts in and rejected ones out.

        Args:
            reviewed_only: Leave out texts without a decision too.

        Raises:
            UsageError: If no group is left.
        """
        counts = self.counts()
        kept: dict[tuple[int, str], list[dict[str, str]]] = {}
        for item in self.items:
            decision, variant = self.decision(item), self.variant(item)
            verdict = decision.verdict if decision else "reject" if reviewed_only else "accept"
            if verdict == "reject":
                continue
            if decision and verdict == "fix":
                variant = {**variant, "text": decision.fixed_text, "cue": decision.fixed_cue}
            kept.setdefault((item.row, item.kind), []).append(variant)
        rows = [
            {**group, **{kind: kept[number, kind] for kind in VARIANT_TYPES}}
            for number, group in enumerate(self._rows)
            if all((number, kind) in kept for kind in VARIANT_TYPES)
        ]
        if not rows:
            raise UsageError("No group has a hedge and a negation left; review more before you export.")
        table = pa.Table.from_pylist(rows, schema=self._schema)
        check_rows(conform(table, GROUPS, "the revision"), "the revision")
        return Revision(table, counts["fix"], counts["reject"], len(self._rows) - len(rows))

    def _fix(self, item: Item, text: str, cue: str) -> tuple[str, str]:
        variant, anchor = self.variant(item), self.group(item)["anchor"]
        text, cue = checked(text, "The text"), checked(cue, "The cue")
        if not text or not cue:
            raise UsageError("A fix needs a text and its cue; to take the text out, reject it.")
        if (text, cue) == (in_one_line(variant["text"]), in_one_line(variant["cue"])):
            raise UsageError("Nothing is changed yet: edit the text or its cue, or accept it.")
        if cue.casefold() not in text.casefold():
            raise UsageError(f"The cue “{cue}” is not in the text; name the words that hedge or negate in it.")
        if len(set(normalise(pa.array([text, anchor])).to_pylist())) == 1:
            raise UsageError("The text is the anchor itself; write one that differs, or reject it.")
        return text, cue
