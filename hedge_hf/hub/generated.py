"""What the card of a generated dataset tells: how it was made, from what, and what an audit found."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from hedge_hf.errors import UsageError
from hedge_hf.generate.anchors.choose import AnchorCounts, read_counts
from hedge_hf.generate.audit.report import card_figures, from_json
from hedge_hf.generate.filters import FILTERS
from hedge_hf.generate.folder import groups_files
from hedge_hf.generate.summary import Summary, summarise
from hedge_hf.train.run_folder import read_configuration

_MADE_BY = ("num_anchors", "weights", "language", "backend", "model", "temperature", "seed")


@dataclass(frozen=True)
class GeneratedRun:
    """A finished run of `hedge-hf generate`.

    Attributes:
        folder: Its folder.
        configuration: What it was asked for.
        anchors: What became of the corpora.
        summary: What was kept and refused.
        audit: What `hedge-hf audit` found, as `card_figures` gives it; None if it was not audited.
    """

    folder: Path
    configuration: dict[str, Any]
    anchors: AnchorCounts
    summary: Summary
    audit: dict[str, Any] | None

    @property
    def data_files(self) -> str:
        """The groups, for `load_dataset`."""
        return f"{self.folder}/groups-*.parquet"

    @property
    def licence(self) -> str:
        """The licence of all corpora; "other" if they differ or are not known."""
        found = {source.licence for source in self.anchors.sources if source.chosen}
        return found.pop() if len(found) == 1 and not found & {"unknown"} else "other"

    @property
    def command(self) -> str:
        """The command that makes the anchors and variants again; files by their names, not by their places."""
        corpora = shlex.join(source.source for source in self.anchors.sources)
        options = ((name, self.configuration[name]) for name in _MADE_BY)
        given = ((name, value) for name, value in options if value not in (None, [], ""))
        return f"hedge-hf generate --anchors {corpora} " + " ".join(
            f"--{name} {shlex.join(map(str, value if isinstance(value, list) else [value]))}" for name, value in given
        )

    @property
    def prompts(self) -> list[str]:
        """The hashes of the prompts of its rows."""
        found = (pq.read_table(file, columns=["prompt"])["prompt"] for file in groups_files(self.folder))
        return sorted({prompt for column in found for prompt in column.unique().to_pylist()})

    @property
    def filters(self) -> list[str]:
        """The names of the filters it went through."""
        names = [name for name in FILTERS if name != "language" or self.configuration["backend"] != "rules"]
        return [*names, "duplicate", *(name for name in ("nli", "fluency") if self.configuration[name])]

    def origin_of_groups(self) -> dict[str, dict[str, str]]:
        """Return `licence` and `prompt` by the id of each group."""
        columns = ["id", "licence", "prompt"]
        tables = (pq.read_table(file, columns=columns) for file in groups_files(self.folder))
        return {row["id"]: row for table in tables for row in table.to_pylist()}


def read_run(folder: Path) -> GeneratedRun:
    """Read the folder of a run.

    Raises:
        UsageError: If it is not such a folder, has no groups yet, or its audit is damaged.
    """
    if not groups_files(folder):
        raise UsageError(
            f"{folder} holds no groups-*.parquet; give the folder of a `hedge-hf generate` that has ended"
        )
    report = folder / "audit" / "audit.json"
    try:
        counts = read_counts(folder)
        audit = card_figures(from_json(json.loads(report.read_text(encoding="utf-8")))) if report.is_file() else None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{folder}: its counts or its audit are damaged ({error}); make them again") from error
    return GeneratedRun(folder, read_configuration(folder), counts, summarise(folder), audit)
