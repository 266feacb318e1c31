"""Say what a set of groups is like: `hedge-hf audit`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from hedge_hf.cli import run
from hedge_hf.data.registration import NAME
from hedge_hf.errors import UsageError
from hedge_hf.evaluation.files import checked_folder, write
from hedge_hf.generate.audit.gates import Gate, Rise, risen
from hedge_hf.generate.audit.html_report import to_html
from hedge_hf.generate.audit.measure import SAMPLE_ANCHORS, audit
from hedge_hf.generate.audit.report import Audit, gates_from_json, to_json
from hedge_hf.generate.audit.sources import find
from hedge_hf.generate.audit.table import risen_line, to_tables


def main(argv: list[str]) -> None:
    """Parse the options, audit, and show and write the result; what is found is a result, not an error."""
    options = _parser().parse_args(argv)
    sources = find(options.data)
    earlier = _earlier_gates(options.against) if options.against else None
    folder = checked_folder(options.report or sources.report)
    with Console(stderr=True).status(Text(f"auditing {sources.name}")):
        result = audit(sources)
    rose = risen(result.gates, earlier or [])
    page = to_html(result, rose, str(options.against or ""))
    write(folder / "audit.json", json.dumps(to_json(result), indent=2, ensure_ascii=False).encode() + b"\n")
    write(folder / "audit.html", page.encode())
    _show(result, rose, folder, against=options.against)


def _earlier_gates(path: Path) -> list[Gate]:
    try:
        return gates_from_json(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(f"--against {path}: {error.strerror}; give the audit.json of an earlier audit") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"--against {path} is no audit; give the audit.json of an earlier audit") from error


def _show(result: Audit, rose: Sequence[Rise], folder: Path, against: Path | None) -> None:
    console = Console()
    for table in to_tables(result):
        console.print(table)
        console.print()
    lines = [(f"warning: {one.subject}: {one.finding}; {one.fix}", "yellow") for one in result.notices]
    lines += [(risen_line(rise), "red") for rise in rose]
    lines += [(str(folder / name), "") for name in ("audit.json", "audit.html")]
    verdict = result.line + (f", {len(rose)} risen against {against}" if against else "")
    lines.append((verdict, "bold yellow" if result.above or result.notices or rose else "green"))
    for line, style in lines:
        console.print(line, style=style, highlight=False, markup=False, soft_wrap=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hedge-hf audit",
        description="Count what is in a set of groups, and how far baselines get that understand nothing.",
        epilog=f"All groups are counted; baselines and diversity are measured on a sample of {SAMPLE_ANCHORS:,}.",
    )
    parser.add_argument(
        "data",
        metavar="DATA",
        nargs="?",
        default=NAME,
        help="the output folder of a run, a file of groups (.parquet or .jsonl) or a glob of several, or hedgetriple "
        "(default), which has contrast pairs and exclusion queries too",
    )
    parser.add_argument(
        "--report",
        metavar="DIR",
        type=Path,
        help="write audit.json and audit.html there (default: audit in the folder of the run, else ./audit)",
    )
    parser.add_argument("--against", metavar="AUDIT.json", type=Path, help="show the gates that rose since that audit")
    return parser


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
