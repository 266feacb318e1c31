from __future__ import annotations

import random
from pathlib import Path

import pytest
from made_sentences import make_sentences

from hedge_hf.generate.anchors.candidates import Candidates, SourceCounts


def counts(name: str = "a") -> SourceCounts:
    return SourceCounts(name, name, "unknown")


def batches(sentences: list[str], size: int = 7) -> list[list[str]]:
    return [sentences[start : start + size] for start in range(0, len(sentences), size)]


def kept(path: Path, sentences: list[str], most: int, seed: int = 0) -> tuple[list[str], SourceCounts]:
    found = counts()
    with Candidates(path, seed, most) as store:
        store.fill(0, found, batches(sentences))
        return [text for _, text in store.ranked(0)], found


def test_the_order_of_the_rows_makes_no_difference(tmp_path: Path) -> None:
    sentences = make_sentences(100)
    sentences += [sentence.upper() for sentence in sentences[:50]]
    orders = []
    for number in range(3):
        random.Random(number).shuffle(sentences)
        orders.append(kept(tmp_path / f"{number}.sqlite", sentences, most=10)[0])

    assert orders[0] == orders[1] == orders[2]
    assert len(orders[0]) == 10
    assert kept(tmp_path / "other.sqlite", sentences, most=10, seed=1)[0] != orders[0]


def test_fewer_are_the_first_of_more(tmp_path: Path) -> None:
    sentences = make_sentences(100)
    few, _ = kept(tmp_path / "few.sqlite", sentences, most=10)
    many, _ = kept(tmp_path / "many.sqlite", sentences, most=1000)

    assert many[:10] == few
    assert sorted(many) == sorted(sentences)


def test_duplicates_are_counted_and_the_rest_are_candidates(tmp_path: Path) -> None:
    sentences = make_sentences(20)
    _, found = kept(tmp_path / "a.sqlite", sentences + [sentence.lower() for sentence in sentences[:5]], most=100)

    assert (found.candidates, found.rejected) == (20, {"duplicate": 5})
    _, found = kept(tmp_path / "b.sqlite", sentences, most=3)
    assert (found.candidates, found.rejected) == (20, {})


def test_a_sentence_of_an_earlier_corpus_is_a_duplicate(tmp_path: Path) -> None:
    sentences = make_sentences(10)
    with Candidates(tmp_path / "a.sqlite", seed=0, most=100) as store:
        store.fill(0, counts("a"), [sentences[:6]])
        second = counts("b")
        store.fill(1, second, [[sentence.lower() for sentence in sentences]])

        assert (second.candidates, second.rejected) == (4, {"duplicate": 6})
        assert sorted(text for _, text in store.ranked(0)) == sorted(sentences[:6])
        assert [one.source for one in store.read()] == ["a", "b"]


def test_a_step_that_fails_has_not_begun(tmp_path: Path) -> None:
    sentences = make_sentences(20)

    def failing():
        yield sentences[:10]
        raise KeyboardInterrupt

    with Candidates(tmp_path / "a.sqlite", seed=0, most=100) as store:
        store.fill(0, counts(), [sentences])
        with pytest.raises(KeyboardInterrupt):
            store.fill(1, counts(), failing())
        with pytest.raises(KeyboardInterrupt):
            store.choose((rank for batch in failing() for rank in range(len(batch))), store.read(), 2)
    with Candidates(tmp_path / "a.sqlite", seed=0, most=100) as store:
        assert len(store.read()) == 1
        assert list(store.ranked(1)) == list(store.shard(0)) == []


def test_a_choice_is_spread_over_shards_by_rank_and_not_made_twice(tmp_path: Path) -> None:
    with Candidates(tmp_path / "a.sqlite", seed=0, most=100) as store:
        store.fill(0, counts(), [make_sentences(20)])
        ranked = list(store.ranked(0))[:7]
        chosen = store.read()

        def choice():
            for rank, _ in reversed(ranked):
                chosen[0].chosen += 1
                yield rank

        assert store.choose(choice(), chosen, 3)[0].chosen == 7
        shards = [[text for _, text, _ in store.shard(shard)] for shard in range(3)]
        assert shards == [[text for _, text in ranked[shard::3]] for shard in range(3)]
        assert store.choose(iter([1, 2, 3]), [counts()], 3) == chosen
