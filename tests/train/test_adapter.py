import json

import pytest
import torch
from sentence_transformers import SentenceTransformer
from tiny import load_tiny_encoder

from hedge_hf import adapters, cli
from hedge_hf.errors import UsageError
from hedge_hf.train import adapter
from hedge_hf.train.adapter import low_rank_difference

TEXTS = ["a lamp", "not a lamp", "no cat sat on the mat"]


@pytest.fixture
def tuned(tiny_encoder, tmp_path):
    """Another encoder, whose linear layers differ from the base by matrices of rank 2."""
    model = load_tiny_encoder(tiny_encoder)
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for name, part in model[0].auto_model.named_modules():
            if isinstance(part, torch.nn.Linear) and "pooler" not in name:
                left, right = (torch.randn(size, 2, generator=generator) for size in part.weight.shape)
                part.weight.add_(0.1 * left @ right.T)
    model.save(str(tmp_path / "tuned"))
    return tmp_path / "tuned"


def test_the_adapter_makes_the_tuned_model_of_the_base(tiny_encoder, tuned, tmp_path, capsys):
    output = tmp_path / "adapter"
    adapter.main([str(tuned), "--against", str(tiny_encoder), "--rank", "2", "--output_dir", str(output)])
    assert "6 layers, rank 2, " in capsys.readouterr().out
    assert {file.name for file in output.iterdir()} == {"adapter_config.json", "adapter_model.safetensors"}
    model = load_tiny_encoder(tiny_encoder)
    expected = load_tiny_encoder(tuned).encode(TEXTS)
    assert abs(model.encode(TEXTS) - expected).max() > 0.1
    model.load_adapter(str(output))
    assert model.encode(TEXTS) == pytest.approx(expected, abs=2e-2)


def test_a_lower_rank_is_the_best_approximation(tiny_encoder, tuned):
    base, model = load_tiny_encoder(tiny_encoder), load_tiny_encoder(tuned)
    factors = low_rank_difference(model, base, rank=1)
    name = "encoder.layer.0.attention.self.query"
    difference = model[0].auto_model.get_submodule(name).weight - base[0].auto_model.get_submodule(name).weight
    lora_a, lora_b = (factors[f"base_model.model.{name}.lora_{side}.weight"].float() for side in "AB")
    assert lora_a.shape == (1, 16) and lora_b.shape == (16, 1)
    values = torch.linalg.svdvals(difference)
    assert torch.linalg.norm(difference - lora_b @ lora_a).item() == pytest.approx(values[1].item(), rel=0.01)


def test_wrong_input_is_one_line(tiny_encoder, tuned, tmp_path, capsys):
    for arguments, message in (
        (["--rank", "0", "--output_dir", str(tmp_path / "new")], "--rank is 0; it must be 1 or above"),
        (["--rank", "17", "--output_dir", str(tmp_path / "new")], "rank is 17; the layers have at most 16"),
        (["--rank", "2", "--output_dir", str(tmp_path)], "exists; give another folder or remove it"),
    ):
        assert cli.run(adapter.main, [str(tuned), "--against", str(tiny_encoder), *arguments]) == 2
        assert message in capsys.readouterr().err


def test_another_base_is_refused(tiny_encoder, tuned):
    other = load_tiny_encoder(tiny_encoder)
    other[0].auto_model.encoder.layer[0].output.dense = torch.nn.Linear(8, 16)
    with pytest.raises(UsageError, match="different layers; give the base of the fine-tuning"):
        low_rank_difference(load_tiny_encoder(tuned), other, 2)


def test_the_shipped_adapter_is_small_and_of_its_base():
    folder = adapters.ALL_MINILM_L6_V2
    config = json.loads((folder / "adapter_config.json").read_text())
    assert config["base_model_name_or_path"] == "sentence-transformers/all-MiniLM-L6-v2"
    assert (folder / "adapter_model.safetensors").stat().st_size < 3e6
    assert (folder / "README.md").read_text().startswith("---\n")


@pytest.mark.slow
def test_the_shipped_adapter_tells_a_negation_from_a_hedge():
    from hedge_hf.train.base import embedded_folder

    model = SentenceTransformer(str(embedded_folder()), device="cpu")
    texts = ["This medicine is safe in pregnancy.", "It is probably safe to take it while pregnant.",
             "This medicine is not safe in pregnancy."]  # fmt: skip
    anchor, hedge, negation = model.encode(texts)
    assert anchor @ negation > anchor @ hedge
    model.load_adapter(str(adapters.ALL_MINILM_L6_V2))
    anchor, hedge, negation = model.encode(texts)
    assert anchor @ hedge > anchor @ negation + 0.05
