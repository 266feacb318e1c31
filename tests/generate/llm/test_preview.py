from __future__ import annotations

from pathlib import Path

import pytest
from tiny_chat import save_tiny_chat_model

from hedge_hf.generate.llm.cues import draw
from hedge_hf.generate.llm.preview import preview
from hedge_hf.generate.llm.prompts import messages
from hedge_hf.generate.types import Anchor
from hedge_hf.taxonomy.languages import language

ANCHORS = [Anchor(f"{index:016x}", f"The lamp {index} is lit.", "c", "d", "en", "l") for index in range(3)]


@pytest.fixture(autouse=True)
def offline(no_hub: None) -> None:
    pass


def test_the_requests_are_those_of_the_run() -> None:
    english = language("en")
    shown = preview(ANCHORS, 30, "org/unknown", seed=4)

    assert shown.chats == [messages(anchor, english, draw(anchor.id, english, {}, 4)) for anchor in ANCHORS]


def test_without_a_tokenizer_characters_are_counted_and_said_so() -> None:
    shown = preview(ANCHORS, 30, "org/unknown", seed=0)

    characters = sum(len(message["content"]) for chat in shown.chats for message in chat)
    assert shown.prompt_tokens == pytest.approx(characters / 4 * 10, abs=60)
    assert "4 characters a token" in shown.counted_by and "org/unknown" in shown.counted_by
    assert 0 < shown.reply_tokens < shown.prompt_tokens


def test_the_tokenizer_of_the_model_counts(tmp_path: Path) -> None:
    folder = str(save_tiny_chat_model(tmp_path))
    shown = preview(ANCHORS, 30, folder, seed=0)

    assert shown.counted_by == f"the tokenizer of {folder}"
    assert shown.prompt_tokens != preview(ANCHORS, 30, "org/unknown", seed=0).prompt_tokens


def test_the_cost_is_by_the_million() -> None:
    shown = preview(ANCHORS, 31_000, "org/unknown", seed=0, price_in=0.5, price_out=2.0)

    assert shown.cost == pytest.approx(shown.prompt_tokens / 1e6 * 0.5 + shown.reply_tokens / 1e6 * 2.0)
    assert preview(ANCHORS, 31_000, "org/unknown", seed=0).cost == 0
