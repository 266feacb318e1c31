import pytest
import torch
import torch.nn.functional as functional
from tiny import load_tiny_encoder, save_tiny_encoder

from hedge_hf.losses import GroupLoss, PreservationLoss


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return load_tiny_encoder(save_tiny_encoder(tmp_path_factory.mktemp("tiny"))).eval()


def embeddings(columns, rows=3, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return [torch.randn(rows, 4, generator=generator) for _ in range(columns)]


def by_hand(columns, positives, scale, role_reversal):
    texts = functional.normalize(torch.stack(columns), dim=-1)
    negated = [number > positives for number in range(len(columns))]
    losses = []
    for query in range(len(columns)):
        for row in range(len(columns[0])):
            own = [other for other in range(len(columns)) if negated[other] == negated[query]]
            against = [
                scale * texts[query, row] @ texts[other, other_row]
                for other in range(len(columns))
                for other_row in range(len(columns[0]))
                if not (other_row == row and other in own)
            ]
            for other in own if role_reversal or not negated[query] else []:
                if other != query:
                    similarity = scale * texts[query, row] @ texts[other, row]
                    losses.append(torch.logsumexp(torch.stack([similarity, *against]), 0) - similarity)
    return torch.stack(losses).mean()


@pytest.mark.parametrize("role_reversal", [True, False])
@pytest.mark.parametrize(("columns", "positives"), [(7, 2), (5, 1), (4, 2)])
def test_the_loss_by_hand(model, columns, positives, role_reversal):
    loss = GroupLoss(model, positives=positives, scale=5.0, role_reversal=role_reversal)
    texts = embeddings(columns)
    expected = by_hand(texts, positives, 5.0, role_reversal)
    assert torch.allclose(loss.compute_loss_from_embeddings(texts, None), expected, atol=1e-5)


def test_the_order_within_a_side_does_not_matter(model):
    loss = GroupLoss(model)
    texts = embeddings(7)
    shuffled = [texts[number] for number in (2, 0, 1, 6, 4, 3, 5)]
    assert torch.allclose(
        loss.compute_loss_from_embeddings(texts, None), loss.compute_loss_from_embeddings(shuffled, None), atol=1e-5
    )


def test_sides_that_are_apart_cost_less_than_sides_that_are_mixed(model):
    loss = GroupLoss(model)
    apart = [row.repeat(1, 1) for row in torch.eye(8)[:, None, :][:2]]
    affirmed, negated = apart
    good = loss.compute_loss_from_embeddings([affirmed] * 3 + [negated] * 4, None)
    bad = loss.compute_loss_from_embeddings([affirmed, negated, affirmed, negated, affirmed, negated, affirmed], None)
    assert good < 0.01 < bad


def test_preservation_wraps_it(model):
    columns = [model.preprocess([f"{word} lamp", f"{word} cat"]) for word in ("a", "maybe", "perhaps", "no", "not")]
    wrapped = PreservationLoss(model, GroupLoss(model), base=model, columns=(0, 1, 2))
    terms = wrapped(columns, None)
    assert terms["preservation"].item() == pytest.approx(0, abs=1e-5)
    assert terms["ranking"].item() == pytest.approx(GroupLoss(model)(columns, None).item(), rel=1e-4)


def test_columns_that_are_no_group_are_refused(model):
    with pytest.raises(ValueError, match="at least one negative columns; got 3 columns"):
        GroupLoss(model).compute_loss_from_embeddings(embeddings(3), None)
    with pytest.raises(ValueError, match="positives is 0"):
        GroupLoss(model, positives=0)
