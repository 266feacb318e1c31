from collections import Counter

import pytest
from datasets import Dataset

from hedge_hf.audio.negated_captions import has_negation
from hedge_hf.audio.negation_insert import NegationInsert, TagFrequencies
from hedge_hf.audio.vocabulary import load_vocabulary
from hedge_hf.errors import UsageError

VOCABULARY = load_vocabulary()
OFTEN = TagFrequencies(
    Counter({"vocals": 100, "female vocals": 50, "piano": 80, "keyboards": 10, "drums": 60, "flute": 1, "slow": 30})
)
CAPTION, TAGS = "A song with piano.", ["piano"]


def transform(**options):
    return NegationInsert(VOCABULARY, OFTEN, **{"probability": 1.0} | options)


def test_what_is_absent_is_denied_and_nothing_else_changes():
    for index in range(200):
        denied = transform().insert(CAPTION, TAGS, index)
        assert 1 <= len(denied.names) <= 2
        assert has_negation(denied.text)
        assert not {"piano", "keyboards"} & set(denied.names)
        assert "song with piano" in denied.text
        assert all(name in denied.text for name in denied.names)


def test_relatives_of_tags_and_of_the_caption_are_not_denied():
    insert = transform()
    assert insert.absent("A song.", ["female singer"]) == ["drums", "flute", "keyboards", "piano", "slow"]
    assert "vocals" not in insert.absent("A man sings; male vocals.", ["rock"])
    for index in range(200):
        names = set(insert.insert("A song with a flute.", ["flute"], index).names)
        assert not {"vocals", "female vocals"} <= names


def test_frequent_tags_come_up_more_often():
    found = Counter(name for index in range(600) for name in transform(most=1).insert(CAPTION, TAGS, index).names)
    assert found["vocals"] > found["drums"] > found["slow"] > found["flute"]


def test_seed_epoch_and_index_decide_alone():
    first, second = transform(), transform()
    second.insert("Another.", ["rock"], 3)
    texts = [first.insert(CAPTION, TAGS, index).text for index in range(20)]
    assert texts == [second.insert(CAPTION, TAGS, index).text for index in range(20)]
    second.epoch = 1
    assert texts != [second.insert(CAPTION, TAGS, index).text for index in range(20)]
    assert texts != [transform(seed=1).insert(CAPTION, TAGS, index).text for index in range(20)]


def test_the_probability_is_kept():
    insert = transform(probability=0.3)
    share = sum(bool(insert.insert(CAPTION, TAGS, index).names) for index in range(1_000)) / 1_000
    assert share == pytest.approx(0.3, abs=0.05)
    assert not any(transform(probability=0.0).insert(CAPTION, TAGS, index).names for index in range(50))


def test_captions_that_deny_already_are_counted_and_left():
    insert = transform()
    assert insert.insert("No drums here.", ["piano"], 0).text == "No drums here."
    everything = "vocals piano drums flute slow"
    assert insert.insert(everything, ["rock"], 0).text == everything
    assert insert.skipped == {"the caption already has a negation": 1, "no term is absent": 1}


def test_it_is_a_transform_of_datasets(tmp_path):
    rows = Dataset.from_dict({"caption": [CAPTION] * 4, "tags": [TAGS] * 4})
    changed = rows.map(transform(), batched=True, with_indices=True, cache_file_name=str(tmp_path / "rows.arrow"))
    assert changed["caption"][:] == [transform().insert(CAPTION, TAGS, index).text for index in range(4)]
    assert changed["tags"][:] == [TAGS] * 4


def test_frequencies_are_those_of_the_tags():
    counted = TagFrequencies.of([["piano", "slow tempo"], ["grand piano"], ["theremin"]], VOCABULARY)
    assert counted.counts == {"piano": 2, "slow": 1}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"probability": 1.1}, "insert_probability is 1.1; it must be from 0 to 1"),
        ({"most": 0}, "insert_most is 0; it must be 1 or above"),
    ],
)
def test_a_wrong_setting_is_one_line(options, message):
    with pytest.raises(UsageError, match=message):
        transform(**options)


def test_tags_that_no_term_names_are_one_line():
    with pytest.raises(UsageError, match="no tag is a term of the vocabulary"):
        NegationInsert(VOCABULARY, TagFrequencies.of([["theremin"]], VOCABULARY))
