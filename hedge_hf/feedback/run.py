"""Collect feedback on search results and turn it into training rows: `hedge-hf feedback add|import|export`."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
from rich.console import Console

from hedge_hf.cli import run
from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.feedback.events import LABELS, Event, now, read_events
from hedge_hf.feedback.rows import Judgement, feedback_rows, judge
from hedge_hf.feedback.store import FeedbackStore
from hedge_hf.mining.reading import read_corpus
from hedge_hf.train.run_folder import new_folder

_CARD = """---
configs:
{configs}
---

# Training rows from feedback

Made by `hedge-hf feedback export`; `load_dataset(FOLDER, CONFIG)` reads them.
`events.jsonl` holds the events, `conflicts.jsonl` the pairs that users disagree about and what was decided.

| config | columns | rows |
|---|---|---:|
{table}
"""


def export(store: FeedbackStore, folder: Path) -> tuple[dict[str, int], list[Judgement]]:
    """Write the training rows, the events and the conflicts into a new folder.

    Returns:
        How many rows there are of each kind, and the conflicts.

    Raises:
        UsageError: If the folder exists, or no query has a document that answers it.
        HedgeError: If the folder cannot be written.
    """
    rows, events = feedback_rows(store), store.events()
    conflicts = [judgement for judgement in judge(events) if judgement.conflict]
    try:
        with new_folder(folder) as unfinished:
            for kind, dataset in rows.items():
                dataset.to_parquet(unfinished / f"{kind}.parquet")
            for name, found in (("events", events), ("conflicts", conflicts)):
                lines = [json.dumps(asdict(item), ensure_ascii=False) + "\n" for item in found]
                (unfinished / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
            configs = "\n".join(f"- config_name: {kind}\n  data_files: {kind}.parquet" for kind in rows)
            table = "\n".join(
                f"| `{kind}` | {', '.join(found.column_names)} | {found.num_rows} |" for kind, found in rows.items()
            )
            (unfinished / "README.md").write_text(_CARD.format(configs=configs, table=table), encoding="utf-8")
    except OSError as error:
        raise HedgeError(f"{folder} cannot be written ({error.strerror}); free some space") from error
    return rows.num_rows, conflicts


def main(argv: list[str]) -> None:
    """Parse the options and add, import or export."""
    options = _parser().parse_args(argv)
    console = Console(soft_wrap=True, highlight=False, markup=False)
    if options.action == "export":
        store = FeedbackStore(options.store)
        counts, conflicts = export(store, options.out)
        kinds = ", ".join(f"{kind} {count}" for kind, count in counts.items())
        console.print(f"Conflicts: {len(conflicts)}\nRows: {kinds}\n{options.out}")
        return
    events = _given(options)
    documents = _documents(options.corpus, events) if options.corpus else {}
    added = FeedbackStore(options.store, create=True).add(events, documents)
    console.print(f"{added} new of {len(events)} events in {options.store}")


def _given(options: argparse.Namespace) -> list[Event]:
    if options.action == "import":
        events = [event for file in options.files for event in read_events(file)]
        if not events:
            raise UsageError(f"{', '.join(map(str, options.files))}: no events; give a file of JSON lines")
        return events
    return [Event(options.query, options.document, options.label, now(), options.user)]


def _documents(source: str, events: list[Event]) -> dict[str, str]:
    """Return the texts of those documents of the events that the corpus has."""
    corpus = read_corpus(source)
    ids = sorted({event.document_id for event in events})
    numbers = corpus.find(pa.array(ids, pa.large_string())).tolist()
    return {name: corpus.texts[number].as_py() for name, number in zip(ids, numbers, strict=True) if number >= 0}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hedge-hf feedback", allow_abbrev=False, description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="add one event, of now", allow_abbrev=False)
    add.add_argument("--query", required=True, help="what was asked")
    add.add_argument("--document", required=True, metavar="ID", help="id of the document that was shown")
    add.add_argument("--label", required=True, choices=LABELS, help="what the user did or said")
    add.add_argument("--user", default="", help="an opaque name of the user")
    collect = actions.add_parser("import", help="add the events of JSON Lines files", allow_abbrev=False)
    collect.add_argument("files", metavar="FILE.jsonl", nargs="+", type=Path, help="query, document_id, label, time")
    for action in (add, collect):
        action.add_argument(
            "--corpus", help="file or Hub id with id and text; may be left out for documents with feedback already"
        )
    write = actions.add_parser("export", help="write training rows, events and conflicts", allow_abbrev=False)
    write.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="a new folder")
    for action in (add, collect, write):
        action.add_argument("--store", required=True, type=Path, metavar="FILE.db", help="the feedback store")
    return parser


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
