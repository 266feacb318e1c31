"""Average the weights of encoders: a soup of seeds, or a way back towards the base: `hedge-hf average`."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from safetensors import SafetensorError

from hedge_hf.cli import run
from hedge_hf.errors import HedgeError, UsageError, one_line
from hedge_hf.train.base import load_base
from hedge_hf.train.run_folder import CONFIGURATION, new_folder, read_configuration

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def average(models: Sequence[SentenceTransformer], weights: Sequence[float] | None = None) -> SentenceTransformer:
    """Return one encoder whose weights are the weighted mean of others.

    Seeds of one recipe, averaged, are a model soup: as fast as one, better than each. A tuned encoder averaged with
    its base (WiSE-FT) gives back some of what it learned for some of what it forgot.

    Args:
        models: Encoders of one architecture; the first is changed in place and returned.
        weights: One weight per encoder, with sum 1; equal ones by default.

    Raises:
        UsageError: If the architectures differ, or the weights do not fit.

    References:
        - Model soups, https://arxiv.org/abs/2203.05482
        - Robust fine-tuning of zero-shot models, https://arxiv.org/abs/2109.01903
    """
    shares = [1 / len(models)] * len(models) if weights is None else list(weights)
    if len(shares) != len(models):
        raise UsageError(f"there are {len(models)} models and {len(shares)} weights; give one weight per model")
    if not math.isclose(sum(shares), 1, abs_tol=1e-6):
        raise UsageError(f"the weights add up to {sum(shares):g}; they must add up to 1")
    states = [model.state_dict() for model in models]
    shapes = [{name: tensor.shape for name, tensor in state.items()} for state in states]
    if any(shape != shapes[0] for shape in shapes):
        raise UsageError("the models have different architectures; average fine-tunings of one base")
    averaged: dict[int, str] = {}  # weights by where they lie: tied ones have two names and are averaged once
    for name, mean in states[0].items():
        if mean.is_floating_point() and averaged.setdefault(mean.data_ptr(), name) == name:
            mean.copy_(sum(share * state[name].double() for share, state in zip(shares, states, strict=True)))
    return models[0]


def save_average(names: Sequence[str], weights: Sequence[float] | None, output: Path) -> None:
    """Average encoders by name and save the result as training saves its own: a folder `model` and a configuration.

    Args:
        names: Folders or Hub ids.
        weights: As for `average`.
        output: A new folder.

    Raises:
        UsageError: As `average`, or if the folder exists or cannot be made.
        HedgeError: If a model cannot be loaded, or the disk is full.
    """
    averaged = average([load_base(name) for name in names], weights)
    note = Path(names[0]).parent / CONFIGURATION
    configuration = read_configuration(note.parent) if note.is_file() else {}
    configuration |= {"average_of": list(names), "average_weights": weights}
    try:
        with new_folder(output) as unfinished:
            averaged.save(str(unfinished / "model"), create_model_card=False)
            (unfinished / CONFIGURATION).write_text(json.dumps(configuration, indent=2), encoding="utf-8")
    except (OSError, SafetensorError) as error:
        raise HedgeError(f"{output} cannot be written ({one_line(error)}); free some space") from error


def main(argv: list[str]) -> None:
    """Parse the options, average and save."""
    parser = argparse.ArgumentParser(prog="hedge-hf average", allow_abbrev=False, description=__doc__)
    parser.add_argument("models", metavar="MODEL", nargs="+", help="folders or Hub ids of fine-tunings of one base")
    parser.add_argument("--weights", type=float, nargs="+", help="one per model, with sum 1 (default: equal)")
    parser.add_argument("--output_dir", type=Path, required=True, help="folder of the averaged model")
    options = parser.parse_args(argv)
    if len(options.models) < 2:
        raise UsageError("one model has nothing to be averaged with; name at least two")
    save_average(options.models, options.weights, options.output_dir)
    Console().print(
        f"Averaged {len(options.models)} models\nModel: {options.output_dir / 'model'}",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
