import importlib.util
import json
from pathlib import Path

import pytest
from chat_server import MODEL, ChatServer
from tiny import save_tiny_cross_encoder

from hedge_hf.errors import HedgeError, UsageError

PATH = Path(__file__).parent.parent.parent / "examples" / "rag_negation.py"


@pytest.fixture(scope="module")
def example():
    spec = importlib.util.spec_from_file_location("rag_negation", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def chat():
    with ChatServer() as server:
        yield server


@pytest.fixture
def options(tiny_encoder, tmp_path, chat, monkeypatch):
    monkeypatch.delenv("CHAT_API_KEY", raising=False)
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    rows = [{"id": f"d{number}", "text": f"Regent {number} kept her hands off."} for number in range(8)]
    (tmp_path / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    chat.script()
    values = {
        "base_url": f"{chat.url}/v1", "model": MODEL, "encoder": tiny_encoder, "corpus": tmp_path / "corpus.jsonl",
        "reranker": save_tiny_cross_encoder(tmp_path / "cross"), "index": tmp_path / "index",
    }  # fmt: skip
    return lambda **changes: [f"--{key}={value}" for key, value in (values | changes).items()]


def test_the_chat_model_gets_the_best_passages_and_its_answer_is_shown(example, chat, options, capsys):
    example.main(["Which regent was honest?", *options()])
    shown = capsys.readouterr().out
    request = chat.seen()["last"]
    system, user = request["body"]["messages"]
    assert "Mind what a passage denies" in system["content"]
    assert user["content"].endswith("Question: Which regent was honest?")
    assert user["content"].count("kept her hands off") == shown.count("kept her hands off") == 3
    assert shown.startswith('{"verbal": null}')
    assert "hf_secret" not in str(request["headers"])


def test_the_passages_of_hedgetriple_are_the_default_corpus(example, options, capsys):
    argv = [option for option in options() if not option.startswith("--corpus")]
    example.main(["Which regent kept her hands off the treasury?", *argv])
    assert capsys.readouterr().out.count("\n[") == 3


@pytest.mark.parametrize("status", [404, 500])
def test_an_endpoint_that_fails_is_one_line(example, chat, options, status):
    chat.script(status=status)
    with pytest.raises(HedgeError, match="the chat endpoint does not answer") as caught:
        example.main(["Which?", *options()])
    assert "\n" not in str(caught.value)


def test_other_wrong_input_is_one_line(example, tmp_path, options, tiny_encoder):
    (tmp_path / "empty.jsonl").touch()
    for changes, message in (
        ({"base_url": "http://127.0.0.1:9/v1"}, "does not answer"),
        ({"reranker": tiny_encoder}, r"is no cross-encoder \(BertModel\)"),
        ({"corpus": tmp_path / "empty.jsonl"}, "there are no rows"),
    ):
        with pytest.raises(HedgeError, match=message) as caught:
            example.main(["Which?", *options(**changes)])
        assert "\n" not in str(caught.value)
    with pytest.raises(UsageError, match="query 0 is empty"):
        example.main([" ", *options()])
