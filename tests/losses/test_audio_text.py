import math

import pytest
import torch
import torch.nn.functional as functional

from hedge_hf.losses.audio_text import AudioTextLoss, NegatedTexts, Queries

ONE = torch.tensor(1.0)
SCALES = (ONE, ONE)


def unit(*angles):
    radians = torch.tensor(angles) * math.pi / 180
    return torch.stack([radians.cos(), radians.sin()], dim=1)


def all_valid(vectors):
    return NegatedTexts(vectors, torch.ones(len(vectors), dtype=torch.bool))


def test_alone_it_is_symmetric_infonce():
    torch.manual_seed(0)
    audio, captions = (functional.normalize(torch.randn(5, 8), dim=1) for _ in range(2))
    scales = (torch.tensor(3.0), torch.tensor(7.0))
    own = torch.arange(5)
    to_text = functional.cross_entropy(3 * audio @ captions.T, own)
    to_audio = functional.cross_entropy(7 * captions @ audio.T, own)
    assert AudioTextLoss()(audio, captions, scales) == pytest.approx(((to_text + to_audio) / 2).item())


def test_dissimilarity_is_what_the_cosine_exceeds_the_margin_by():
    audio = captions = unit(0, 90)
    full = all_valid(unit(60, 270))  # cosines 0.5 and -1
    plain = AudioTextLoss()(audio, captions, SCALES)
    assert AudioTextLoss(dissimilarity=2)(audio, captions, SCALES, full) - plain == pytest.approx(2 * 0.5 / 2)
    margin = AudioTextLoss(dissimilarity=2, dissimilarity_margin=0.2)
    assert margin(audio, captions, SCALES, full) - plain == pytest.approx(2 * 0.3 / 2, abs=1e-6)


def test_captions_that_cannot_be_negated_do_not_count():
    audio = captions = unit(0, 90)
    full = NegatedTexts(unit(60, 90), torch.tensor([True, False]))
    plain = AudioTextLoss()(audio, captions, SCALES)
    assert AudioTextLoss(dissimilarity=1)(audio, captions, SCALES, full) - plain == pytest.approx(0.5, abs=1e-6)
    nothing = NegatedTexts(unit(60, 90), torch.tensor([False, False]))
    assert AudioTextLoss(dissimilarity=1)(audio, captions, SCALES, nothing) == plain


def test_ordering_asks_for_caption_above_part_above_full():
    loss = AudioTextLoss(ordering=1, ordering_margin=0.1)
    audio = captions = unit(0)
    plain = AudioTextLoss()(audio, captions, SCALES)

    def ordering(part, full):
        return (loss(audio, captions, SCALES, all_valid(unit(full)), all_valid(unit(part))) - plain).item()

    assert ordering(part=60, full=90) == pytest.approx(0, abs=1e-6)
    assert ordering(part=90, full=60) == pytest.approx(0.6, abs=1e-6)
    assert ordering(part=0, full=90) == pytest.approx(0.1, abs=1e-6)


def test_without_a_part_full_has_to_be_below_the_caption():
    audio = captions = unit(0)
    no_part = NegatedTexts(unit(0), torch.tensor([False]))
    loss = AudioTextLoss(ordering=1, ordering_margin=0.1)
    plain = AudioTextLoss()(audio, captions, SCALES)
    assert loss(audio, captions, SCALES, all_valid(unit(0)), no_part) - plain == pytest.approx(0.1, abs=1e-6)
    assert loss(audio, captions, SCALES, all_valid(unit(90)), no_part) - plain == pytest.approx(0, abs=1e-6)


def test_queries_rank_true_clips_above_false_ones():
    audio = captions = unit(0, 90)
    truth = torch.tensor([[True, False], [True, True]])
    plain = AudioTextLoss()(audio, captions, SCALES)
    found = AudioTextLoss(queries=1)(audio, captions, SCALES, queries=Queries(unit(0, 45), truth)) - plain
    # the first query has one true and one false clip; the second is true of both, so it has nothing to be above
    to_clips = math.log(1 + math.exp(-1)) / 3
    # the second clip has one true query, at 45 degrees, and a false one, at 0
    to_queries = math.log(1 + math.exp(0 - math.cos(math.pi / 4))) / 3
    assert found == pytest.approx((to_clips + to_queries) / 2, abs=1e-6)


def test_gradients_are_finite_where_everything_or_nothing_is_true():
    vectors = unit(0, 90).requires_grad_()
    for truth in (torch.ones(2, 2), torch.zeros(2, 2)):
        queries = Queries(unit(10, 20).requires_grad_(), truth.bool())
        AudioTextLoss(queries=1)(vectors, vectors, SCALES, queries=queries).backward()
        assert torch.isfinite(vectors.grad).all()
        assert torch.isfinite(queries.embeddings.grad).all()
