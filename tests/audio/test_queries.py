import random
from collections import Counter

from hedge_hf.audio.negation_insert import TagFrequencies
from hedge_hf.audio.queries import Contents, Query, draw_query, truth
from hedge_hf.audio.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
OFTEN = TagFrequencies(Counter({"piano": 3, "drums": 2, "flute": 1, "slow": 1}))


def test_a_drawn_query_is_true_of_its_clip_and_says_so():
    clip = Contents.of("A slow piano.", [], VOCABULARY)
    for seed in range(100):
        query = draw_query(clip, VOCABULARY, OFTEN, random.Random(seed))
        assert query.is_true_of(clip)
        assert len(query.wanted) <= 2
        assert set(query.excluded) < {"drums", "flute"}
        assert len(query.excluded) == 1
        named = {mention.term.name for mention in VOCABULARY.mentions(query.text)}
        assert named == {*query.wanted, *query.excluded}


def test_wording_varies():
    clip = Contents.of("A slow piano.", [], VOCABULARY)
    texts = {draw_query(clip, VOCABULARY, OFTEN, random.Random(seed), wants=1).text for seed in range(100)}
    assert len(texts) > 40
    assert any(text.startswith("piano") for text in texts)
    assert any(text.startswith("slow music") for text in texts)


def test_a_query_wants_as_much_as_is_asked_for():
    clip = Contents.of("A piano.", [], VOCABULARY)
    assert draw_query(clip, VOCABULARY, OFTEN, random.Random(0), wants=1).wanted == ("piano",)
    everything = Contents.of("", list(OFTEN.counts), VOCABULARY)
    assert draw_query(everything, VOCABULARY, OFTEN, random.Random(0)).excluded == ()


def test_truth_is_what_the_clips_have():
    queries = [Query("", ("piano",), ("drums",)), Query("", (), ("piano",))]
    clips = [Contents.of("", tags, VOCABULARY) for tags in (["piano"], ["piano", "drums"], ["drums"])]
    assert truth(queries, clips).tolist() == [[True, False, False], [False, False, True]]


def test_a_kind_is_neither_wanted_nor_excluded_where_it_is_not_known():
    vocals, female = (Contents.of("", [tag], VOCABULARY) for tag in ("vocals", "female vocals"))
    wanted, excluded = Query("", ("female vocals",), ()), Query("", (), ("female vocals",))
    assert truth([wanted, excluded], [vocals, female]).tolist() == [[False, True], [False, False]]
    assert Query("", ("vocals",), ()).is_true_of(female)


def test_what_a_caption_denies_is_not_there():
    clip = Contents.of("A piano, no drums.", ["piano"], VOCABULARY)
    assert "drums" not in clip.has
    assert "drums" in clip.may_have
