"""Unit vectors of clips and captions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from transformers import ClapModel, ClapProcessor

from hedge_hf.errors import HedgeError
from hedge_hf.train.clap_data import audio_inputs, text_inputs
from hedge_hf.train.clap_model import has_fusion

_BATCH = 64


class ClapEncoder:
    """A CLAP model on the fastest device."""

    def __init__(self, model: ClapModel, processor: ClapProcessor) -> None:
        self.device = torch.accelerator.current_accelerator(check_available=True) or torch.device("cpu")
        self.model = nn.Module.to(model, self.device).eval()
        self.processor = processor

    def clips(self, spectrograms: NDArray[np.float16]) -> NDArray[np.float64]:
        """Return the embeddings of spectrograms of shape (rows, frames, mel bands), shape (rows, dimensions)."""
        fusion = has_fusion(self.model)
        return self._embed(
            len(spectrograms),
            lambda rows: self.model.get_audio_features(**self._moved(audio_inputs(spectrograms[rows], fusion))),
        )

    def captions(self, texts: list[str]) -> NDArray[np.float64]:
        """Return the embeddings of texts, shape (texts, dimensions)."""
        return self._embed(
            len(texts),
            lambda rows: self.model.get_text_features(**self._moved(text_inputs(texts[rows], self.processor))),
        )

    def _moved(self, inputs: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        return {name: tensor.to(self.device) for name, tensor in inputs.items()}

    @torch.inference_mode()
    def _embed(self, count: int, run: Callable[[slice], Any]) -> NDArray[np.float64]:
        batches = [run(slice(start, start + _BATCH)).pooler_output.float().cpu() for start in range(0, count, _BATCH)]
        vectors = torch.cat(batches).double().numpy()
        if not np.isfinite(vectors).all():
            raise HedgeError("the model gives embeddings that are not finite; train it with a lower learning rate")
        return vectors
