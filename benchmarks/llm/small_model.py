"""A small Llama trained from nothing on word problems and on simple lessons about sentences."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from small_lessons import Chat, chat, lesson
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from hedge_hf.data.instructions import REASON_FIRST, instructions
from hedge_hf.data.reasoning import reasoning
from hedge_hf.evaluation.llm.problems import Problem

ABOUT, BATCH = "about.json", 32
TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
_SPECIAL = ["<pad>", "<|end|>", "<|user|>", "<|assistant|>"]
_PEAK = 3e-3


def pretrain(
    folder: Path,
    groups: list[dict[str, Any]],
    problems: list[Problem],
    width: int = 64,
    layers: int = 3,
    seed: int = 0,
) -> None:
    """Train and save the model, with a file `ABOUT` that tells what it is.

    Args:
        folder: Where it goes.
        groups: Groups of the small language that may be seen.
        problems: Each is shown once, and three lessons for every two.
        width: Numbers per token.
        layers: Layers.
        seed: Draws weights and lessons.
    """
    torch.manual_seed(seed)
    draw = random.Random(seed)
    chats = [chat(one.question, one.answer) for one in problems]
    chats += [lesson(groups, draw) for _ in range(3 * len(problems) // 2)]
    tokenizer = _tokenizer([message["content"] for one in chats for message in one] + list(_fine_tuning(groups)))
    draw.shuffle(chats)
    config = LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=width, intermediate_size=3 * width, num_hidden_layers=layers,
        num_attention_heads=2, max_position_embeddings=1024, eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id, bos_token_id=None, tie_word_embeddings=True,
        initializer_range=0.8 * width**-0.5,  # the usual 0.02 suits wide models: here attention would hardly start
    )  # fmt: skip
    model = LlamaForCausalLM(config)
    steps = len(chats) // BATCH
    started, losses = time.monotonic(), []
    optimiser = torch.optim.AdamW(model.parameters(), lr=_PEAK, betas=(0.9, 0.98), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _PEAK, total_steps=steps, pct_start=0.1)
    for step in range(steps):
        loss = model(**_batch(tokenizer, chats[step * BATCH : (step + 1) * BATCH])).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        schedule.step()
        losses.append(loss.item())
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    about = {
        "parameters": model.num_parameters(),
        "vocabulary": len(tokenizer),
        "steps": steps,
        "seconds": round(time.monotonic() - started, 1),
        "loss": round(sum(losses[-20:]) / len(losses[-20:]), 3),
    }
    (folder / ABOUT).write_text(json.dumps(about), encoding="utf-8")


def _batch(tokenizer: PreTrainedTokenizerFast, chats: list[Chat]) -> dict[str, torch.Tensor]:
    """Return tokens and labels; the words of the user count a tenth of the time, as text to learn from."""
    tokens = tokenizer.apply_chat_template(chats, return_dict=False)
    asked = tokenizer.apply_chat_template([one[:1] for one in chats], return_dict=False, add_generation_prompt=True)
    batch = tokenizer.pad({"input_ids": tokens}, padding_side="right", return_tensors="pt")
    labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
    for row, prompt in enumerate(asked):
        if row % 10:
            labels[row, : len(prompt)] = -100
    return {"input_ids": batch["input_ids"], "attention_mask": batch["attention_mask"], "labels": labels}


def _fine_tuning(groups: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what is asked and answered later, so that its words are tokens; the model does not see it."""
    for group in groups:
        for one in instructions(group):
            yield from (one.prompt(), REASON_FIRST, reasoning(one))


def _tokenizer(texts: list[str]) -> PreTrainedTokenizerFast:
    """Return a tokenizer to which every word, digit and sign of the texts is a token."""
    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    raw.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=4096,
        special_tokens=_SPECIAL,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    raw.train_from_iterator(texts, trainer)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=raw, eos_token="<|end|>", pad_token="<pad>")
    tokenizer.chat_template = TEMPLATE
    return tokenizer
