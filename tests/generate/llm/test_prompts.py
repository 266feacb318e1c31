from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

from hedge_hf.generate.llm import prompts
from hedge_hf.generate.llm.cues import draw
from hedge_hf.generate.llm.prompts import SCHEMA, TYPE_NAMES, messages, prompt_hash, repair
from hedge_hf.generate.types import Anchor
from hedge_hf.taxonomy.languages import LANGUAGES, language
from hedge_hf.taxonomy.types import Language

BY_CODE = pytest.mark.parametrize("spoken", LANGUAGES, ids=lambda spoken: spoken.code)


def anchor(text: str = 'He said "stop" {twice}.', code: str = "en") -> Anchor:
    return Anchor("00ff", text, "corpus", "domain", code, "cc0-1.0")


def ask(spoken: Language, text: str = 'He said "stop" {twice}.') -> list[dict[str, str]]:
    return messages(anchor(text, spoken.code), spoken, draw("00ff", spoken, {}, 0))


@BY_CODE
def test_the_request_explains_every_type_and_demands_the_language(spoken: Language) -> None:
    system, user = ask(spoken)

    assert (system["role"], user["role"]) == ("system", "user")
    assert f"Write every variant in {spoken.name}." in system["content"]
    for kind in spoken.types:
        assert f"## {kind.name}\n{kind.definition}\n" in system["content"]
        assert all(example.after in system["content"] for example in kind.constructions)
    assert "fewer than 60 characters" in system["content"]


@BY_CODE
def test_the_request_names_the_drawn_cues(spoken: Language) -> None:
    _, user = ask(spoken)

    for cues in draw("00ff", spoken, {}, 0).values():
        assert all(f'"{cue}"' in user["content"] for cue in cues)


def test_the_sentence_is_quoted_as_it_stands() -> None:
    _, user = ask(language("fr"), "L’été « dure »\n{ici}.")

    assert json.loads(user["content"].splitlines()[0].removeprefix("Sentence: ")) == "L’été « dure »\n{ici}."


def test_the_system_message_is_the_same_for_all_anchors() -> None:
    assert ask(language("en"), "One.")[0] == ask(language("en"), "Two.")[0]


def test_the_example_reply_fits_the_schema() -> None:
    system, _ = ask(language("en"))
    example = json.loads(system["content"].splitlines()[-1])

    jsonschema.validate(example, SCHEMA)
    jsonschema.validate(dict.fromkeys(TYPE_NAMES), SCHEMA)
    for wrong in ({}, example | {"verbal": "text"}, example | {"more": None}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, SCHEMA)


def test_a_repair_quotes_the_reply_and_what_was_wrong() -> None:
    asked = ask(language("en"))
    *before, reply, complaint = repair(asked, "{oops", "there is no JSON")

    assert before == asked
    assert reply == {"role": "assistant", "content": "{oops"}
    assert "there is no JSON" in complaint["content"]


def test_the_hash_follows_wording_and_language(monkeypatch: pytest.MonkeyPatch) -> None:
    english = language("en")
    hashes = {prompt_hash(spoken) for spoken in LANGUAGES}
    assert len(hashes) == len(LANGUAGES) and all(len(name) == 12 and int(name, 16) for name in hashes)
    assert prompt_hash(replace(english)) == prompt_hash(english)
    assert prompt_hash(replace(english, advice="Mind the tense.")) != prompt_hash(english)

    before = prompt_hash(english)
    prompt_hash.cache_clear()
    monkeypatch.setattr(prompts, "REPAIR", "Again: {reason}")
    assert prompt_hash(english) != before
    prompt_hash.cache_clear()
