"""A CLAP model of random weights with its processor."""

from pathlib import Path

import torch

from hedge_hf.train.clap_model import new_clap


def save_tiny_clap(folder: Path) -> Path:
    torch.manual_seed(0)
    model, processor = new_clap("small", ["A slow song with piano.", "It has no drums."])
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder
