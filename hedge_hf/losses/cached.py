"""Large batches in the memory of small ones: GradCache around the losses of this package."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.losses.gradcache import CachedLossMixin
from torch import Tensor, nn

from hedge_hf.losses.preservation import PreservationLoss


class CachedLoss(CachedLossMixin, nn.Module):
    """Compute another loss over a batch that is encoded in mini-batches.

    The loss needs all embeddings of a batch at once, but not the activations behind them: the texts are encoded
    without gradients, the loss gives the gradient of every embedding, and a second pass over the mini-batches
    carries them into the weights. The result is that of the loss itself; memory is that of one mini-batch; it costs a
    second forward.

    Inputs: those of the wrapped loss.

    Relations:
        - For MultipleNegativesRankingLoss sentence-transformers has CachedMultipleNegativesRankingLoss; the passes are
          its CachedLossMixin.

    References:
        - Scaling Deep Contrastive Learning Batch Size under Memory Limited Setup, https://arxiv.org/abs/2101.06983

    Args:
        model: The model to train.
        loss: A loss with `compute_loss_from_embeddings`, such as :class:`GroupLoss`, or it in a
            :class:`PreservationLoss`.
        mini_batch_size: Texts of a column that are encoded together.
    """

    def __init__(self, model: SentenceTransformer, loss: nn.Module, mini_batch_size: int = 32) -> None:
        super().__init__()
        if not hasattr(loss, "compute_loss_from_embeddings"):
            raise ValueError(f"{type(loss).__name__} has no compute_loss_from_embeddings, which caching needs")
        if mini_batch_size < 1:
            raise ValueError(f"mini_batch_size is {mini_batch_size}; it must be 1 or above")
        self.model = model
        self.loss: Any = loss
        self.mini_batch_size = mini_batch_size

    def forward(self, sentence_features: Iterable[dict[str, Tensor]], labels: Tensor) -> Tensor:
        """Return the loss, a scalar, of tokenised columns."""
        columns = list(sentence_features)
        base = self.loss.base_embeddings(columns) if isinstance(self.loss, PreservationLoss) else labels
        return self.forward_cached(columns, base)

    def calculate_loss(
        self, reps: list[list[Tensor]], labels: Tensor | None = None, *, with_backward: bool = False
    ) -> Tensor:
        """Return the loss of the mini-batches' embeddings, after its backward pass if asked for."""
        found = self.loss.compute_loss_from_embeddings([torch.cat(column) for column in reps], labels)
        loss = torch.stack(list(found.values())).sum() if isinstance(found, dict) else found
        if with_backward:
            loss.backward()
            return loss.detach()
        return loss

    def get_config_dict(self) -> dict[str, Any]:
        """Return the settings that the model card shows."""
        return {"loss": type(self.loss).__name__, "mini_batch_size": self.mini_batch_size}
