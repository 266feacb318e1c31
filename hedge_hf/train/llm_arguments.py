"""What a training run of a language model can be told."""

from __future__ import annotations

from dataclasses import dataclass, field

from trl import SFTConfig

from hedge_hf.errors import UsageError
from hedge_hf.train.defaults import TrainingDefaults

VIEWS = ("sft", "sft-reasoning")


@dataclass
class LLMArguments:
    """Which language model to train on which rows.

    Attributes:
        model_name_or_path: The base: a causal language model with a chat template.
        adapter: An adapter of this base to go on from, with its own rank and layers, instead of a fresh one.
        view: Completions that are Yes or No, or that reason first.
        data_files: A file or glob of groups to use instead of the shipped ones.
        conversations: A file with prompts and completions to train on instead of a view, such as what
            `hedge-hf generate reasoning` writes.
        max_anchors: Train on so many anchors only.
        general_dataset: Questions and answers on what must be kept, as a file or `ID:CONFIG@SPLIT`: for replay and
            for the KL term.
        replay_share: Share of the training rows that come from `general_dataset`.
        kl_weight: Weight of the term that ties the next-token distributions on `general_dataset` to the base's.
        lora_rank: Train an adapter of this rank; 0 trains all weights.
        lora_targets: Layers that the adapter changes, by the ends of their names.
        load_in_4bit: Keep the base in 4-bit NF4 (QLoRA); needs bitsandbytes and a GPU.
    """

    model_name_or_path: str = field(
        default="Qwen/Qwen2.5-0.5B-Instruct", metadata={"help": "a folder or a Hub id, with a chat template"}
    )
    adapter: str | None = field(
        default=None, metadata={"help": "an adapter of this base to go on from, with its own rank and layers"}
    )
    view: str = field(default="sft", metadata={"help": "answer only, or reason first", "choices": VIEWS})
    data_files: str | None = field(default=None, metadata={"help": "groups to use instead of the shipped ones"})
    conversations: str | None = field(
        default=None, metadata={"help": "a file with prompt and completion, as hedge-hf generate reasoning writes it"}
    )
    max_anchors: int | None = field(default=None, metadata={"help": "train on so many anchors only"})
    general_dataset: str | None = field(
        default=None, metadata={"help": "questions and answers to keep: a file or ID:CONFIG@SPLIT (openai/gsm8k:main)"}
    )
    replay_share: float = field(default=0.0, metadata={"help": "share of the rows that come from general_dataset"})
    kl_weight: float = field(default=0.0, metadata={"help": "weight that ties general_dataset to the base's replies"})
    lora_rank: int = field(default=16, metadata={"help": "train an adapter of this rank; 0 trains all weights"})
    lora_targets: list[str] = field(
        default_factory=lambda: ["all-linear"], metadata={"help": "layers of the adapter, such as q_proj v_proj"}
    )
    load_in_4bit: bool = field(default=False, metadata={"help": "the base in 4 bits (QLoRA); needs bitsandbytes"})

    def __post_init__(self) -> None:
        if not 0 <= self.replay_share < 1:
            raise UsageError(f"replay_share is {self.replay_share:g}; it must be from 0 to below 1")
        for name in ("kl_weight", "lora_rank"):
            if getattr(self, name) < 0:
                raise UsageError(f"{name} is {getattr(self, name):g}; it must be 0 or above")
        if self.conversations:
            for name, used in (
                ("view", self.view != "sft"),
                ("data_files", self.data_files is not None),
                ("max_anchors", self.max_anchors is not None),
            ):
                if used:
                    raise UsageError(f"{name} has no effect with conversations, which are trained on as they are")
        keeps = self.replay_share or self.kl_weight
        if keeps and not self.general_dataset:
            raise UsageError("replay_share and kl_weight need general_dataset: questions and answers to keep")
        if self.general_dataset and not keeps:
            raise UsageError("general_dataset has no effect without replay_share or kl_weight: give one of them")
        if not self.lora_rank:
            for name, used in (
                ("load_in_4bit", self.load_in_4bit),
                ("adapter", self.adapter is not None),
                ("lora_targets", self.lora_targets != ["all-linear"]),
            ):
                if used:
                    raise UsageError(f"{name} has no effect with lora_rank 0, which trains all weights")


@dataclass
class LLMTrainingArguments(TrainingDefaults, SFTConfig):  # type: ignore[misc]
    """Arguments of TRL's `SFTConfig` with defaults for HedgeTriple. Rows longer than `max_length` are refused."""

    output_dir: str | None = field(default="runs/llm", metadata={"help": "where checkpoints and the model go"})
    per_device_train_batch_size: int = field(default=16, metadata={"help": "rows per device and step"})
    learning_rate: float = field(default=2e-4, metadata={"help": "peak learning rate"})
    num_train_epochs: float = field(default=1.0, metadata={"help": "passes over the rows"})
    max_length: int | None = field(default=512, metadata={"help": "tokens of the longest row"})
    activation_checkpointing: bool | None = field(
        default=False, metadata={"help": "recompute activations to save memory"}
    )
    gradient_checkpointing: bool | None = field(  # type: ignore[assignment]
        default=None, metadata={"help": "the former name of activation_checkpointing"}
    )
    ddp_find_unused_parameters: bool | None = field(default=False, metadata={"help": "off: every weight is used"})

    def __post_init__(self) -> None:
        if self.max_length is None or self.max_length < 8:
            raise UsageError(f"max_length is {self.max_length}; it must be 8 or above")
        for name in ("packing", "padding_free", "assistant_only_loss"):
            if getattr(self, name):
                raise UsageError(f"{name} does not go with completions of one word; leave it off")
        super().__post_init__()
