"""A small Llama trained from nothing on sentences, simple instructions and word problems."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

import torch
from small_groups import small_groups
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
from word_problems import word_problems

TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
_SPECIAL = ["<pad>", "<|end|>", "<|user|>", "<|assistant|>"]
_BATCH = 32
_PEAK = 3e-3


def pretrain(folder: Path, steps: int, width: int = 128, layers: int = 4, seed: int = 0) -> dict[str, Any]:
    """Train and save the model, and tell what it is."""
    torch.manual_seed(seed)
    draw = random.Random(seed)
    groups = small_groups()
    problems = iter(word_problems(steps * _BATCH, seed=1))
    batches = [
        [_instruction(groups, draw) if step % 4 == 0 else _problem(next(problems)) for _ in range(_BATCH)]
        for step in range(steps)
    ]
    tokenizer = _tokenizer([chat for batch in batches[:120] for chat in batch])
    config = LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=width, intermediate_size=3 * width, num_hidden_layers=layers,
        num_attention_heads=4, max_position_embeddings=1024, eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id, bos_token_id=None, tie_word_embeddings=True,
    )  # fmt: skip
    model = LlamaForCausalLM(config)
    started, losses = time.monotonic(), []
    optimiser = torch.optim.AdamW(model.parameters(), lr=_PEAK, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _PEAK, total_steps=steps, pct_start=0.05)
    for chats in batches:
        loss = model(**_batch(tokenizer, chats)).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        schedule.step()
        losses.append(loss.item())
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return {
        "parameters": model.num_parameters(),
        "vocabulary": len(tokenizer),
        "steps": steps,
        "seconds": round(time.monotonic() - started, 1),
        "loss": round(sum(losses[-20:]) / len(losses[-20:]), 3),
    }


def _batch(tokenizer: PreTrainedTokenizerFast, chats: list[list[dict[str, str]]]) -> dict[str, torch.Tensor]:
    """Return tokens and labels; the words of the user count a tenth of the time, as text to learn from."""
    tokens = tokenizer.apply_chat_template(chats, return_dict=False)
    asked = tokenizer.apply_chat_template([chat[:1] for chat in chats], return_dict=False, add_generation_prompt=True)
    batch = tokenizer.pad({"input_ids": tokens}, padding_side="right", return_tensors="pt")
    labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
    for row, prompt in enumerate(asked):
        if row % 10:
            labels[row, : len(prompt)] = -100
    return {"input_ids": batch["input_ids"], "attention_mask": batch["attention_mask"], "labels": labels}


def _problem(problem: Any) -> list[dict[str, str]]:
    return _chat(problem.question, problem.answer)


def _instruction(groups: list[dict[str, Any]], draw: random.Random) -> list[dict[str, str]]:
    """Return one of: repeat one of two sentences, take one of two words, tell whether a word is in a sentence."""
    first, second = (_sentence(draw.choice(groups), draw) for _ in range(2))
    kind = draw.random()
    if kind < 0.4:
        wanted, which = draw.choice((("first", first), ("second", second)))
        return _chat(f"Sentence 1: {first}\nSentence 2: {second}\n\nRepeat the {wanted} sentence.", which)
    word, other = (draw.choice(sentence.split()).strip(".") for sentence in (first, second))
    if kind < 0.8:
        return _chat(f"Sentence 1: {first}\nSentence 2: {second}\n\nTake {word} rather than {other}.", word)
    inside = draw.choice((word, other))
    return _chat(
        f"Sentence 1: {first}\n\nIs {inside} in it? Answer Yes or No.", _yes(inside in first.strip(".").split())
    )


def _sentence(group: dict[str, Any], draw: random.Random) -> str:
    return draw.choice([group["anchor"], *(one["text"] for one in group["hedges"] + group["negations"])])


def _yes(truth: bool) -> str:
    return "Yes" if truth else "No"


def _chat(asked: str, replied: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": asked}, {"role": "assistant", "content": replied}]


def _tokenizer(chats: list[list[dict[str, str]]]) -> PreTrainedTokenizerFast:
    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    raw.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=2048,
        special_tokens=_SPECIAL,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    raw.train_from_iterator((message["content"] for chat in chats for message in chat), trainer)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=raw, eos_token="<|end|>", pad_token="<pad>")
    tokenizer.chat_template = TEMPLATE
    return tokenizer
