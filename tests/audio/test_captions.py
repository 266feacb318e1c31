import random

import numpy as np

from hedge_hf.audio.captions import write_caption
from hedge_hf.audio.negated_captions import has_negation, stated
from hedge_hf.audio.synthesis import draw_piece
from hedge_hf.audio.vocabulary import load_vocabulary


def test_captions_state_exactly_the_tags():
    vocabulary = load_vocabulary()
    for seed in range(200):
        tags = draw_piece(np.random.default_rng(seed)).tags
        caption = write_caption(tags, random.Random(seed))
        assert {mention.term.name for mention in vocabulary.mentions(caption)} == set(tags), caption
        assert {mention.term.name for mention in stated(caption, tags, vocabulary)} == set(tags)
        assert not has_negation(caption)
        assert caption[0].isupper()
        assert caption.endswith(".")


def test_wording_varies():
    assert len({write_caption(["piano", "slow"], random.Random(seed)) for seed in range(50)}) > 20
