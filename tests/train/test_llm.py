import json
import os
import re
from pathlib import Path

import pytest
import torch
from killed import kill_and_resume
from safetensors.torch import load_file
from tiny_llm import NO_CONTENT, NO_END, OTHER_START, save_tiny_llm
from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM
from two_ranks import launch_two_ranks

from hedge_hf import recipes
from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.train import llm
from hedge_hf.train.arguments import parse
from hedge_hf.train.llm import main
from hedge_hf.train.llm_arguments import LLMArguments, LLMTrainingArguments
from hedge_hf.train.llm_merge import load_merged
from hedge_hf.train.llm_merge import merge as blend
from hedge_hf.train.llm_rows import conversations


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return save_tiny_llm(tmp_path_factory.mktemp("llm") / "base")


@pytest.fixture
def problems(tmp_path):
    path = tmp_path / "problems.jsonl"
    rows = [
        {"question": f"What is {n} plus 2?", "answer": f"{n}+2=<<{n}+2={n + 2}>>{n + 2}\n#### {n + 2}"}
        for n in range(9)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def options(model, output, **changes):
    values = {
        "model_name_or_path": model, "output_dir": output, "max_anchors": 8, "max_steps": 4, "save_steps": 2,
        "logging_steps": 1, "bf16": False, "use_cpu": True, "disable_tqdm": True, "learning_rate": 1e-2,
        "lora_rank": 2, "per_device_train_batch_size": 4,
    } | changes  # fmt: skip
    return [argument for key, value in values.items() for argument in (f"--{key}", *str(value).split())]


def weights(output):
    (file,) = (Path(output) / "model").glob("*.safetensors")
    return load_file(file)


def logits(model):
    with torch.inference_mode():
        return model(torch.tensor([[5, 6, 7, 8]])).logits


def test_an_adapter_is_trained_and_three_rows_are_shown(base, tmp_path, capsys):
    main(options(base, tmp_path / "run"))
    told = capsys.readouterr().err
    assert told.count("[[learnt]]") == 3 and "[[Yes<|end|>]]" in told and "Memory per device" in told
    assert re.search(r"Trained 4 steps in \d+ s on 1 process", told)
    files = {file.name for file in (tmp_path / "run" / "model").iterdir()}
    assert {"adapter_model.safetensors", "adapter_config.json", "tokenizer.json"} <= files
    assert not [name for name in files if name.endswith(".bin")]


def test_a_merged_adapter_gives_the_same_logits_after_reloading(base, tmp_path):
    main(options(base, tmp_path / "run", learning_rate=0.1))
    from hedge_hf.train.llm_merge import main as merge
    from hedge_hf.train.llm_model import load_adapter, load_causal

    adapter = tmp_path / "run" / "model"
    adapted = load_adapter(load_causal(str(base)), str(adapter), str(base))
    merge([str(adapter), "--output_dir", str(tmp_path / "merged")])
    merged = load_causal(str(tmp_path / "merged" / "model"))
    assert torch.allclose(logits(adapted), logits(merged), atol=1e-5)
    assert not torch.allclose(logits(load_causal(str(base))), logits(merged), atol=1e-3)


def test_alpha_goes_part_of_the_way(base, tmp_path):
    main(options(base, tmp_path / "run", lora_rank=0))
    tuned = str(tmp_path / "run" / "model")
    before, after = load_file(base / "model.safetensors"), weights(tmp_path / "run")
    half = load_merged(tuned, str(base), alpha=0.5).state_dict()
    name = "model.layers.0.mlp.up_proj.weight"
    assert torch.allclose(half[name], (before[name] + after[name]) / 2, atol=1e-6)
    with pytest.raises(UsageError, match="is a whole model; give its --base"):
        load_merged(tuned, alpha=0.5)
    with pytest.raises(UsageError, match=r"alpha is 1\.5"):
        load_merged(tuned, str(base), alpha=1.5)


def test_tied_weights_go_as_far_as_the_others():
    config = LlamaConfig(
        vocab_size=20, hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=2,
        tie_word_embeddings=True,
    )  # fmt: skip
    base, tuned = LlamaForCausalLM(config), LlamaForCausalLM(config)
    middle = (base.model.embed_tokens.weight + tuned.model.embed_tokens.weight) / 2
    assert torch.allclose(blend(base, tuned, 0.5).lm_head.weight, middle)


def test_a_merged_model_without_a_run_knows_its_base(base, tmp_path):
    from hedge_hf.train.llm_merge import main as merge

    main(options(base, tmp_path / "run", max_steps=1))
    adapter = (tmp_path / "run" / "model").rename(tmp_path / "adapter")
    merge([str(adapter), "--output_dir", str(tmp_path / "merged")])
    noted = json.loads((tmp_path / "merged" / "configuration.json").read_text())
    assert noted == {"model_name_or_path": str(base), "merged_alpha": 1.0}
    (tmp_path / "configuration.json").write_text("{")
    with pytest.raises(UsageError, match=r"configuration\.json is missing or damaged"):
        merge([str(adapter), "--output_dir", str(tmp_path / "other")])


def test_replay_takes_its_share(base, tmp_path, problems):
    from hedge_hf.train.llm_rows import general_problems, training_rows

    arguments = LLMArguments(general_dataset=str(problems), replay_share=0.25, max_anchors=8)
    rows = training_rows(arguments, general_problems(arguments), seed=0)
    replayed = [row for row in rows if "plus" in row["prompt"][0]["content"]]
    assert (len(rows), len(replayed)) == (64, 16)
    assert all("<<" not in row["completion"][0]["content"] for row in replayed)


@pytest.mark.parametrize("rank", [0, 2])
def test_the_kl_term_holds_the_model_near_its_base(base, tmp_path, problems, rank):
    changes = {"general_dataset": problems, "max_steps": 8, "lora_rank": rank, "learning_rate": 0.05}
    drifts = []
    for name, weight in (("free", 1e-9), ("held", 50)):
        main(options(base, tmp_path / name, kl_weight=weight, **changes))
        state = json.loads((tmp_path / name / "checkpoint-8" / "trainer_state.json").read_text())
        drifts.append(state["log_history"][-2]["kl"])
    assert 0 <= drifts[1] < drifts[0] / 2


@pytest.mark.parametrize("rank", [0, 2])
def test_an_untrained_model_does_not_differ_from_its_base_in_half_precision(base, tmp_path, problems, rank):
    changes = {"general_dataset": problems, "kl_weight": 1, "lora_rank": rank, "bf16": True, "max_steps": 1}
    main(options(base, tmp_path / "run", save_steps=1, **changes))
    state = json.loads((tmp_path / "run" / "checkpoint-1" / "trainer_state.json").read_text())
    assert state["log_history"][0]["kl"] == 0


def test_a_frozen_copy_is_refused_where_weights_are_sharded(base, tmp_path, problems, monkeypatch):
    monkeypatch.setattr(llm, "has_sharded_weights", lambda training: True)
    with pytest.raises(UsageError, match="kl_weight with lora_rank 0 keeps a whole copy of the base on each device"):
        main(options(base, tmp_path / "run", general_dataset=problems, kl_weight=1, lora_rank=0))


def test_general_rows_are_cut_at_max_length(base, tmp_path, monkeypatch):
    path = tmp_path / "long.jsonl"
    path.write_text(json.dumps({"question": "What is " + "1 plus " * 200 + "2?", "answer": "#### 202"}) + "\n")
    seen = []
    monkeypatch.setattr(llm, "PreservingTrainer", lambda **options: seen.append(options["general"]) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(options(base, tmp_path / "run", general_dataset=path, kl_weight=1, max_length=200))
    assert [len(tokens) for tokens in seen[0]] == [200]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"template": None}, "base has no chat template; take its instruction-tuned sibling"),
        ({"template": NO_END}, "row 0: the chat template ends a reply without an end of turn"),
        (
            {"template": NO_CONTENT},
            "Yes and No both begin with the token '<|end|>'",
        ),
        ({"template": OTHER_START}, "shows a prompt differently"),
        ({"template": "{{ messages[0]['content'] }}<|assistant|>"}, "shows a prompt differently once it has a reply"),
    ],
)  # fmt: skip
def test_the_preflight_stops_before_the_first_step(tmp_path, changes, message):
    model = save_tiny_llm(tmp_path / "base", **changes)
    with pytest.raises(UsageError, match=re.escape(message)) as caught:
        main(options(model, tmp_path / "run"))
    assert "\n" not in str(caught.value)
    assert not list((tmp_path / "run").glob("checkpoint-*"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"max_length": 20}, r"row 0 has \d+ tokens, so that its completion would be cut at max_length 20"),
        ({"model_name_or_path": "none/such"}, "none/such: no tokenizer in this folder or on the Hub"),
        ({"replay_share": 1}, "replay_share is 1; it must be from 0 to below 1"),
        ({"replay_share": 0.5}, "replay_share and kl_weight need general_dataset"),
        ({"general_dataset": "x.jsonl"}, "general_dataset has no effect without replay_share or kl_weight"),
        ({"general_dataset": "x.jsonl", "kl_weight": 1}, "x.jsonl: No such file"),
        ({"lora_rank": -1}, "lora_rank is -1; it must be 0 or above"),
        ({"lora_rank": 0, "load_in_4bit": True}, "load_in_4bit has no effect with lora_rank 0"),
        ({"lora_targets": "no_such_proj"}, "lora_targets no_such_proj: "),
        ({"packing": True}, "packing does not go with completions of one word"),
    ],
)
def test_a_wrong_option_is_one_line(base, tmp_path, changes, message):
    with pytest.raises(HedgeError, match=message) as caught:
        main(options(base, tmp_path / "run", **changes))
    assert "\n" not in str(caught.value)


def test_an_empty_completion_is_refused(base):
    from datasets import Dataset

    from hedge_hf.train.llm_preflight import check_rows

    rows = Dataset.from_dict({"input_ids": [[1, 2], [3, 1]], "labels": [[-100, 1], [-100, -100]]})
    with pytest.raises(UsageError, match="row 1 has no supervised token"):
        check_rows(rows, 8, {1})
    with pytest.raises(UsageError, match="no rows to train on"):
        check_rows(rows.select([]), 8, {1})


def test_four_bits_without_bitsandbytes_name_the_extra(base, tmp_path):
    with pytest.raises(HedgeError, match="bitsandbytes is not installed: pip install 'hedge-hf"):
        main(options(base, tmp_path / "run", load_in_4bit=True))


def test_a_vocabulary_without_a_pad_token_pads_with_its_end(tmp_path):
    model = save_tiny_llm(tmp_path / "base", pad=None)
    main(options(model, tmp_path / "run"))
    assert AutoTokenizer.from_pretrained(tmp_path / "run" / "model").pad_token == "<|end|>"


def test_a_pad_token_that_the_model_does_not_have_is_refused(tmp_path):
    model = save_tiny_llm(tmp_path / "base")
    tokenizer = AutoTokenizer.from_pretrained(model)
    tokenizer.add_special_tokens({"pad_token": "<|fresh|>"})
    tokenizer.save_pretrained(model)
    with pytest.raises(UsageError, match=r"the pad token '<\|fresh\|>' is number 600, which the model does not have"):
        main(options(model, tmp_path / "run"))


def test_an_adapter_of_another_base_is_refused(base, tmp_path):
    main(options(base, tmp_path / "run", max_steps=1))
    other = save_tiny_llm(tmp_path / "other", seed=1)
    with pytest.raises(UsageError, match=r"is an adapter of .*base, not of .*other; give that base"):
        main(options(other, tmp_path / "second", adapter=tmp_path / "run" / "model"))
    main(options(base, tmp_path / "third", adapter=tmp_path / "run" / "model", max_steps=1))
    assert weights(tmp_path / "third")


def test_only_completions_are_learnt(base, tmp_path, monkeypatch):
    from trl import SFTTrainer

    seen = []
    monkeypatch.setattr(SFTTrainer, "compute_loss", lambda self, model, inputs, *_, **__: seen.append(inputs) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(options(base, tmp_path / "run"))
    tokenizer = AutoTokenizer.from_pretrained(base)
    for row in seen[0]["labels"]:
        assert tokenizer.decode(row[row != -100]) in ("Yes<|end|>", "No<|end|>")


def test_every_recipe_is_valid():
    names = [name for name in recipes.names() if name.startswith("llm/")]
    assert {"llm/llama3-8b-lora", "llm/llama3-8b-full", "llm/llama3-8b-qlora", "llm/qwen-small"} <= set(names)
    text = (Path(recipes.__file__).parent / "llm" / "README.md").read_text()
    for name in names:
        _, training = parse(["--config", name], (LLMArguments, LLMTrainingArguments), prog="hedge-hf train llm")
        assert training.output_dir == f"runs/{name}"
        assert f"`{name.removeprefix('llm/')}`" in text


@pytest.mark.slow
def test_a_killed_run_ends_in_the_same_weights(base, tmp_path, problems):
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    changes = {"max_steps": 24, "kl_weight": 1, "general_dataset": problems}
    main(options(base, whole, **changes))
    kill_and_resume("hedge_hf.train.llm", options(base, killed, **changes), killed)
    expected, found = weights(whole), weights(killed)
    assert all(torch.equal(expected[name], found[name]) for name in expected)


EVERY_RANK_SAVES = """
import os, sys
from safetensors.torch import save_file
from trl import SFTTrainer
from hedge_hf.train import llm

save_model = SFTTrainer.save_model

def save_on_every_rank(trainer, folder, **options):
    save_model(trainer, folder, **options)
    state = trainer.accelerator.unwrap_model(trainer.model).state_dict()
    state = {name: weight.clone() for name, weight in state.items()}
    save_file(state, f"{folder}-{trainer.args.process_index}.safetensors")

SFTTrainer.save_model = save_on_every_rank
llm.main(sys.argv[1:])
"""


@pytest.mark.slow
def test_two_ranks_end_in_the_same_weights(base, tmp_path, problems):
    (tmp_path / "script.py").write_text(EVERY_RANK_SAVES)
    changes = {"kl_weight": 1, "general_dataset": problems, "save_steps": 9}
    done = launch_two_ranks(tmp_path / "script.py", *options(base, tmp_path / "run", **changes))
    assert "on 2 process(es)" in done.stderr
    first, second = (load_file(tmp_path / f"run/model-{rank}.safetensors") for rank in (0, 1))
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert os.path.isdir(tmp_path / "run" / "model")


def chats(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_conversations_of_a_file_are_trained_on(base, tmp_path, capsys):
    asked = [{"role": "user", "content": "Is the lamp lit?"}]
    rows = [{"prompt": asked, "completion": [{"role": "assistant", "content": f"Because {n}.\nAnswer: No"}], "id": n}
            for n in range(4)]  # fmt: skip
    file = chats(tmp_path / "rows.jsonl", rows)
    given = options(base, tmp_path / "run", conversations=file, max_steps=1)
    place = given.index("--max_anchors")
    main(given[:place] + given[place + 2 :])
    assert "Is the lamp lit?<|end|><|assistant|>[[Because 0.\nAnswer: No<|end|>]]" in capsys.readouterr().err
    assert json.loads((tmp_path / "run" / "configuration.json").read_text())["conversations"] == str(file)


@pytest.mark.parametrize(
    "row",
    [
        {"prompt": "Is it?", "completion": "No"},
        {"prompt": [{"role": "user", "content": "Is it?"}]},
        {"prompt": [], "completion": []},
        {"prompt": [{"role": "user"}], "completion": [{"role": "assistant", "content": "No"}]},
        {"prompt": [{"role": "user", "content": 3}], "completion": [{"role": "assistant", "content": "No"}]},
    ],
)
def test_other_files_are_no_conversations(tmp_path, row):
    with pytest.raises(UsageError, match="row 0 is no prompt with its completion") as caught:
        conversations(str(chats(tmp_path / "rows.jsonl", [row])))
    assert "\n" not in str(caught.value)
    with pytest.raises(UsageError, match="No such file"):
        conversations(str(tmp_path / "none.jsonl"))


@pytest.mark.parametrize("option", ["view", "data_files", "max_anchors"])
def test_what_has_no_effect_on_conversations_is_refused(option):
    value = {"view": "sft-reasoning", "data_files": "x.parquet", "max_anchors": 3}[option]
    with pytest.raises(UsageError, match=f"{option} has no effect with conversations"):
        LLMArguments(conversations="rows.jsonl", **{option: value})


def test_data_files_that_are_not_there_are_one_line(base, tmp_path):
    with pytest.raises(UsageError, match=r"data_files none\.parquet: Unable to find .*; give a file or a glob"):
        main(options(base, tmp_path / "run", data_files="none.parquet"))
