from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import torch
from tiny import save_tiny_transformer
from tiny_chat import CONTEXT, save_tiny_chat_model
from transformers import AutoModelForCausalLM, AutoTokenizer

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.generate.llm.ask import Tally, ask_all, variant_requests
from hedge_hf.generate.llm.chat import Answer, RequestRefused
from hedge_hf.generate.llm.journal import Journal, read_journal
from hedge_hf.generate.llm.local_model import LocalModel
from hedge_hf.generate.types import Anchor


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(save_tiny_chat_model(tmp_path_factory.mktemp("chat")))


def chat(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


def ask(model: LocalModel, *texts: str, checked: bool = True) -> list[Any]:
    async def run() -> list[Any]:
        async with model as opened:
            if checked:
                await opened.check()
            return await asyncio.gather(*(opened.ask(chat(text)) for text in texts), return_exceptions=True)

    return asyncio.run(run())


def greedy(folder: str, text: str, tokens: int) -> str:
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModelForCausalLM.from_pretrained(folder)
    inputs = tokenizer.apply_chat_template(
        chat(text), add_generation_prompt=True, return_tensors="pt", return_dict=True
    )
    output = model.generate(**inputs, max_new_tokens=tokens, do_sample=False)
    return tokenizer.decode(output[0, inputs["input_ids"].shape[1] :], skip_special_tokens=True)


def test_a_batch_of_different_lengths_is_answered_as_one_by_one(folder: str) -> None:
    texts = ["perhaps", "it seems that no one is at all likely to be not unkind", "never again"]
    answers = ask(LocalModel(folder, batch_size=3, max_tokens=12), *texts)

    assert [answer.text for answer in answers] == [greedy(folder, text, 12) for text in texts]
    assert len({answer.prompt_tokens for answer in answers}) == 3
    assert all(0 < answer.completion_tokens <= 12 for answer in answers)


def test_batches_hold_as_many_chats_as_allowed(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    generate = LocalModel._generate
    monkeypatch.setattr(
        LocalModel, "_generate", lambda self, prompts: sizes.append(len(prompts)) or generate(self, prompts)
    )
    ask(LocalModel(folder, batch_size=4, max_tokens=2), *["perhaps"] * 10)

    assert sizes == [4, 4, 2]


def test_a_chat_beyond_the_context_is_refused(folder: str) -> None:
    [refused, answer] = ask(LocalModel(folder, max_tokens=4), "perhaps " * CONTEXT, "perhaps")

    assert isinstance(refused, RequestRefused) and f"exceed the context of {CONTEXT}" in str(refused)
    assert isinstance(answer, Answer)


def test_too_large_a_batch_is_one_error(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: LocalModel, prompts: Any) -> None:
        raise torch.OutOfMemoryError

    monkeypatch.setattr(LocalModel, "_generate", fail)
    [error] = ask(LocalModel(folder, batch_size=8), "perhaps")
    assert isinstance(error, HedgeError) and "8 chats at a time exceed the memory" in str(error)


def test_another_failure_is_not_swallowed(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: LocalModel, prompts: Any) -> None:
        raise RuntimeError("device gone")

    monkeypatch.setattr(LocalModel, "_generate", fail)
    [error] = ask(LocalModel(folder), "perhaps")
    assert isinstance(error, RuntimeError)


def test_a_model_without_chat_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has no chat template; give an instruction-tuned model"):
        ask(LocalModel(str(save_tiny_chat_model(tmp_path, template=None))))


def test_a_model_that_cannot_take_the_requests_is_refused(folder: str, tmp_path: Path) -> None:
    template = "{{ raise_exception('System role not supported') if messages[0]['role'] == 'system' else 'x' }}"
    with pytest.raises(UsageError, match=r"cannot take the requests \(System role not supported"):
        ask(LocalModel(str(save_tiny_chat_model(tmp_path, template))))
    with pytest.raises(UsageError, match=f"a reply of {CONTEXT} exceed"):
        ask(LocalModel(folder, max_tokens=CONTEXT))


def test_what_is_no_causal_model_is_refused(tmp_path: Path, no_hub: None) -> None:
    for model in (str(tmp_path / "missing"), str(save_tiny_transformer(tmp_path / "bert"))):
        with pytest.raises(UsageError, match=f"--model {model} ") as caught:
            ask(LocalModel(model))
        assert "\n" not in str(caught.value)


def test_its_outcomes_go_to_the_same_journal(folder: str, tmp_path: Path) -> None:
    anchors = [Anchor(f"{index:016x}", f"Lamp {index} is lit.", "c", "d", "en", "l") for index in range(3)]

    async def run() -> Tally:
        with Journal(tmp_path / "journal.jsonl") as journal:
            async with LocalModel(folder, batch_size=3, max_tokens=4) as model:
                return await ask_all(variant_requests(anchors, {}, 0), model, journal, concurrency=3, attempts=2)

    assert asyncio.run(run()).set_aside == 3
    found = list(read_journal(tmp_path / "journal.jsonl"))
    assert {outcome.id for outcome in found} == {anchor.id for anchor in anchors}
    assert all(outcome.failure.startswith("invalid reply: ") and outcome.attempts == 2 for outcome in found)
