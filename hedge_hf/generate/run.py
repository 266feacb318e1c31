"""Write HedgeTriple from any corpus: `hedge-hf generate`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from threading import Event, Thread

from datasets import disable_progress_bars
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

import hedge_hf
from hedge_hf.cli import run
from hedge_hf.generate.anchors.choose import AnchorCounts, choose_anchors
from hedge_hf.generate.arguments import GenerateArguments
from hedge_hf.generate.dry_run import show_dry_run
from hedge_hf.generate.llm.ask import BudgetReached
from hedge_hf.generate.model_checks import load_language_model, load_nli
from hedge_hf.generate.pipeline import Stage, completed_shards, process_state, run_stages
from hedge_hf.generate.plan import filter_stage, stages_of
from hedge_hf.generate.summary import summarise, to_table
from hedge_hf.train.arguments import parse
from hedge_hf.train.run_folder import claim, refuse_foreign

_FREE_TO_CHANGE = (
    "concurrency", "dry_run", "endpoint", "executor", "out", "price_in", "price_out", "server", "slurm_partition",
    "slurm_time", "token_budget", "token_variable", "workers",
)  # fmt: skip
_SECONDS_BETWEEN_LOOKS = 0.5


def generate(arguments: GenerateArguments, console: Console) -> AnchorCounts:
    """Choose anchors, write their variants and filter them; what was done before is not done again.

    Raises:
        UsageError: If a corpus, a model or the output folder is wrong.
        HedgeError: If an endpoint or the Hub does not answer, or the disk is full.
        BudgetReached: If the token budget is used up; the groups of the replies so far are written before.
    """
    out, logs = Path(arguments.out), Path(arguments.out, "logs")
    disable_progress_bars()  # those of reading the held-out rows
    decisive = {name: value for name, value in asdict(arguments).items() if name not in _FREE_TO_CHANGE}
    bar = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*bar, console=console) as progress:
        with process_state().main_process_first() if arguments.backend == "local" else nullcontext():
            refuse_foreign(out)
            claim(out, decisive | {"version": hedge_hf.__version__})
            _load_checks(arguments)
            counts = _choose(arguments, out, progress)
        stages = stages_of(arguments)
        with _watched(stages, out, progress, counts.chosen):
            try:
                run_stages(stages, logs, arguments.cluster)
            except BudgetReached:
                partial = [filter_stage(arguments, round_, resumed=False) for round_ in range(arguments.rounds)]
                run_stages(partial, logs, arguments.cluster)
                raise
    return counts


def _load_checks(arguments: GenerateArguments) -> None:
    """Load the models of the filters once, so that a wrong name shows before the work."""
    if arguments.nli:
        load_nli(arguments.nli)
    if arguments.fluency:
        load_language_model(arguments.fluency)


def _choose(arguments: GenerateArguments, out: Path, progress: Progress) -> AnchorCounts:
    tasks: dict[str, TaskID] = {}

    def advance(description: str, steps: int) -> None:
        if description not in tasks:
            tasks[description] = progress.add_task(description, total=None)
        progress.advance(tasks[description], steps)

    counts = choose_anchors(
        arguments.anchors,
        arguments.num_anchors,
        out,
        rounds=arguments.rounds,
        ranks=arguments.shards,
        seed=arguments.seed,
        language=arguments.language,
        weights=arguments.weights or None,
        decontaminate=arguments.decontaminate,
        progress=advance,
    )
    for task in tasks.values():
        progress.update(task, total=progress.tasks[task].completed)
    return counts


@contextmanager
def _watched(stages: Sequence[Stage], out: Path, progress: Progress, anchors: int) -> Iterator[None]:
    """Show how far the stages are by what they have written: replies, and shards that are done."""
    asked = progress.add_task("replies", total=anchors) if len(stages) > 1 else None
    written = progress.add_task("shards", total=sum(stage.shards for stage in stages))
    ended = Event()

    def look() -> None:
        if asked is not None:
            progress.update(asked, completed=sum(map(_lines, (out / "replies").glob("*.jsonl"))))
        progress.update(written, completed=sum(completed_shards(stage, out / "logs") for stage in stages))

    def watch() -> None:
        while not ended.wait(_SECONDS_BETWEEN_LOOKS):
            look()

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
        look()


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


def main(argv: list[str]) -> None:
    """Parse the options, generate, and show what came of it."""
    (arguments,) = parse(argv, (GenerateArguments,), prog="hedge-hf generate")
    if arguments.dry_run:
        show_dry_run(arguments, Console())
        return
    started = time.monotonic()
    quiet = arguments.backend == "local" and process_state().process_index > 0
    counts = generate(arguments, Console(stderr=True, quiet=quiet))
    _report(arguments, counts, time.monotonic() - started, Console(quiet=quiet))


def _report(arguments: GenerateArguments, counts: AnchorCounts, seconds: float, console: Console) -> None:
    out = Path(arguments.out)
    stages = stages_of(arguments)
    left = sum(stage.shards - completed_shards(stage, out / "logs") for stage in stages)
    if left:
        console.print(f"{left} shards are left to Slurm; give the same command again to see what came of them")
    console.print(to_table(summarise(out), counts.chosen))
    for line in (
        f"{seconds:.0f} s, {out}",
        f'load_dataset("hedgetriple", data_files="{out}/*.parquet")',
        f"hedge-hf audit {out}",
        f"hedge-hf publish dataset {out} --repo NAMESPACE/NAME",
    ):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
