from dataclasses import asdict

import pytest

from hedge_hf import recipes
from hedge_hf.errors import UsageError
from hedge_hf.train.arguments import parse
from hedge_hf.train.encoder import _DECISIVE, EncoderArguments
from hedge_hf.train.trainer import HedgeTripleTrainingArguments

TYPES = (EncoderArguments, HedgeTripleTrainingArguments)


def read(*argv):
    return parse(list(argv), TYPES, prog="hedge-hf train encoder")


def test_options_override_the_recipe_and_the_recipe_the_defaults(tmp_path):
    recipe = tmp_path / "my.yaml"
    recipe.write_text("learning_rate: 1e-3\nscale: 30\nview: triplets\nnegation_types: [affixal]\n")
    arguments, training = read("--config", str(recipe), "--learning_rate", "2e-5")
    assert (training.learning_rate, training.scale, training.weight_decay) == (2e-5, 30, 0.01)
    assert (arguments.view, arguments.negation_types) == ("triplets", ["affixal"])


def test_bfloat16_is_used_where_the_hardware_has_it(monkeypatch):
    for has in (True, False):
        monkeypatch.setattr("hedge_hf.train.defaults.has_bfloat16", lambda has=has: has)
        assert read()[1].bf16 is has
        assert read("--bf16", "False")[1].bf16 is False


@pytest.mark.parametrize("name", [name for name in recipes.names() if name.startswith("encoder/")])
def test_every_shipped_recipe_is_valid(name):
    arguments, training = read("--config", name)
    assert training.output_dir.startswith("runs/encoder/")
    assert arguments.model_name_or_path


def test_the_held_out_recipe_is_the_default_one_without_some_patterns():
    (arguments, training), (plain, usual) = (
        read("--config", "encoder/minilm-held-out-patterns"),
        read("--config", "encoder/minilm"),
    )
    assert asdict(arguments) == asdict(plain) | {"exclude_patterns": ["neither-nor", "affixal-less", "embedded"]}
    assert training.output_dir == usual.output_dir + "-held-out-patterns"
    assert [getattr(training, name) for name in _DECISIVE] == [getattr(usual, name) for name in _DECISIVE]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("learning_rat: 1", "unknown key 'learning_rat'"),
        ("learning_rate: [1", "not valid YAML"),
        ("- a", "'key: value' lines"),
        ("learning_rate: fast", "invalid float value"),
        ("exclude_patterns: [odd]", "unknown pattern 'odd'; the patterns are neither-nor"),
        ("scale: 0", "scale is 0.*above 0"),
        ("preservation: -1", "preservation is -1.*0 or above"),
        ("preservation: .nan", "preservation is nan.*0 or above, and finite"),
        ("scale: .inf", "scale is inf.*above 0, and finite"),
        ("learning_rate: .nan", "learning_rate is nan; it must be 0 or above, and finite"),
        ("view: contrast-pair", "view is 'contrast-pair'; take contrast-pairs, groups-flat"),
        ("dataloader_persistent_workers: true", "dataloader_persistent_workers has to be False"),
        ("lr_scheduler_type: odd", "odd"),
    ],
)
def test_a_broken_recipe_is_named(tmp_path, content, message):
    recipe = tmp_path / "my.yaml"
    recipe.write_text(content)
    with pytest.raises(UsageError, match=message) as caught:
        read("--config", str(recipe))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--config", "encoder/odd"], "the recipes are .*encoder/minilm"),
        (["--config"], "expected one argument"),
        (["--odd", "1"], "--odd"),
        (["--view", "odd"], "choose from"),
        (["--learning_rate", "-1"], "learning_rate is -1; it must be 0 or above"),
        (["--per_device_train_batch_size", "0"], "per_device_train_batch_size is 0; it must be 1 or above"),
        (["--eval_strategy", "steps"], "eval_strategy: these commands only train"),
        (["--report_to", "no_such_board"], "report_to no_such_board: it is unknown or not installed"),
    ],
)
def test_a_wrong_option_is_named(argv, message):
    with pytest.raises(UsageError, match=message):
        read(*argv)
