import re
from collections import Counter

import numpy as np
import pytest
from datasets import load_dataset
from rows import make_group
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.naive_bayes import BernoulliNB
from sklearn.pipeline import make_pipeline

from hedge_hf.data.instructions import AGREEMENT, CERTAINTY, LAYOUTS, instructions
from hedge_hf.taxonomy import NEGATION_TYPES

ROWS_PER_ANCHOR = 6


def words(text):
    return Counter(re.findall(r"[\w']+", text.lower()))


@pytest.fixture(scope="module")
def shipped():
    return load_dataset("hedgetriple", "groups", split="train[:600]").to_list()


@pytest.fixture(scope="module")
def questions(shipped):
    return [instruction for group in shipped for instruction in instructions(group)]


@pytest.mark.parametrize(("direct", "inverted"), AGREEMENT)
def test_the_readings_of_a_question_have_the_same_words(direct, inverted):
    assert direct != inverted and words(direct) == words(inverted)


def test_every_bag_of_words_has_both_answers(questions):
    answers = {}
    for row in questions:
        answers.setdefault(frozenset(words(row.prompt()).items()), []).append(row.answer)
    assert all(sorted(found) == [False, True] for found in answers.values())


def test_each_sentence_is_as_often_in_a_yes_as_in_a_no(shipped):
    for group in shipped:
        rows = instructions(group)
        assert len(rows) == ROWS_PER_ANCHOR and sum(row.answer for row in rows) == 3
        for text in {sentence.text for row in rows for sentence in (row.first, row.second)}:
            found = [row.answer for row in rows if text in (row.first.text, row.second.text)]
            assert sum(found) * 2 == len(found)


def test_a_negated_sentence_is_no_sign_of_disagreement(questions):
    asked = [row for row in questions if row.aspect == "agreement"]
    denials = Counter(row.first.denies + row.second.denies for row in asked)
    assert denials[1] == len(asked) / 2
    assert denials[0] == pytest.approx(denials[2], rel=0.2)
    assert np.mean([row.first.denies for row in asked]) == pytest.approx(0.5, abs=0.05)


def test_all_wordings_are_used(questions):
    used = {row.question for row in questions}
    assert used == {reading for pair in AGREEMENT for reading in pair} | {question for question, _ in CERTAINTY}
    assert {row.layout for row in questions} == set(LAYOUTS)


@pytest.mark.parametrize("ngrams", [(1, 1), (1, 2)])
def test_a_bag_of_words_stays_at_chance(questions, ngrams):
    vectors = CountVectorizer(ngram_range=ngrams, token_pattern=r"[\w']+", min_df=2)
    assert accuracy(questions, make_pipeline(vectors, LogisticRegression(max_iter=300, C=0.1))) == pytest.approx(
        0.5, abs=0.03
    )


def test_a_bag_of_cues_stays_at_chance(questions):
    cues = sorted({cue for kind in NEGATION_TYPES for cue in kind.cues})
    vectors = CountVectorizer(ngram_range=(1, 3), token_pattern=r"[\w']+", vocabulary=cues)
    assert accuracy(questions, make_pipeline(vectors, BernoulliNB())) == pytest.approx(0.5, abs=0.03)


def accuracy(questions, classifier):
    answers = np.array([row.answer for row in questions])
    anchors = np.array([row.anchor for row in questions])
    prompts = [row.prompt() for row in questions]
    found = cross_val_predict(classifier, prompts, answers, groups=anchors, cv=GroupKFold(5))
    return (found == answers).mean()


def test_a_hedge_is_the_more_cautious_sentence():
    for row in instructions(make_group(1))[-2:]:
        hedge_first = row.first.side == "hedge"
        names_first = "Is the first" in row.question
        cautious = "cautious" in row.question
        assert row.answer is ((hedge_first is names_first) is cautious)


def test_groups_without_hedges_or_negations_give_what_they_can():
    group = make_group(1)
    assert [row.aspect for row in instructions(group | {"hedges": []})] == ["agreement"] * 4
    assert [row.aspect for row in instructions(group | {"negations": []})] == ["certainty"] * 2
    assert instructions(group | {"hedges": [], "negations": group["negations"][:1]}) == []


def test_a_group_gives_the_same_questions_every_time():
    assert instructions(make_group(3)) == instructions(make_group(3))
