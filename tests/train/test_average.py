import json

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling
from tiny import load_tiny_encoder, save_tiny_cross_encoder

from hedge_hf import cli
from hedge_hf.errors import UsageError
from hedge_hf.train import average as module
from hedge_hf.train.average import average


def moved(folder, by):
    model = load_tiny_encoder(folder)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(by)
    return model


@pytest.mark.parametrize(("weights", "expected"), [(None, 0.2), ([0.25, 0.75], 0.3), ([-0.5, 1.5], 0.6)])
def test_the_mean_by_hand(tiny_encoder, weights, expected):
    base = load_tiny_encoder(tiny_encoder).state_dict()
    found = average([moved(tiny_encoder, 0.0), moved(tiny_encoder, 0.4)], weights).state_dict()
    for name, tensor in base.items():
        if tensor.is_floating_point():
            assert torch.allclose(found[name], tensor + expected, atol=1e-5)


@pytest.mark.parametrize(
    ("weights", "message"),
    [([1.0], "2 models and 1 weights"), ([0.5, 0.6], "add up to 1.1; they must add up to 1")],
)
def test_wrong_weights_are_named(tiny_encoder, weights, message):
    with pytest.raises(UsageError, match=message):
        average([load_tiny_encoder(tiny_encoder), load_tiny_encoder(tiny_encoder)], weights)


def test_other_architectures_are_refused(tiny_encoder):
    other = load_tiny_encoder(tiny_encoder)
    other = SentenceTransformer(modules=[other[0], Pooling(16), torch.nn.Linear(16, 16)], device="cpu")
    with pytest.raises(UsageError, match="different architectures"):
        average([load_tiny_encoder(tiny_encoder), other])


def test_the_command_saves_a_model(tiny_encoder, tmp_path, capsys):
    moved(tiny_encoder, 0.4).save(str(tmp_path / "moved"))
    command = [str(tiny_encoder), str(tmp_path / "moved"), "--output_dir", str(tmp_path / "soup")]
    module.main([*command, "--weights", "1", "0"])
    note = json.loads((tmp_path / "soup/configuration.json").read_text())
    assert note["average_of"] == command[:2] and note["average_weights"] == [1.0, 0.0]
    assert "Averaged 2 models" in capsys.readouterr().out
    texts = ["a lamp"]
    assert np.allclose(
        load_tiny_encoder(tmp_path / "soup/model").encode(texts), load_tiny_encoder(tiny_encoder).encode(texts)
    )
    beyond = [*command[:3], str(tmp_path / "beyond"), "--weights", "-0.2", "1.2"]
    assert cli.run(module.main, beyond) == 0
    assert cli.run(module.main, command) == 2
    assert cli.run(module.main, [str(tiny_encoder), "--output_dir", str(tmp_path / "one")]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert any("soup exists; give another folder" in line for line in errors)
    assert any("one model has nothing to be averaged with" in line for line in errors)


def test_a_cross_encoder_is_refused(tiny_encoder, tmp_path, capsys):
    reranker = save_tiny_cross_encoder(tmp_path / "reranker")
    assert cli.run(module.main, [str(reranker), str(tiny_encoder), "--output_dir", str(tmp_path / "soup")]) == 2
    assert "reranker is a cross-encoder, which reads pairs of texts; give an encoder" in capsys.readouterr().err


def test_tied_weights_are_averaged_once():
    def tied(by):
        inner = torch.nn.Sequential(torch.nn.Embedding(3, 4), torch.nn.Linear(4, 3, bias=False))
        inner[1].weight = inner[0].weight
        torch.nn.init.constant_(inner[0].weight, by)
        return inner

    found = average([tied(0.0), tied(3.0), tied(6.0)])
    assert torch.allclose(found[0].weight, torch.full((3, 4), 3.0))


def test_a_damaged_configuration_beside_the_first_model_is_named(tiny_encoder, tmp_path, capsys):
    (tmp_path / "run").mkdir()
    load_tiny_encoder(tiny_encoder).save(str(tmp_path / "run/model"))
    (tmp_path / "run/configuration.json").write_text('{"cut')
    command = [str(tmp_path / "run/model"), str(tiny_encoder), "--output_dir", str(tmp_path / "soup")]
    assert cli.run(module.main, command) == 2
    assert "configuration.json is missing or damaged" in capsys.readouterr().err
