import pytest
import torch
import torch.nn.functional as functional
from tiny import load_tiny_encoder, save_tiny_encoder

from hedge_hf.losses import RoleReversalLoss

TEXTS = ["a lamp is on", "a cat sits"], ["no lamp is on", "no cat sits"], ["a lamp may be on", "a cat may sit"]
OTHER = ["a lamp is off", "a cat stands"]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return load_tiny_encoder(save_tiny_encoder(tmp_path_factory.mktemp("tiny"))).eval()


def embeddings(rows, *seeds):
    return [torch.randn(rows, 4, generator=torch.Generator().manual_seed(seed)) for seed in seeds]


def ranking(query, positive, negative, scale):
    query, candidates = (functional.normalize(part, dim=-1) for part in (query, torch.cat([positive, negative])))
    return functional.cross_entropy(scale * query @ candidates.T, torch.arange(len(query)))


def test_the_loss_by_hand(model):
    anchor, negation, hedge, other = embeddings(3, 0, 1, 2, 3)
    found = RoleReversalLoss(model, scale=5.0).compute_loss_from_embeddings([anchor, negation, hedge, other], None)
    affirmed, negated = ranking(anchor, hedge, other, 5.0), ranking(negation, other, anchor, 5.0)
    assert found.item() == pytest.approx((affirmed + negated).item() / 2, rel=1e-5)


def test_a_hedge_is_not_pushed_from_the_negation_of_its_anchor(model):
    anchor, negation, hedge, other = (column.requires_grad_() for column in embeddings(1, 0, 1, 2, 3))
    loss = RoleReversalLoss(model)
    columns = [functional.normalize(column, dim=-1) for column in (anchor, negation, hedge, other)]
    loss.compute_loss_from_embeddings(columns, None).backward()
    moved = -hedge.grad  # along the anchor alone: nothing is said of the negations
    along = functional.normalize(anchor - (anchor * hedge).sum() / hedge.pow(2).sum() * hedge, dim=-1)
    assert functional.cosine_similarity(moved, along).item() == pytest.approx(1, abs=1e-4)


def test_near_negatives_count_more_with_hardness(model):
    columns = [column.abs() for column in embeddings(3, 0, 1, 2, 3)]  # all cosines are above 0
    plain, weighted = (RoleReversalLoss(model, hardness=strength) for strength in (0, 5))
    found = [loss.compute_loss_from_embeddings(columns, None) for loss in (plain, weighted)]
    assert found[0] < found[1]


def test_it_takes_tokenised_columns(model):
    columns = [model.preprocess(texts) for texts in (*TEXTS, OTHER)]
    encoded = [model(dict(column))["sentence_embedding"] for column in columns]
    loss = RoleReversalLoss(model)
    assert loss(columns, None).item() == pytest.approx(
        loss.compute_loss_from_embeddings(encoded, None).item(), abs=1e-5
    )


def test_other_columns_are_named(model):
    with pytest.raises(ValueError, match="anchor, negation, hedge, other_negation; got 3 columns"):
        RoleReversalLoss(model).compute_loss_from_embeddings(embeddings(2, 0, 1, 2), None)
