"""What a generation run does after its anchors are chosen: the stages, in their order."""

from __future__ import annotations

from pathlib import Path

from datatrove.pipeline.base import PipelineStep

from hedge_hf.generate.arguments import GenerateArguments
from hedge_hf.generate.filters import FILTERS
from hedge_hf.generate.llm.ask_step import AskModel
from hedge_hf.generate.llm.chat import Chat
from hedge_hf.generate.llm.endpoint import Endpoint
from hedge_hf.generate.model_checks import CheckEntailment, CheckFluency
from hedge_hf.generate.pipeline import Stage
from hedge_hf.generate.steps import (
    DropDuplicates,
    FilterVariants,
    KeepGroups,
    ReadAnchors,
    ReadReplies,
    WriteByRules,
    WriteCueWeights,
)


def stages_of(arguments: GenerateArguments) -> list[Stage]:
    """Return all stages of a run."""
    folder, shards = Path(arguments.out), arguments.shards
    if arguments.backend == "rules":
        return [
            Stage("rules", [ReadAnchors(folder, 0), WriteByRules(arguments.seed), *_filters(arguments, 0)], shards)
        ]
    stages = []
    for round_ in range(arguments.rounds):
        if round_:
            stages.append(Stage(f"cues-{round_:02d}", [WriteCueWeights(folder, round_, arguments.language)], 1))
        stages.append(Stage(f"ask-{round_:02d}", [ReadAnchors(folder, round_), ask_step(arguments, round_)], shards))
        stages.append(filter_stage(arguments, round_))
    return stages


def filter_stage(arguments: GenerateArguments, round_: int, resumed: bool = True) -> Stage:
    """Return the stage that makes groups of the replies of a round; not `resumed`, of those that are there by now."""
    folder = Path(arguments.out)
    steps = [ReadAnchors(folder, round_), ReadReplies(folder, round_), *_filters(arguments, round_)]
    return Stage(f"{'filter' if resumed else 'partial'}-{round_:02d}", steps, arguments.shards, resumed)


def ask_step(arguments: GenerateArguments, round_: int) -> AskModel:
    """Return the step that asks the model."""
    return AskModel(
        Path(arguments.out),
        round_,
        chat_of(arguments),
        server=arguments.server,
        seed=arguments.seed,
        concurrency=arguments.concurrency,
        attempts=arguments.attempts,
        token_budget=arguments.token_budget or None,
    )


def chat_of(arguments: GenerateArguments) -> Chat:
    """Return what answers."""
    model = str(arguments.model)
    if arguments.backend == "local":
        from hedge_hf.generate.llm.local_model import LocalModel  # needs torch

        return LocalModel(model, arguments.concurrency, arguments.max_reply_tokens)
    return Endpoint(
        model,
        arguments.endpoint,
        arguments.token_variable,
        temperature=arguments.temperature,
        max_tokens=arguments.max_reply_tokens,
        seed=arguments.seed,
    )


def _filters(arguments: GenerateArguments, round_: int) -> list[PipelineStep]:
    names = [name for name in FILTERS if name != "language" or arguments.backend != "rules"]
    steps: list[PipelineStep] = [FilterVariants(name) for name in names]
    steps.append(DropDuplicates())
    steps += [CheckEntailment(arguments.nli)] if arguments.nli else []
    steps += [CheckFluency(arguments.fluency)] if arguments.fluency else []
    generator = "rules" if arguments.backend == "rules" else str(arguments.model)
    return [*steps, KeepGroups(Path(arguments.out), round_, generator)]
