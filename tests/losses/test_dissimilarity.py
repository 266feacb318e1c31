import pytest
import torch
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from tiny import load_tiny_encoder, save_tiny_encoder

from hedge_hf.losses import DissimilarityLoss

EAST, NORTH, WEST = (torch.tensor([direction]) for direction in ([1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]))


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return load_tiny_encoder(save_tiny_encoder(tmp_path_factory.mktemp("tiny"))).eval()


@pytest.mark.parametrize(
    ("negation", "progress", "expected"), [(EAST, 1.0, 3.0), (EAST, 0.5, 1.5), (NORTH, 1.0, 0.0), (WEST, 1.0, 0.0)]
)
def test_the_term_by_hand(model, negation, progress, expected):
    ranking = MultipleNegativesRankingLoss(model)
    loss = DissimilarityLoss(model, ranking, opposites=((0, 2),), weight=3.0)
    loss.progress = progress
    columns = [EAST, EAST, negation]
    term = loss.compute_loss_from_embeddings(columns, None) - ranking.compute_loss_from_embeddings(columns, None)
    assert term.item() == pytest.approx(expected, abs=1e-6)


def test_settings_without_effect_are_refused(model):
    with pytest.raises(ValueError, match="weight is 0"):
        DissimilarityLoss(model, MultipleNegativesRankingLoss(model), ((0, 2),), weight=0)
    with pytest.raises(ValueError, match="opposites is empty"):
        DissimilarityLoss(model, MultipleNegativesRankingLoss(model), ())
