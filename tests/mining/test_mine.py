from collections import Counter

import numpy as np
import pytest
from hand_made import HandMade, scattered_vector
from hypothesis import given, settings
from hypothesis import strategies as st
from retrieval_data import read

from hedge_hf.data.splits import text_ids
from hedge_hf.errors import UsageError
from hedge_hf.mining.decisions import Decision
from hedge_hf.mining.miner import Miner
from hedge_hf.mining.settings import Settings


def on_a_line(text):
    """Encode `.. 0.8` as the direction whose cosine with that of `query` is 0.8."""
    cosine = float(text.split()[-1]) if text.split()[-1].replace(".", "").isdigit() else 1.0
    return np.array([cosine, np.sqrt(max(0.0, 1 - cosine**2))])


def mined(folder, texts, positives, teacher=None, easiness=0.0, vector=on_a_line, index="flat", groups=None, **values):
    columns = {"group": groups} if groups else {}
    queries, corpus = read(folder, texts, positives, **columns)
    miner = Miner(queries, corpus, Settings(**values), index, teacher)
    (found,) = miner.mine(HandMade(vector), "model", "m", folder / "vectors", easiness)
    return found, queries, corpus


def negatives(found, corpus, count):
    return [[corpus.texts[n].as_py() if n >= 0 else None for n in row] for row in found.negatives(count).tolist()]


TEXTS = ["right 0.8", "a 0.9", "b 0.79", "c 0.7", "d 0.6", "e 0.5", "f 0.4"]


class Teacher:
    """Scores a passage by the number that its own rule gives it."""

    def __init__(self, **scores):
        self.scores = scores
        self.pairs = []

    def similarities(self, left, right, *, retrieval=False):
        assert retrieval
        self.pairs += zip(left, right, strict=True)
        return np.array([self.scores.get(text.split()[0], 0.0) for text in right])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "abc"),
        ({"range_min": 1}, "bcd"),
        ({"range_min": 1, "range_max": 4}, "bcd"),
        ({"max_score": 0.75}, "cde"),
        ({"max_score": 0.75, "min_score": 0.6}, "cd"),
        ({"absolute_margin": 0.0}, "bcd"),
        ({"absolute_margin": 0.05}, "cde"),
        ({"relative_margin": 0.05}, "cde"),
        ({"relative_margin": 0.2}, "def"),
        ({"relative_margin": 0.2, "range_max": 4}, "d"),
    ],
)
def test_the_window_and_the_margins(tmp_path, values, expected):
    found, _, corpus = mined(tmp_path, TEXTS, {"query": "p0"}, **values)
    assert [text[0] for text in negatives(found, corpus, 3)[0] if text] == list(expected)


def test_every_candidate_has_a_reason(tmp_path):
    texts = [*TEXTS, "query"]
    found, _, corpus = mined(tmp_path, texts, {"query": "p0"}, range_min=1, max_score=0.75, min_score=0.45)
    first = zip(found.numbers[0].tolist(), found.decisions[0].tolist(), strict=True)
    reasons = {corpus.texts[number].as_py()[0]: Decision(decision).name for number, decision in first}
    assert reasons == {
        "q": "OWN_TEXT", "a": "TOO_EARLY", "r": "POSITIVE", "b": "ABOVE_MAXIMUM", "c": "NEGATIVE", "d": "NEGATIVE",
        "e": "NEGATIVE", "f": "BELOW_MINIMUM",
    }  # fmt: skip
    assert found.positive_scores.tolist() == pytest.approx([0.8])


def test_the_lowest_of_several_positives_sets_the_margin(tmp_path):
    found, _, corpus = mined(tmp_path, TEXTS, {"query": ["p0", "p4"]}, absolute_margin=0.0, negatives=2)
    assert negatives(found, corpus, 2) == [["e 0.5", "f 0.4"]]


def test_the_teacher_judges_and_the_encoder_orders(tmp_path):
    teacher = Teacher(right=5.0, a=6.0, b=4.0, c=5.5, d=1.0)
    found, _, corpus = mined(tmp_path, TEXTS, {"query": "p0"}, teacher, negatives=2)
    assert negatives(found, corpus, 2) == [["b 0.79", "d 0.6"]]
    assert ("query", "right 0.8") in teacher.pairs


def test_relabel_makes_positives_of_what_the_teacher_prefers(tmp_path):
    teacher = Teacher(right=5.0, a=6.0, b=4.9, c=1.0)
    values = {"false_negatives": "relabel", "absolute_margin": 0.5, "negatives": 2}
    found, _, corpus = mined(tmp_path, TEXTS, {"query": "p0"}, teacher, **values)
    assert [corpus.texts[n].as_py() for n in found.relabelled()[1].tolist()] == ["a 0.9"]
    assert negatives(found, corpus, 2) == [["c 0.7", "d 0.6"]]
    assert (found.decisions == Decision.SUSPECT).sum() == 1


def test_down_weight_keeps_about_the_share(tmp_path):
    texts = ["right 0.8", *(f"close {number} 0.81" for number in range(40)), "far 0.1", "far away 0.2"]
    positives = {f"query {'i' * number}": "p0" for number in range(1, 51)}
    values = {"false_negatives": "down-weight", "absolute_margin": 0.0, "negatives": 1, "range_max": 60}
    for share in (0.0, 0.25, 1.0):
        found, _, _ = mined(tmp_path, texts, positives, suspect_share=share, **values)
        fit = np.isin(found.decisions, (Decision.KEPT_SUSPECT, Decision.SPARE)) & (found.scores > 0.8)
        assert fit.mean() * found.numbers.shape[1] / 40 == pytest.approx(share, abs=0.03)


def test_easy_negatives_come_first(tmp_path):
    firsts = []
    for easiness in (1.0, 0.5, 0.0):
        found, _, corpus = mined(tmp_path, TEXTS, {"query": "p0"}, easiness=easiness, negatives=2)
        firsts.append([text[0] for text in negatives(found, corpus, 2)[0]])
    assert firsts == [["e", "f"], ["c", "d"], ["a", "b"]]


def test_sources_share_a_row_by_their_weights(tmp_path):
    texts = [f"passage {number} {'word' * (number % 7)}" for number in range(400)]
    positives = {f"passage {number} again": f"p{number}" for number in range(200)}
    sources = {"dense": 2.0, "random": 1.0}
    found, _, _ = mined(tmp_path, texts, positives, vector=scattered_vector, negatives=4, sources=sources)
    taken = found.decisions == Decision.NEGATIVE
    assert (taken.sum(axis=1) == 4).all()
    shares = Counter(found.sources[taken].tolist())
    assert shares[0] / taken.sum() == pytest.approx(2 / 3, abs=0.05)
    per_row = (taken & (found.sources == 1)).sum(axis=1)
    assert set(per_row.tolist()) == {1, 2}


def test_a_source_of_weight_0_only_fills(tmp_path):
    sources = {"dense": 1.0, "random": 0.0}
    found, _, corpus = mined(tmp_path, TEXTS, {"query": "p0"}, negatives=3, range_max=3, sources=sources)
    assert sorted(text[0] for text in negatives(found, corpus, 3)[0]) == ["a", "b", "c"]
    values = {"negatives": 3, "range_max": 3, "sources": sources, "max_score": 0.75}
    found, _, corpus = mined(tmp_path, TEXTS, {"query": "p0"}, **values)
    first, *filled = negatives(found, corpus, 3)[0]
    assert first == "c 0.7" and {text[0] for text in filled} <= set("def")


def test_a_row_whose_positive_is_far_away_is_filled_by_chance(tmp_path):
    values = {"negatives": 2, "range_max": 3, "relative_margin": 0.1, "sources": {"dense": 1.0, "random": 0.0}}
    found, _, corpus = mined(tmp_path, [*TEXTS, "far 0.1"], {"query": "p7"}, **values)
    assert (found.sources[found.decisions == Decision.NEGATIVE] == 1).all()
    assert None not in negatives(found, corpus, 2)[0]


def test_the_negations_of_the_group_are_no_suspects(tmp_path):
    groups = ["x", "x", "y", "y", "y", "y", "y"]
    values = {"groups": groups, "sources": {"in-group": 1.0, "dense": 1.0}, "relative_margin": 0.05, "negatives": 2}
    found, _, corpus = mined(tmp_path, TEXTS, {"query": "p0"}, **values)
    assert negatives(found, corpus, 2) == [["a 0.9", "c 0.7"]]


def test_all_sources_in_many_small_parts_are_the_same(tmp_path, monkeypatch):
    texts = [f"passage {number}" for number in range(60)]
    positives = {f"what of {number}": f"p{number}" for number in range(30)}
    values = {"vector": scattered_vector, "sources": {"dense": 1.0, "bm25": 1.0, "random": 0.0}}
    whole, _, _ = mined(tmp_path, texts, positives, **values)
    monkeypatch.setattr("hedge_hf.mining.mine._PAIRS_AT_ONCE", 7)
    parts, _, _ = mined(tmp_path, texts, positives, **values)
    assert np.array_equal(whole.decisions, parts.decisions)
    assert np.array_equal(whole.numbers, parts.numbers)


def test_what_does_not_fit_together_is_refused(tmp_path):
    queries, corpus = read(tmp_path, TEXTS, {"query": "p0"})
    for index, values, message in (
        ("tree", {}, "index is 'tree'; take flat, ivf, hnsw"),
        ("ivf", {"sources": {"random": 1.0}}, "index ivf has no effect without the source dense"),
        ("flat", {"false_negatives": "relabel"}, "relabel needs a teacher"),
    ):
        with pytest.raises(UsageError, match=message):
            Miner(queries, corpus, Settings(**values), index)


WORDS = st.sampled_from(["red lamp", "Red  lamp!", "RED LAMP", "boat", "Boat.", "fish", "no fish", "stone", "tree"])


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(WORDS, min_size=2, max_size=14),
    rows=st.lists(st.tuples(WORDS, st.lists(st.integers(0, 13), min_size=1, max_size=3)), min_size=1, max_size=5),
    sources=st.sampled_from(
        [{"dense": 1.0}, {"random": 1.0}, {"bm25": 1.0, "dense": 2.0}, {"in-group": 1, "random": 0}]
    ),
    count=st.integers(1, 4),
    easiness=st.sampled_from([0.0, 0.4, 1.0]),
    policy=st.sampled_from(["drop", "down-weight", "relabel"]),
    index=st.sampled_from(["flat", "ivf"]),
)
def test_no_positive_no_duplicate_and_no_query_is_ever_a_negative(
    tmp_path_factory, texts, rows, sources, count, easiness, policy, index
):
    folder = tmp_path_factory.mktemp("mined")
    positives = {query: [f"p{number % len(texts)}" for number in numbers] for query, numbers in rows}
    known: dict[str, set[str]] = {}
    for query, ids in positives.items():
        answers = [query, *(texts[int(identifier[1:])] for identifier in ids)]
        known.setdefault(text_ids(pa_strings([query]))[0], set()).update(text_ids(pa_strings(answers)))
    ranked = {"dense", "bm25"} & sources.keys()
    index = index if "dense" in sources else "flat"
    found, queries, corpus = mined(
        folder, texts, positives, Teacher(boat=1.0, fish=2.0) if ranked else None, easiness, scattered_vector, index,
        groups=[str(number % 3) for number in range(len(texts))],
        sources=sources, negatives=count, false_negatives=policy if ranked else "drop",
    )  # fmt: skip
    for query, row in zip(text_ids(queries.texts), found.negatives(count).tolist(), strict=True):
        emitted = text_ids(pa_strings([corpus.texts[number].as_py() for number in row if number >= 0]))
        assert not known[query] & set(emitted)
        assert len(set(emitted)) == len(emitted)


def pa_strings(texts):
    import pyarrow as pa

    return pa.array(texts, pa.string())
