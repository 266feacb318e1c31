import copy

import pytest
import torch
import torch.nn.functional as functional
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from tiny import load_tiny_encoder, save_tiny_encoder

from hedge_hf.losses import ContrastPairLoss, PreservationLoss


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return save_tiny_encoder(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def model(folder):
    return load_tiny_encoder(folder).eval()


def features(model, *columns):
    return [model.preprocess(list(column)) for column in columns]


def embeddings(rows, dimensions=4, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(rows, dimensions, generator=generator)


def test_contrast_pairs_by_hand(model):
    q1, q2, doc1, doc2 = (embeddings(1, seed=seed) for seed in range(4))
    loss = ContrastPairLoss(model, scale=10.0).compute_loss_from_embeddings([q1, q2, doc1, doc2], None)
    queries, documents = (functional.normalize(torch.cat(pair), dim=-1) for pair in ((q1, q2), (doc1, doc2)))
    expected = functional.cross_entropy(10 * queries @ documents.T, torch.tensor([0, 1]))
    assert torch.allclose(loss, expected)


def test_contrast_pairs_do_not_care_which_query_comes_first(model):
    q1, q2, doc1, doc2 = (embeddings(3, seed=seed) for seed in range(4))
    loss = ContrastPairLoss(model)
    assert torch.allclose(
        loss.compute_loss_from_embeddings([q1, q2, doc1, doc2], None),
        loss.compute_loss_from_embeddings([q2, q1, doc2, doc1], None),
    )


def test_contrast_pairs_count_their_columns(model):
    with pytest.raises(ValueError, match="q1, q2, doc1, doc2; got 3"):
        ContrastPairLoss(model).compute_loss_from_embeddings([embeddings(2)] * 3, None)


def test_preservation_is_zero_at_the_base_and_grows_with_the_distance(model):
    columns = features(model, ["a lamp", "a cat"], ["no lamp", "no cat"])
    loss = PreservationLoss(model, MultipleNegativesRankingLoss(model), base=copy.deepcopy(model), weight=2.0)
    assert loss(columns, None)["preservation"].item() == pytest.approx(0, abs=1e-5)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.5)
    embeddings = torch.cat([model(dict(column))["sentence_embedding"] for column in columns])
    cosines = functional.cosine_similarity(embeddings, loss.base_embeddings(columns), dim=-1)
    moved = loss(columns, None)["preservation"]
    assert moved.item() == pytest.approx(2 * (1 - cosines.mean().item()), rel=1e-4)
    assert moved.item() > 0.01


def test_preservation_ties_only_the_chosen_columns_and_freezes_the_base(model):
    loss = PreservationLoss(
        model, MultipleNegativesRankingLoss(model), base=copy.deepcopy(model), weight=1.0, columns=(0,)
    )
    terms = loss(features(model, ["a lamp", "a cat"], ["no lamp", "no cat"]), None)
    assert set(terms) == {"ranking", "preservation"}
    sum(terms.values()).backward()
    assert any(parameter.grad is not None for parameter in model.parameters())
    assert not any(parameter.requires_grad for parameter in loss.base.parameters())
    assert not any(name.startswith("base.") for name, _ in loss.named_parameters())


def test_preservation_of_no_column_is_zero(model):
    loss = PreservationLoss(model, MultipleNegativesRankingLoss(model), base=copy.deepcopy(model), columns=())
    terms = loss(features(model, ["a lamp", "a cat"], ["no lamp", "no cat"]), None)
    assert terms["preservation"].item() == 0
    assert terms["ranking"].item() > 0


def test_preservation_refuses_what_it_cannot_wrap(model):
    with pytest.raises(ValueError, match="compute_loss_from_embeddings"):
        PreservationLoss(model, torch.nn.Identity(), base=copy.deepcopy(model))
    with pytest.raises(ValueError, match="must be above 0"):
        PreservationLoss(model, MultipleNegativesRankingLoss(model), base=copy.deepcopy(model), weight=0)
