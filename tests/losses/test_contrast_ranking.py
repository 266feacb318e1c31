import pytest
import torch
from sentence_transformers import CrossEncoder
from tiny import save_tiny_cross_encoder
from torch.nn.functional import softplus

from hedge_hf.losses.contrast_ranking import ContrastRankingLoss

ROWS = [["is it on", "who ran"], ["is it off", "who stood"], ["the lamp is on", "ann ran"], ["it is off", "bob stood"]]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return CrossEncoder(str(save_tiny_cross_encoder(tmp_path_factory.mktemp("cross"))), device="cpu").eval()


def by_hand(model, q1, q2, doc1, doc2):
    score = {
        pair: model(model.preprocess([pair]))["scores"].view(())
        for pair in [(q, d) for q in (q1, q2) for d in (doc1, doc2)]
    }
    right = score[q1, doc1], score[q2, doc2]
    along_queries = softplus(score[q1, doc2] - right[0]), softplus(score[q2, doc1] - right[1])
    along_documents = softplus(score[q2, doc1] - right[0]), softplus(score[q1, doc2] - right[1])
    return (sum(along_queries) + sum(along_documents)) / 2


@pytest.mark.parametrize("mini_batch_size", [3, 32])
def test_it_is_ranknet_along_queries_and_documents(model, mini_batch_size):
    loss = ContrastRankingLoss(model, in_batch_negatives=0, mini_batch_size=mini_batch_size)
    expected = sum(by_hand(model, *row) for row in zip(*ROWS, strict=True)) / 2
    assert loss(ROWS, None).item() == pytest.approx(expected.item(), abs=1e-5)


def test_a_score_of_one_text_alone_cannot_beat_chance(model, monkeypatch):
    loss = ContrastRankingLoss(model, in_batch_negatives=0)
    best = 2 * softplus(torch.tensor(0.0)).item()
    for side in (0, 1):
        monkeypatch.setattr(
            ContrastRankingLoss,
            "_scores",
            lambda self, pairs, *_, side=side: torch.tensor([float(len(pair[side])) for pair in pairs]),
        )
        assert loss(ROWS, None).item() >= best
    monkeypatch.setattr(
        ContrastRankingLoss, "_scores", lambda self, pairs, *_: torch.tensor([9.0, 9, 9, 9, 0, 0, 0, 0])
    )
    assert loss(ROWS, None).item() < 0.01


def test_easy_negatives_are_documents_of_other_rows(model):
    loss = ContrastRankingLoss(model, in_batch_negatives=5)
    asking, others = loss._easy(4)
    assert len(asking) == 4 * 3
    assert all(query % 4 != other % 4 for query, other in zip(asking, others, strict=True))
    assert loss(ROWS, None) > ContrastRankingLoss(model, in_batch_negatives=0)(ROWS, None)
    assert loss([column[:1] for column in ROWS], None).isfinite()


def test_wrong_arguments_and_columns_are_named(model, tmp_path):
    with pytest.raises(ValueError, match="got 3 columns"):
        ContrastRankingLoss(model)(ROWS[:3], None)
    with pytest.raises(ValueError, match="in_batch_negatives is -1"):
        ContrastRankingLoss(model, in_batch_negatives=-1)
    two = CrossEncoder(str(save_tiny_cross_encoder(tmp_path / "two", labels=2)), device="cpu")
    with pytest.raises(ValueError, match="the model gives 2 numbers per pair"):
        ContrastRankingLoss(two)
