import random
from collections import Counter

from hedge_hf.audio.negation_insert import TagFrequencies
from hedge_hf.audio.queries import Query, draw_query, truth
from hedge_hf.audio.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
OFTEN = TagFrequencies(Counter({"piano": 3, "drums": 2, "flute": 1, "slow": 1}))


def test_a_drawn_query_is_true_of_its_clip_and_says_so():
    present = VOCABULARY.related(["piano", "slow"])
    for seed in range(100):
        query = draw_query(present, VOCABULARY, OFTEN, random.Random(seed))
        assert query.is_true_of(present)
        assert len(query.wanted) <= 2
        assert set(query.excluded) < {"drums", "flute"}
        assert len(query.excluded) == 1
        named = {mention.term.name for mention in VOCABULARY.mentions(query.text)}
        assert named == {*query.wanted, *query.excluded}


def test_wording_varies():
    present = VOCABULARY.related(["piano", "slow"])
    texts = {draw_query(present, VOCABULARY, OFTEN, random.Random(seed), wants=1).text for seed in range(100)}
    assert len(texts) > 40
    assert any(text.startswith("piano") for text in texts)
    assert any(text.startswith("slow music") for text in texts)


def test_a_query_wants_as_much_as_is_asked_for():
    present = VOCABULARY.related(["piano"])
    assert draw_query(present, VOCABULARY, OFTEN, random.Random(0), wants=1).wanted == ("piano",)
    everything = VOCABULARY.related(OFTEN.counts)
    assert draw_query(everything, VOCABULARY, OFTEN, random.Random(0)).excluded == ()


def test_truth_is_what_the_clips_have():
    queries = [Query("", ("piano",), ("drums",)), Query("", (), ("piano",))]
    clips = [{"piano"}, {"piano", "drums"}, {"drums"}]
    assert truth(queries, clips).tolist() == [[True, False, False], [False, False, True]]
