"""Let a language model write the reasoning before the answers: `hedge-hf generate reasoning`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from datasets import disable_progress_bars
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

import hedge_hf
from hedge_hf.cli import run
from hedge_hf.data.registration import fingerprint
from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.generate.llm.ask import BudgetReached, Request, Tally, ask_all, is_answered
from hedge_hf.generate.llm.endpoint import Endpoint
from hedge_hf.generate.llm.journal import Journal
from hedge_hf.generate.llm.reasoning_prompts import COMPLAINT, Question, completion, messages, prompt_hash, twins
from hedge_hf.generate.llm.reasoning_rows import ReasoningCounts, to_table, write_rows
from hedge_hf.train.arguments import parse
from hedge_hf.train.run_folder import claim, refuse_foreign
from hedge_hf.train.views import load_view

_DECISIVE = ("model", "temperature", "max_reply_tokens", "seed")


@dataclass
class ReasoningArguments:
    """Whose reasoning to take on which questions.

    Attributes:
        model: The language model, as its server or the Hub calls it.
        endpoint: URL of an OpenAI-compatible chat server; without, the Hub's inference providers.
        token_variable: Environment variable that holds the endpoint's token.
        data_files: A file or glob of groups to ask about instead of the shipped ones.
        max_anchors: Ask about so many anchors only, six questions each.
        concurrency: Requests in flight.
        temperature: Sampling temperature.
        max_reply_tokens: Longest reply.
        attempts: Replies without an answer after which a question is set aside.
        token_budget: Stop cleanly when so many tokens are used; 0 for no limit.
        seed: Seed of the sampling.
        out: Folder of the result.
    """

    model: str | None = field(default=None, metadata={"help": "the language model, as its server or the Hub calls it"})
    endpoint: str | None = field(default=None, metadata={"help": "URL of an OpenAI-compatible chat server"})
    token_variable: str = field(
        default="HF_TOKEN",
        metadata={"help": "environment variable with the token; HF_TOKEN itself goes to hosts of Hugging Face only"},
    )
    data_files: str | None = field(default=None, metadata={"help": "groups to ask about instead of the shipped ones"})
    max_anchors: int | None = field(default=None, metadata={"help": "ask about so many anchors only, six times each"})
    concurrency: int = field(default=64, metadata={"help": "requests in flight"})
    temperature: float = field(default=0.0, metadata={"help": "sampling temperature"})
    max_reply_tokens: int = field(default=1024, metadata={"help": "longest reply"})
    attempts: int = field(default=4, metadata={"help": "replies without an answer until a question is set aside"})
    token_budget: int = field(default=0, metadata={"help": "stop cleanly after so many tokens; 0 for no limit"})
    seed: int = field(default=0, metadata={"help": "seed of the sampling"})
    out: str = field(default="runs/reasoning", metadata={"help": "folder of the result"})

    def __post_init__(self) -> None:
        for name, least in {"concurrency": 1, "attempts": 1, "max_reply_tokens": 1, "token_budget": 0}.items():
            if getattr(self, name) < least:
                raise UsageError(f"--{name} is {getattr(self, name)}; it must be {least} or above")
        if not self.model:
            raise UsageError("--model is missing: name a language model, as its server or the Hub calls it")


async def _ask(arguments: ReasoningArguments, questions: Sequence[Question], path: Path, progress: Progress) -> None:
    wording = prompt_hash({name: getattr(arguments, name) for name in _DECISIVE})
    endpoint = Endpoint(
        arguments.model or "",
        arguments.endpoint,
        arguments.token_variable,
        temperature=arguments.temperature,
        max_tokens=arguments.max_reply_tokens,
        seed=arguments.seed,
        json_replies=False,
    )
    with Journal(path) as journal:
        requests = [Request(one.id, wording, messages(one), completion, COMPLAINT) for one in questions]
        left = [request for request in requests if not is_answered(request, journal)]
        before = len(questions) - len(left)
        bar = progress.add_task("replies", total=len(questions), completed=before)

        def advance(tally: Tally) -> None:
            progress.update(bar, completed=before + tally.answered + tally.set_aside)

        if left:
            async with endpoint as chat:
                await chat.check()
                await ask_all(
                    left,
                    chat,
                    journal,
                    concurrency=arguments.concurrency,
                    attempts=arguments.attempts,
                    token_budget=arguments.token_budget or None,
                    progress=advance,
                )


def main(argv: list[str]) -> None:
    """Ask, write what is kept, and show what came of it."""
    (arguments,) = parse(argv, (ReasoningArguments,), prog="hedge-hf generate reasoning")
    disable_progress_bars()
    options = {"data_files": arguments.data_files, "max_anchors": arguments.max_anchors}
    pairs = list(twins(load_view("groups", **options)))
    out = Path(arguments.out)
    refuse_foreign(out)
    decisive = {name: getattr(arguments, name) for name in (*_DECISIVE, "data_files", "max_anchors")}
    claim(out, decisive | {"data": fingerprint(), "version": hedge_hf.__version__})
    bar = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    questions = list({question.id: question for pair in pairs for question in pair}.values())
    journal, rows = out / "replies.jsonl", out / "reasoning.parquet"
    try:
        with Progress(*bar, console=Console(stderr=True)) as progress:
            asyncio.run(_ask(arguments, questions, journal, progress))
    except BudgetReached:
        _report(write_rows(pairs, journal, rows), rows)
        raise
    counts = write_rows(pairs, journal, rows)
    _report(counts, rows)
    if not counts.kept:
        raise HedgeError(f"no question is kept; {journal} has the replies of {arguments.model}, give another --model")


def _report(counts: ReasoningCounts, rows: Path) -> None:
    console = Console()
    console.print(to_table(counts))
    for line in (str(rows), f"hedge-hf train llm --conversations {rows}") if counts.kept else ():
        console.print(line, markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
