import torch
from tiny_clap import save_tiny_clap

from hedge_hf.evaluation.clap.embed import ClapEncoder
from hedge_hf.train.clap_model import load_clap


def test_an_accelerator_that_is_not_there_is_not_used(tmp_path, monkeypatch):
    def built_for_one(check_available=False):
        return None if check_available else torch.device("cuda")

    monkeypatch.setattr(torch.accelerator, "current_accelerator", built_for_one)
    encoder = ClapEncoder(*load_clap(str(save_tiny_clap(tmp_path / "model"))))
    assert encoder.captions(["A song.", "No song."]).shape[0] == 2
