"""Losses for negation and hedging, one per file; all take the columns of a sentence-transformers trainer."""

from hedge_hf.losses.cached import CachedLoss
from hedge_hf.losses.contrast_pairs import ContrastPairLoss
from hedge_hf.losses.contrast_ranking import ContrastRankingLoss
from hedge_hf.losses.dissimilarity import DissimilarityLoss
from hedge_hf.losses.groups import GroupLoss
from hedge_hf.losses.preservation import PreservationLoss
from hedge_hf.losses.role_reversal import RoleReversalLoss

__all__ = [
    "CachedLoss",
    "ContrastPairLoss",
    "ContrastRankingLoss",
    "DissimilarityLoss",
    "GroupLoss",
    "PreservationLoss",
    "RoleReversalLoss",
]
