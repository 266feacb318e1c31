import json
import logging

import pytest

from hedge_hf.adapters import ALL_MINILM_L6_V2
from hedge_hf.app.models import load_models, load_tuned
from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.train.base import EMBEDDED


def test_two_folders(tiny_encoder):
    models = load_models(tiny_encoder, tiny_encoder)
    assert [model.role for model in models.both] == ["base", "tuned"]
    assert models.tuned.name == tiny_encoder


@pytest.mark.slow
def test_the_shipped_adapter_is_the_default():
    models = load_models(EMBEDDED, None)
    base, tuned = (
        float(model.embeddings().similarities(["It is safe."], ["It is not safe."])[0]) for model in models.both
    )
    assert tuned < base - 0.1
    assert models.tuned.name == "all-MiniLM-L6-v2 with the shipped adapter"


def test_another_base_needs_a_model(tiny_encoder):
    with pytest.raises(UsageError, match="--model is missing"):
        load_models(tiny_encoder, None)


def test_an_unknown_model_is_one_line(no_hub, tiny_encoder):
    with pytest.raises(HedgeError, match="me/nowhere: no encoder in this folder or on the Hub"):
        load_models(tiny_encoder, "me/nowhere")


def test_an_adapter_of_another_encoder_is_one_line(tiny_encoder, caplog):
    caplog.set_level(logging.CRITICAL)
    with pytest.raises(HedgeError, match="no adapter that fits"):
        load_tuned(tiny_encoder, str(ALL_MINILM_L6_V2))


def test_a_damaged_adapter_is_one_line(tmp_path, tiny_encoder, caplog):
    caplog.set_level(logging.CRITICAL)
    (tmp_path / "adapter_config.json").write_text(json.dumps({"peft_type": "LORA", "r": 2}))
    with pytest.raises(HedgeError, match="no adapter that fits"):
        load_tuned(tiny_encoder, str(tmp_path))
