import pytest
import torch
from tiny import load_tiny_encoder, save_tiny_encoder

from hedge_hf.losses import merged_forward
from hedge_hf.losses.merged_forward import encode_columns


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return save_tiny_encoder(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def model(folder):
    return load_tiny_encoder(folder).eval()


COLUMNS = [["a lamp", "a long text about a lamp on a table"], ["no lamp", "x"], ["a cat", "not a single cat here"]]


@pytest.mark.parametrize("chunk", [1, 4, 32])
def test_the_embeddings_are_those_of_the_columns_one_by_one(model, monkeypatch, chunk):
    monkeypatch.setattr(merged_forward, "TEXTS_PER_CHUNK", chunk)
    columns = [model.preprocess(texts) for texts in COLUMNS]
    merged = encode_columns(model, columns)
    for embeddings, texts in zip(merged, COLUMNS, strict=True):
        alone = torch.cat([model(model.preprocess([text]))["sentence_embedding"] for text in texts])
        assert torch.allclose(embeddings, alone, atol=1e-5)


def test_texts_are_padded_to_their_neighbours_only(model, monkeypatch):
    monkeypatch.setattr(merged_forward, "TEXTS_PER_CHUNK", 2)
    widths = []
    model.register_forward_pre_hook(lambda _, inputs: widths.append(inputs[0]["input_ids"].shape[1]))
    encode_columns(model, [model.preprocess(texts) for texts in COLUMNS])
    lengths = sorted(len(model.tokenizer(text)["input_ids"]) for texts in COLUMNS for text in texts)
    assert widths == lengths[1::2]


def test_gradients_reach_every_text(model):
    columns = [model.preprocess(texts) for texts in COLUMNS]
    sum(embeddings.sum() for embeddings in encode_columns(model, columns)).backward()
    gradient = model[0].auto_model.embeddings.word_embeddings.weight.grad
    used = torch.cat([column["input_ids"].flatten() for column in columns]).unique()
    assert all(gradient[token].abs().sum() > 0 for token in used if token != model.tokenizer.pad_token_id)


def test_left_padding_stays_on_the_left():
    seen = []

    def decoder(features):
        seen.append(features["input_ids"].tolist())
        return {"sentence_embedding": features["input_ids"].float() @ features["attention_mask"].float().T}

    ids = [torch.tensor([[0, 0, 5], [7, 8, 9]]), torch.tensor([[4]])]
    encode_columns(decoder, [{"input_ids": tokens, "attention_mask": (tokens > 0).long()} for tokens in ids])
    assert seen == [[[0, 0, 5], [0, 0, 4], [7, 8, 9]]]
