import json

import pytest

from hedge_hf import cli
from hedge_hf.sweep import run


@pytest.fixture
def sweep_file(tiny_encoder, tmp_path):
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(
        f"model_name_or_path: {tiny_encoder}\nmax_anchors: 8\nmax_steps: 2\nuse_cpu: true\nbf16: false\n"
        "per_device_train_batch_size: 4\n"
    )
    file = tmp_path / "sweep.yaml"
    file.write_text(
        f"recipe: {recipe}\noutput_dir: {tmp_path / 'out'}\nruns:\n  ours: {{}}\n"
        "  fast: {learning_rate: 0.01, exclude_patterns: [neither-nor, embedded]}\n"
    )
    return file


@pytest.mark.slow
def test_a_sweep_trains_measures_and_goes_on(sweep_file, tmp_path, capfd, monkeypatch):
    monkeypatch.setenv("HF_HOME", str(tmp_path / "cache"))
    run.main([str(sweep_file)])
    out = tmp_path / "out"
    assert {file.name for file in out.iterdir()} == {"ours", "fast", "sweep.json", "sweep.md", "sweep.png"}
    table = (out / "sweep.md").read_text()
    assert "\n| ours | " in table and "\n| fast | " in table
    assert not list(out.glob("*/*/checkpoint-*"))
    configuration = json.loads((out / "fast/seed-0/configuration.json").read_text())
    assert configuration["learning_rate"] == 0.01
    assert configuration["exclude_patterns"] == ["neither-nor", "embedded"]
    (out / "fast/seed-0/evaluation/evaluation.json").unlink()
    model = out / "fast/seed-0/model/model.safetensors"
    trained = model.stat().st_mtime_ns
    capfd.readouterr()
    run.main([str(sweep_file)])
    shown = capfd.readouterr().out
    assert "1 of 2: ours, seed 0: done before" in shown and "2 of 2: fast, seed 0: done before" not in shown
    assert (out / "sweep.md").read_text().split("\n")[3] == table.split("\n")[3]
    assert model.stat().st_mtime_ns == trained
    sweep_file.write_text(sweep_file.read_text().replace("0.01", "0.02"))
    assert cli.run(run.main, [str(sweep_file)]) == 2
    assert "fast/seed-0 holds a run with other options" in capfd.readouterr().err


def test_wrong_options_are_named_before_anything_is_trained(sweep_file, tmp_path, capfd):
    sweep_file.write_text(sweep_file.read_text().replace("0.01", "nothing"))
    assert cli.run(run.main, [str(sweep_file)]) == 2
    assert "run 'fast': " in capfd.readouterr().err
    assert not (tmp_path / "out/ours/seed-0/model").exists()
    sweep_file.write_text(f"recipe: encoder/minilm\noutput_dir: {tmp_path}/{'long' * 99}\nruns: {{a: {{}}}}\n")
    assert cli.run(run.main, [str(sweep_file)]) == 2
    assert "cannot be written" in capfd.readouterr().err


def test_a_run_that_fails_is_one_line(sweep_file, capfd):
    sweep_file.write_text(sweep_file.read_text().replace("ours: {}", "'[/x] ours': {data_files: none.parquet}"))
    assert cli.run(run.main, [str(sweep_file)]) == 1
    lines = [line for line in capfd.readouterr().err.splitlines() if line.startswith("hedge-hf: ")]
    assert len(lines) == 2
    assert lines[1].endswith("the run above failed with exit code 2; mend it and give the same command again")


@pytest.mark.parametrize("file", ["run.json", "evaluation/evaluation.json"])
def test_a_damaged_file_is_named(sweep_file, tmp_path, capfd, file):
    damaged = tmp_path / "out/ours/seed-0" / file
    damaged.parent.mkdir(parents=True)
    damaged.write_text('{"comp')
    assert cli.run(run.main, [str(sweep_file)]) == 2
    assert f"{file} is damaged; remove" in capfd.readouterr().err
