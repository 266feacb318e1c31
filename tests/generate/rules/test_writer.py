from __future__ import annotations

import hashlib
from collections import Counter
from difflib import SequenceMatcher

import pyarrow.parquet as pq
import pytest

from hedge_hf.data.builder import SEED_FOLDER
from hedge_hf.errors import UsageError
from hedge_hf.generate.rules import RuleWriter
from hedge_hf.generate.types import Anchor, Draft, Variant
from hedge_hf.taxonomy import HEDGE_TYPE_NAMES, NEGATION_TYPE_NAMES

ANCHORS = pq.read_table(SEED_FOLDER / "groups.parquet")["anchor"].to_pylist()[::3]


def anchor(text: str, language: str = "en") -> Anchor:
    return Anchor(hashlib.sha256(text.encode()).hexdigest()[:16], text, "test", "test", language, "unknown")


@pytest.fixture(scope="module")
def drafts() -> list[tuple[str, Draft]]:
    writer = RuleWriter()
    return [(text, writer.write(anchor(text))) for text in ANCHORS]


def test_the_same_seed_and_anchor_give_the_same_draft() -> None:
    first = [RuleWriter(7).write(anchor(text)) for text in ANCHORS[:50]]
    writer = RuleWriter(7)
    backwards = [writer.write(anchor(text)) for text in reversed(ANCHORS[:50])]
    assert first == backwards[::-1]
    assert first != [RuleWriter(8).write(anchor(text)) for text in ANCHORS[:50]]


def test_variants_come_in_the_order_of_the_taxonomy(drafts: list[tuple[str, Draft]]) -> None:
    for _, draft in drafts:
        for variants, names in ((draft.hedges, HEDGE_TYPE_NAMES), (draft.negations, NEGATION_TYPE_NAMES)):
            places = [names.index(variant["type"]) for variant in variants]
            assert places == sorted(set(places))
    assert any(len(draft.hedges) == 2 and len(draft.negations) == 4 for _, draft in drafts)


def test_a_text_differs_from_its_anchor_and_the_other_variants(drafts: list[tuple[str, Draft]]) -> None:
    for text, draft in drafts:
        texts = [variant["text"] for variant in (*draft.hedges, *draft.negations)]
        assert len({text, *texts}) == len(texts) + 1


def test_cues_stand_in_the_variant_and_not_in_the_anchor(drafts: list[tuple[str, Draft]]) -> None:
    for text, draft in drafts:
        for variant in (*draft.hedges, *draft.negations):
            assert variant["cue"] in variant["text"]
        for variant in draft.hedges:
            assert f" {variant['cue'].lower()} " not in f" {text.lower()} "


def test_variants_keep_close_to_the_anchor(drafts: list[tuple[str, Draft]]) -> None:
    for text, draft in drafts:
        for variant in (*draft.hedges, *draft.negations):
            assert changed_characters(text, variant["text"]) < 60
            assert changed_words(text, variant["text"]) <= 10


def test_variants_keep_case_and_final_punctuation(drafts: list[tuple[str, Draft]]) -> None:
    for text, draft in drafts:
        for variant in (*draft.hedges, *draft.negations):
            assert variant["text"][-1] == text[-1]
            assert variant["text"][0].isupper() == text[0].isupper()
            assert "  " not in variant["text"]
            assert " ," not in variant["text"]


def test_articles_agree(drafts: list[tuple[str, Draft]]) -> None:
    for text, draft in drafts:
        for variant in (*draft.hedges, *draft.negations):
            for wrong in (" a un", " a in", " a ill", " an safe", " an friendly"):
                assert wrong not in variant["text"].replace(" a uni", "").replace(" a unan", "") or wrong in text


def test_cues_of_hedges_are_many_and_none_dominates(drafts: list[tuple[str, Draft]]) -> None:
    for place, fewest in ((0, 45), (1, 70)):
        cues = Counter(draft.hedges[place]["cue"].lower() for _, draft in drafts if len(draft.hedges) > place)
        assert len(cues) > fewest
        assert max(cues.values()) < 0.08 * sum(cues.values())


def test_coverage_of_the_shipped_anchors(drafts: list[tuple[str, Draft]]) -> None:
    found = Counter(variant["type"] for _, draft in drafts for variant in (*draft.hedges, *draft.negations))
    share = {name: count / len(drafts) for name, count in found.items()}
    assert share["single"] > 0.8 and share["multi"] > 0.85
    assert share["verbal"] > 0.55 and share["absolute"] > 0.3
    assert share["affixal"] > 0.15 and share["lexical"] > 0.15


def test_other_languages_are_refused() -> None:
    with pytest.raises(UsageError, match=r"English only.*'de'"):
        RuleWriter().write(anchor("Der Hund schläft.", language="de"))


@pytest.mark.parametrize("text", ["...", "?!", "“”", "Yes", "a", "uh-huh yeah", "42", "🙂", "the the", ", and"])
def test_what_is_no_sentence_has_no_negation(text: str) -> None:
    assert RuleWriter().write(anchor(text)).negations == []


def changed_characters(before: str, after: str) -> int:
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in blocks if tag != "equal")


def changed_words(before: str, after: str) -> int:
    blocks = SequenceMatcher(None, before.split(), after.split(), autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in blocks if tag != "equal")


def texts(variants: list[Variant]) -> list[str]:
    return [variant["text"] for variant in variants]


def test_curly_apostrophes_stay_curly() -> None:
    for seed in range(20):
        draft = RuleWriter(seed).write(anchor("The baker’s shop is open."))
        assert not any("'" in text for text in texts([*draft.hedges, *draft.negations]))
