"""Teach a language model negation: `hedge-hf train llm` or `accelerate launch -m hedge_hf.train.llm`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from rich.console import Console
from transformers import set_seed
from trl import SFTTrainer

import hedge_hf
from hedge_hf.cli import run
from hedge_hf.data.registration import fingerprint
from hedge_hf.errors import UsageError
from hedge_hf.evaluation.llm.problems import Problem
from hedge_hf.train.arguments import parse
from hedge_hf.train.defaults import DECISIVE
from hedge_hf.train.fitting import fit
from hedge_hf.train.llm_arguments import LLMArguments, LLMTrainingArguments
from hedge_hf.train.llm_memory import check_memory, estimate, free_memory, has_sharded_weights
from hedge_hf.train.llm_model import add_adapter, load_causal, load_config, load_tokenizer
from hedge_hf.train.llm_preflight import check_answers, check_rows, end_tokens, rendered
from hedge_hf.train.llm_rows import conversation, general_problems, training_rows
from hedge_hf.train.llm_trainer import PreservingTrainer
from hedge_hf.train.run_folder import claim, rows_digest

_EXAMPLES = 3


def train(arguments: LLMArguments, training: LLMTrainingArguments) -> Path:
    """Train, or go on from the last checkpoint in the output folder.

    Before the first step the memory is estimated and every tokenised row is checked, and three rows are shown.

    Args:
        arguments: Which model and rows.
        training: How to train.

    Returns:
        The folder of the adapter, or of the model where all weights were trained: `output_dir/model`.

    Raises:
        UsageError: If the output folder holds another run, the memory is too small, or a row would teach nothing.
        HedgeError: If the base model cannot be loaded, or the disk is full.
    """
    if arguments.kl_weight and not arguments.lora_rank and has_sharded_weights(training):
        raise UsageError(
            "kl_weight with lora_rank 0 keeps a whole copy of the base on each device, which FSDP and ZeRO 3 cannot; "
            "set lora_rank, or launch with the accelerate configuration ddp or deepspeed"
        )
    console = Console(stderr=True, quiet=training.process_index != 0, highlight=False, markup=False, soft_wrap=True)
    output = Path(training.output_dir or "")
    tokenizer = load_tokenizer(arguments.model_name_or_path)
    config = load_config(arguments.model_name_or_path)
    needed = estimate(config, arguments, training)
    console.print(f"Memory per device, estimated: {needed.line}")
    check_memory(needed, training.device, free_memory(training.device))
    if tokenizer.pad_token_id >= config.get_text_config().vocab_size:
        raise UsageError(
            f"{arguments.model_name_or_path}: the pad token {tokenizer.pad_token!r} is number "
            f"{tokenizer.pad_token_id}, which the model does not have; set another pad_token in tokenizer_config.json"
        )
    if arguments.view == "sft" and not arguments.conversations:
        check_answers(tokenizer)
    configuration = asdict(arguments) | {name: getattr(training, name) for name in (*DECISIVE, "max_length")}
    configuration |= {"data": fingerprint(), "version": hedge_hf.__version__}
    general = general_problems(arguments)
    rows: Any = training_rows(arguments, general, training.seed)
    if arguments.data_files or arguments.conversations or arguments.general_dataset:
        configuration |= {"rows_digest": rows_digest(rows)}
    if training.process_index == 0:
        claim(output, configuration)
    set_seed(training.seed)
    trainer = _trainer(arguments, training, tokenizer, rows, general)
    rows = trainer.train_dataset
    check_rows(rows, configuration["max_length"], end_tokens(tokenizer, trainer.model))
    for row in rows.select(range(min(_EXAMPLES, len(rows)))):
        console.print(f"Row as trained on, [[learnt]]:\n{rendered(tokenizer, row)}\n")
    return fit(trainer, output)


def _trainer(
    arguments: LLMArguments,
    training: LLMTrainingArguments,
    tokenizer: Any,
    rows: Dataset,
    general: list[Problem],
) -> SFTTrainer:
    half = torch.bfloat16 if training.bf16 else torch.float16 if training.fp16 else torch.float32
    model = load_causal(
        arguments.model_name_or_path, half if arguments.lora_rank else torch.float32, arguments.load_in_4bit
    )
    if arguments.lora_rank:
        model = add_adapter(model, arguments)
    longest, training.max_length = training.max_length, None  # the preflight refuses what would be cut
    if not arguments.kl_weight:
        return SFTTrainer(model=model, args=training, train_dataset=rows, processing_class=tokenizer)
    conversations = [one["prompt"] + one["completion"] for one in map(conversation, general)]
    replies = tokenizer.apply_chat_template(conversations, return_dict=False)
    return PreservingTrainer(
        model=model,
        args=training,
        train_dataset=rows,
        processing_class=tokenizer,
        kl_weight=arguments.kl_weight,
        general=[tokens[:longest] for tokens in replies],  # the beginning of a reply has next tokens too
    )


def main(argv: list[str]) -> None:
    """Parse the options and train."""
    train(*parse(argv, (LLMArguments, LLMTrainingArguments), prog="hedge-hf train llm"))


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
