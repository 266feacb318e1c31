import pytest
import torch
from transformers import LlamaConfig, T5Config

from hedge_hf.errors import UsageError
from hedge_hf.train.llm_arguments import LLMArguments, LLMTrainingArguments
from hedge_hf.train.llm_memory import check_memory, estimate, free_memory

LLAMA_3_8B = LlamaConfig(
    vocab_size=128256, hidden_size=4096, intermediate_size=14336, num_hidden_layers=32, num_attention_heads=32,
    num_key_value_heads=8,
)  # fmt: skip
PARAMETERS = 8.03e9


def memory(tmp_path, changes=None, **arguments):
    training = LLMTrainingArguments(output_dir=str(tmp_path), use_cpu=True, bf16=True, **(changes or {}))
    return estimate(LLAMA_3_8B, LLMArguments(**arguments), training)


def test_an_adapter_needs_the_weights_in_half_precision_and_little_else(tmp_path):
    found = memory(tmp_path, lora_rank=16, lora_targets=["q_proj", "k_proj", "v_proj", "o_proj"])
    assert found.weights == pytest.approx(2 * PARAMETERS, rel=0.01)
    trained = 32 * 16 * (2 * (4096 + 4096) + 2 * (4096 + 1024))
    assert found.training == trained * 12


def test_all_weights_need_eight_times_as_much(tmp_path):
    found = memory(tmp_path, lora_rank=0)
    assert found.weights + found.training == pytest.approx(16 * PARAMETERS, rel=0.01)
    held = memory(tmp_path, lora_rank=0, kl_weight=1.0, general_dataset="x.jsonl")
    assert held.weights == 2 * found.weights


@pytest.mark.parametrize(
    ("distributed", "weights", "training"),
    [("NO", 4, 12), ("MULTI_GPU", 4, 12), ("DEEPSPEED", 4, 3), ("FSDP", 1, 3)],
)
def test_only_what_is_sharded_is_divided(tmp_path, monkeypatch, distributed, weights, training):
    monkeypatch.setattr("hedge_hf.train.llm_memory._distributed", lambda _: distributed)
    monkeypatch.setattr(LLMTrainingArguments, "world_size", 4)
    found = memory(tmp_path, lora_rank=0)
    assert found.weights == pytest.approx(weights * PARAMETERS, rel=0.01)
    assert found.training == pytest.approx(training * PARAMETERS, rel=0.01)


def test_distributions_over_the_vocabulary_count(tmp_path):
    held = memory(tmp_path, kl_weight=1.0, general_dataset="x.jsonl")
    assert held.activations - memory(tmp_path).activations == 5 * 4 * (4 * 512 * 128256)


def test_another_kind_of_model_is_one_line(tmp_path):
    training = LLMTrainingArguments(output_dir=str(tmp_path), use_cpu=True)
    with pytest.raises(UsageError, match="some/t5 is a t5 model, not a causal language model; give one"):
        estimate(T5Config(), LLMArguments(model_name_or_path="some/t5"), training)


def test_four_bits_checkpoints_and_small_batches_need_less(tmp_path):
    usual = memory(tmp_path, lora_rank=16)
    assert memory(tmp_path, lora_rank=16, load_in_4bit=True).weights < 0.4 * usual.weights
    assert memory(tmp_path, {"activation_checkpointing": True}).activations < 0.15 * usual.activations
    halved = memory(tmp_path, {"per_device_train_batch_size": 8}).activations
    assert halved == pytest.approx(usual.activations / 2)


def test_too_small_a_device_is_one_line(tmp_path):
    needed = memory(tmp_path, lora_rank=0)
    with pytest.raises(UsageError, match=r"about .* GB .* are needed, and cpu has 24\.00 GB free; lower") as caught:
        check_memory(needed, torch.device("cpu"), 24e9)
    assert "\n" not in str(caught.value)
    check_memory(needed, torch.device("cpu"), 1e12)
    assert free_memory(torch.device("cpu")) > 0
