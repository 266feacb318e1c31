"""What a generation run is asked for."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field

from hedge_hf.errors import UsageError
from hedge_hf.generate.pipeline import ACCELERATE, EXECUTORS, Cluster
from hedge_hf.taxonomy.languages import language

_SHARDS = {"rules": 2000, "llm": 5000, "local": 500}
BACKENDS = tuple(_SHARDS)
SERVERS = ("endpoint", "vllm", "sglang")
_FOR_MODELS = (
    "model", "endpoint", "token_variable", "server", "concurrency", "temperature", "max_reply_tokens", "attempts",
    "token_budget", "rounds",
)  # fmt: skip


@dataclass
class GenerateArguments:
    """Which anchors to write variants of, how, and where.

    Attributes:
        anchors: Corpora to take anchors from.
        num_anchors: How many anchors to take.
        weights: Share of each corpus; equal shares if empty.
        decontaminate: Evaluation sets whose texts must not be anchors, beside HedgeTriple's own held-out rows.
        language: Language of the corpora.
        backend: What writes the variants.
        model: The language model, as its server or the Hub calls it.
        endpoint: URL of an OpenAI-compatible chat server; without, the Hub's inference providers.
        token_variable: Environment variable that holds the endpoint's token.
        server: A server to start here instead, one per shard.
        concurrency: Requests in flight.
        temperature: Sampling temperature; at 0 a run can be repeated to the byte.
        max_reply_tokens: Longest reply.
        attempts: Invalid replies after which an anchor is set aside.
        token_budget: Stop cleanly when so many tokens are used; 0 for no limit.
        rounds: The cues asked for in each round make up for the cues that the rounds before it did not give.
        nli: A cross-encoder for natural language inference, to check that negations contradict and hedges do not.
        fluency: A causal language model, to refuse variants that it finds much less likely than their anchors.
        seed: Seed of the choice of anchors and cues.
        out: Folder of the result.
        executor: Where the pipeline runs.
        workers: Shards at a time.
        anchors_per_shard: Size of a shard; one that is cut off is done again, though no model is asked again.
        slurm_partition: Partition of Slurm.
        slurm_time: Time limit of a shard on Slurm.
        dry_run: Show prompts, tokens and cost, and write nothing.
        price_in: Price of a million prompt tokens, for the dry run.
        price_out: Price of a million reply tokens, for the dry run.
    """

    anchors: list[str] = field(
        default_factory=list,
        metadata={"help": "corpora: repo[:config][:split][:column] on the Hub, or .txt, .jsonl, .parquet files"},
    )
    num_anchors: int = field(default=31_000, metadata={"help": "how many anchors to take"})
    weights: list[float] = field(default_factory=list, metadata={"help": "share of each corpus; equal if not given"})
    decontaminate: list[str] = field(
        default_factory=list, metadata={"help": "evaluation sets whose texts must not be anchors"}
    )
    language: str = field(default="en", metadata={"help": "language of the corpora"})
    backend: str = field(default="rules", metadata={"help": "what writes the variants", "choices": BACKENDS})
    model: str | None = field(default=None, metadata={"help": "the language model, as its server or the Hub calls it"})
    endpoint: str | None = field(default=None, metadata={"help": "URL of an OpenAI-compatible chat server"})
    token_variable: str = field(
        default="HF_TOKEN",
        metadata={"help": "environment variable with the token; HF_TOKEN itself goes to hosts of Hugging Face only"},
    )
    server: str = field(
        default="endpoint", metadata={"help": "a server to start here instead, one per shard", "choices": SERVERS}
    )
    concurrency: int = field(default=64, metadata={"help": "requests in flight"})
    temperature: float = field(default=0.0, metadata={"help": "sampling temperature"})
    max_reply_tokens: int = field(default=1024, metadata={"help": "longest reply"})
    attempts: int = field(default=4, metadata={"help": "invalid replies after which an anchor is set aside"})
    token_budget: int = field(default=0, metadata={"help": "stop cleanly after so many tokens; 0 for no limit"})
    rounds: int = field(default=4, metadata={"help": "rounds, each with cues that make up for the rounds before"})
    nli: str | None = field(default=None, metadata={"help": "NLI cross-encoder that checks negations and hedges"})
    fluency: str | None = field(default=None, metadata={"help": "causal language model that checks fluency"})
    seed: int = field(default=0, metadata={"help": "seed of the choice of anchors and cues"})
    out: str = field(default="runs/hedgetriple", metadata={"help": "folder of the result"})
    executor: str = field(default="local", metadata={"help": "where the pipeline runs", "choices": EXECUTORS})
    workers: int = field(default=0, metadata={"help": "shards at a time; 0 for all cores by rules, 1 by models"})
    anchors_per_shard: int = field(
        default=0, metadata={"help": "size of a shard; 0 for 2000 by rules, 5000 by an endpoint, 500 by a model here"}
    )
    slurm_partition: str | None = field(default=None, metadata={"help": "partition of Slurm"})
    slurm_time: str = field(default="04:00:00", metadata={"help": "time limit of a shard on Slurm"})
    dry_run: bool = field(default=False, metadata={"help": "show prompts, tokens and cost, and write nothing"})
    price_in: float = field(default=0.0, metadata={"help": "price of a million prompt tokens, for the dry run"})
    price_out: float = field(default=0.0, metadata={"help": "price of a million reply tokens, for the dry run"})

    def __post_init__(self) -> None:
        if not self.anchors:
            raise UsageError("--anchors: name one corpus or more, such as stanfordnlp/snli or sentences.txt")
        lowest = {"num_anchors": 1, "concurrency": 1, "attempts": 1, "rounds": 1, "workers": 0, "anchors_per_shard": 0}
        for name, least in lowest.items():
            if getattr(self, name) < least:
                raise UsageError(f"--{name} is {getattr(self, name)}; it must be {least} or above")
        if self.backend == "rules" and self.language != "en":
            raise UsageError(f"--language {self.language}: the rules write English; give --backend llm or local")
        language(self.language)
        if self.backend == "rules":
            usual = GenerateArguments(anchors=self.anchors, backend="llm", model="m")
            idle = [name for name in _FOR_MODELS if name != "model" and getattr(self, name) != getattr(usual, name)]
            idle += ["model"] if self.model else []
            if idle:
                raise UsageError(f"--{idle[0]} has no effect with --backend rules; give --backend llm or local")
            self.rounds = 1
        elif not self.model:
            raise UsageError(f"--backend {self.backend} needs --model, the name of a language model")
        if self.server != "endpoint" and (self.backend != "llm" or self.endpoint):
            raise UsageError(f"--server {self.server} starts its own server: give --backend llm and no --endpoint")
        if self.backend == "local" and self.endpoint:
            raise UsageError("--endpoint has no effect with --backend local, which runs the model in this process")
        if self.backend == "local" and (self.executor != "local" or self.workers):
            raise UsageError("--executor and --workers have no effect with --backend local; use accelerate launch")
        if self.executor == "slurm" and not self.slurm_partition:
            raise UsageError("--executor slurm needs --slurm_partition")
        if self.executor != "slurm" and self.slurm_partition:
            raise UsageError(f"--slurm_partition has no effect with --executor {self.executor}")

    @property
    def shards(self) -> int:
        """Number of shards in each round."""
        return math.ceil(self.num_anchors / self.rounds / (self.anchors_per_shard or _SHARDS[self.backend]))

    @property
    def cluster(self) -> Cluster:
        """Where the stages run."""
        workers = self.workers or ((os.cpu_count() or 1) if self.backend == "rules" else 1)
        executor = ACCELERATE if self.backend == "local" else self.executor
        return Cluster(executor, workers, self.slurm_partition, self.slurm_time)
