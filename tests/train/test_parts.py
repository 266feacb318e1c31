import pytest
import torch
from tiny import load_tiny_encoder

from hedge_hf.errors import UsageError
from hedge_hf.train.parts import add_lora, freeze_layers, merge_lora


def trainable(model):
    return {name for name, parameter in model.named_parameters() if parameter.requires_grad}


def test_an_adapter_leaves_the_weights_alone_and_can_be_merged(tiny_encoder, tmp_path):
    model, base = load_tiny_encoder(tiny_encoder), load_tiny_encoder(tiny_encoder)
    names = set(base.state_dict())
    add_lora(model, rank=2)
    assert trainable(model) and all(".lora_" in name for name in trainable(model))
    text = ["a lamp", "not a lamp"]
    assert (model.encode(text) == base.encode(text)).all()
    for name, parameter in model.named_parameters():
        if ".lora_B." in name:
            torch.nn.init.normal_(parameter)
    adapted = model.encode(text)
    assert abs(adapted - base.encode(text)).max() > 1e-3
    merge_lora(model)
    assert set(model.state_dict()) == names and trainable(model) == trainable(base)
    model.save(str(tmp_path / "merged"))
    assert not list(tmp_path.glob("merged/**/adapter*"))
    assert load_tiny_encoder(tmp_path / "merged").encode(text) == pytest.approx(adapted, abs=1e-5)


def test_embeddings_and_lowest_layers_are_frozen(tiny_encoder):
    model = load_tiny_encoder(tiny_encoder)
    everything = trainable(model)
    freeze_layers(model, 1)
    frozen = everything - trainable(model)
    assert frozen and all("embeddings" in name or "layer.0." in name for name in frozen)
    assert not any("embeddings" in name or "layer.0." in name for name in trainable(model))


def test_more_layers_than_there_are_is_said(tiny_encoder):
    with pytest.raises(UsageError, match="frozen_layers is 3; the encoder has 1 layers"):
        freeze_layers(load_tiny_encoder(tiny_encoder), 3)
