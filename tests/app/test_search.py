import re

import numpy as np

from hedge_hf.app.search import ranks, searcher

PASSAGES = "\n".join(f"passage {letter * 9} <i>{letter}</i>" for letter in "abcdefgh")


def test_equal_scores_keep_their_order():
    assert ranks(np.array([0.1, 0.5, 0.5, 0.9], np.float32)).tolist() == [4, 2, 3, 1]


def test_both_rankings_are_those_of_the_encoders(models):
    page = searcher(models)("which passage is hhh", PASSAGES)
    sections = page.split("<section")[1:]
    for model, section in zip(models.both, sections, strict=True):
        encoder = model.encoder
        scores = encoder.similarity(encoder.encode("which passage is hhh"), encoder.encode(PASSAGES.splitlines()))[0]
        best = PASSAGES.splitlines()[int(scores.argmax())]
        assert re.search(r"<div>(passage \w+)", section)[1] in best
    assert "The first 5 of 8 passages" in page and "<i>" not in page


def test_changed_ranks_are_marked_with_the_rank_before(models):
    base, tuned = searcher(models)("which passage is hhh", PASSAGES).split("<section")[1:]
    before = {text: number for number, text in enumerate(re.findall(r"<div>(passage \w+)", base), 1)}
    assert "from" not in base
    moved = 0
    for hit in tuned.split("<li")[1:]:
        text, mark = re.search(r"<div>(passage \w+)", hit)[1], re.search(r"(up|down) from (\d)", hit)
        rank = int(re.search(r'hh-rank">(\d)', hit)[1])
        was = int(mark[2]) if mark else rank
        assert before.get(text, was) == was
        assert not mark or mark[1] == ("up" if was > rank else "down")
        moved += bool(mark)
    assert moved


def test_what_cannot_be_searched_gives_a_message(models):
    search = searcher(models)
    assert "Type what you are looking for" in search(" ", PASSAGES)
    assert "The query has 1,001 characters" in search("x" * 1001, PASSAGES)
    assert "at least two passages" in search("lamp", "one")
