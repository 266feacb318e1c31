from __future__ import annotations

from hedge_hf.evaluation.bootstrap import Sample
from hedge_hf.generate.audit.pair_baselines import contrast_baselines, exclusion_baselines


def value(sample: Sample | str) -> float:
    assert isinstance(sample, Sample)
    return sample.value


def pair(q1: str, q2: str, doc1: str, doc2: str) -> dict[str, str]:
    return {"q1": q1, "q2": q2, "doc1": doc1, "doc2": doc2}


def exclusion(query: str, including: str, positive: str, negative: str) -> dict[str, str]:
    return {"query": query, "query_including": including, "positive": positive, "negative": negative}


def test_overlap_solves_pairs_that_repeat_their_queries() -> None:
    given_away = pair("lamp on", "lamp off", "The lamp is on.", "The lamp is off.")
    tied = pair("lamp", "lamp", "The lamp is on.", "The lamp is off.")
    crossed = pair("lamp off", "lamp on", "The lamp is on.", "The lamp is off.")
    found = contrast_baselines([given_away, given_away, tied, crossed])

    assert value(found["contrast_word_overlap"]) == 0.5
    assert value(found["contrast_anti_overlap"]) == 0.25


def test_the_edited_sentence_is_found_by_its_place() -> None:
    start, rest = ["One. ", "Two! ", "Three? ", "Four. "], "Five."
    rows = [
        pair("q", "q", "".join(start) + rest, "".join([*start[:n], "Other. ", *start[n + 1 :]]) + rest)
        for n in (0, 0, 3)
    ]

    assert value(contrast_baselines(rows)["contrast_edit_place"]) == 2 / 3


def test_equal_documents_have_no_edited_sentence() -> None:
    assert (
        contrast_baselines([pair("q", "q", "Same.", "Same.")])["contrast_edit_place"] == "no pair of documents differs"
    )


def test_a_counter_query_takes_the_shortcut_away() -> None:
    positive, negative = "She sings opera and jazz.", "He wrote the ballad of the sea."
    shortcut = exclusion("music, but no ballad of the sea", "only the ballad of the sea", positive, negative)
    found = exclusion_baselines([shortcut] * 3)

    assert value(found["exclusion_word_overlap"]) == 0.0
    assert value(found["exclusion_anti_overlap"]) == 1.0
    assert value(found["exclusion_pairs_word_overlap"]) == 0.0
    assert value(found["exclusion_pairs_anti_overlap"]) == 0.0


def test_an_overlap_that_tells_queries_apart_is_seen_in_the_pairs() -> None:
    row = exclusion(
        "opera and jazz", "ballad of the sea", "She sings opera and jazz.", "He wrote the ballad of the sea."
    )
    found = exclusion_baselines([row, row])

    assert value(found["exclusion_word_overlap"]) == value(found["exclusion_pairs_word_overlap"]) == 1.0
