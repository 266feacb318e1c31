import copy

import pytest
import torch
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from tiny import load_tiny_encoder, save_tiny_encoder

from hedge_hf.losses import CachedLoss, ContrastPairLoss, GroupLoss, PreservationLoss, RoleReversalLoss

TEXTS = [
    ["a lamp", "the cat sat on a mat", "rain", "tea"],
    ["maybe a lamp", "the cat may have sat", "some rain", "perhaps tea"],
    ["no lamp at all", "the cat did not sit", "no rain", "never tea"],
    ["not one lamp", "the cat never sat down", "dry", "not tea"],
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return save_tiny_encoder(tmp_path_factory.mktemp("tiny"))


def gradients(model, loss, columns):
    found = loss([dict(column) for column in columns], None)
    value = sum(found.values()) if isinstance(found, dict) else found
    value.backward()
    return value.item(), {name: parameter.grad for name, parameter in model.named_parameters()}


@pytest.mark.parametrize("mini_batch_size", [1, 3, 32])
@pytest.mark.parametrize(
    "loss_of",
    [
        lambda model, base: GroupLoss(model, positives=1),
        lambda model, base: ContrastPairLoss(model),
        lambda model, base: RoleReversalLoss(model),
        lambda model, base: PreservationLoss(model, GroupLoss(model, positives=1), base, columns=(0, 1)),
        lambda model, base: PreservationLoss(model, MultipleNegativesRankingLoss(model), base, columns=()),
    ],
)
def test_the_gradients_are_those_of_the_loss_itself(folder, loss_of, mini_batch_size):
    plain, cached = load_tiny_encoder(folder).eval(), load_tiny_encoder(folder).eval()
    base = copy.deepcopy(plain)
    with torch.no_grad():
        for parameter in base.parameters():
            parameter.mul_(1.1)
    columns = [plain.preprocess(texts) for texts in TEXTS]
    expected, expected_gradients = gradients(plain, loss_of(plain, base), columns)
    value, found = gradients(cached, CachedLoss(cached, loss_of(cached, base), mini_batch_size), columns)
    assert value == pytest.approx(expected, rel=1e-5)
    for name, gradient in expected_gradients.items():
        assert gradient is None or torch.allclose(found[name], gradient, atol=1e-5), name


def test_only_one_mini_batch_has_activations_at_a_time(folder):
    model = load_tiny_encoder(folder)
    sizes = []
    model.register_forward_pre_hook(lambda _, inputs: sizes.append(len(inputs[0]["input_ids"])))
    loss = CachedLoss(model, GroupLoss(model, positives=1), mini_batch_size=3)
    loss([model.preprocess(texts) for texts in TEXTS], None).backward()
    assert sizes == [3, 1] * 8  # every column twice


def test_what_cannot_be_cached_is_refused(folder):
    model = load_tiny_encoder(folder)
    with pytest.raises(ValueError, match="Identity has no compute_loss_from_embeddings"):
        CachedLoss(model, torch.nn.Identity())
    with pytest.raises(ValueError, match="mini_batch_size is 0"):
        CachedLoss(model, GroupLoss(model), mini_batch_size=0)
