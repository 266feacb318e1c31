from pathlib import Path

import pytest
from accelerate.commands.config.config_args import load_config_from_file

from hedge_hf import recipes

FILES = sorted((Path(recipes.__file__).parent / "accelerate").glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_accelerate_reads_every_configuration(file):
    config = load_config_from_file(str(file))
    assert config.num_processes >= 1
    assert config.use_cpu is file.stem.startswith("cpu")
    several = file.stem not in ("cpu", "single-gpu")
    assert (config.num_processes > 1) is several


def test_there_is_one_for_every_way_to_scale():
    names = {file.stem for file in FILES}
    assert names == {"cpu", "cpu-2-ranks", "single-gpu", "ddp", "fsdp", "deepspeed", "multi-node"}


def test_the_readme_lists_every_recipe_and_sweep():
    folder = Path(recipes.__file__).parent
    for kind in ("encoder", "sweeps", "accelerate"):
        text = (folder / kind / "README.md").read_text()
        for file in (folder / kind).glob("*.yaml"):
            assert f"`{file.stem}`" in text, file
