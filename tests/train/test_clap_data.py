from collections import Counter

import numpy as np
import pytest
from datasets import Dataset

from hedge_hf.audio.features import Clips
from hedge_hf.audio.negation_insert import NegationInsert, TagFrequencies
from hedge_hf.audio.rows import Music
from hedge_hf.audio.vocabulary import load_vocabulary
from hedge_hf.train.clap_data import ClapRows, Collate, audio_inputs
from hedge_hf.train.clap_model import new_clap

VOCABULARY = load_vocabulary()
CAPTIONS = ["A slow song with piano.", "A flute.", "No drums, a piano.", "A song.", "A fast song with drums."]
TAGS = [["slow", "piano"], ["flute"], ["piano"], ["organ"], ["fast", "drums"]]


@pytest.fixture(scope="module")
def processor():
    return new_clap("small", CAPTIONS)[1]


def rows(insert_probability=0.0, seed=0):
    music = Music("music", Dataset.from_dict({"audio": [None] * 5}), CAPTIONS, TAGS, Counter())
    spectrograms = np.random.default_rng(0).normal(size=(5, 256, 64)).astype(np.float16)
    frequencies = TagFrequencies.of(TAGS, VOCABULARY)
    insert = NegationInsert(VOCABULARY, frequencies, insert_probability, seed=seed) if insert_probability else None
    return ClapRows(Clips(music, spectrograms), VOCABULARY, frequencies, insert, seed)


def texts(found):
    return [tuple(row[kind] for kind in ("caption", "full", "part", "query")) for row in found]


def test_rows_have_what_the_caption_allows():
    first, flute, negated, nothing, _ = (rows()[index] for index in range(5))
    assert (first["caption"], first["full"]) == (CAPTIONS[0], "A not slow song without piano.")
    assert first["part"] in ("A not slow song with piano.", "A slow song without piano.")
    assert flute["full"] == "No flute."
    assert flute["part"] is None
    assert negated["full"] is nothing["full"] is None
    assert first["meaning"].is_true_of(first["contents"])
    assert rows().undeniable == {"a negation": 1, "no stated tag": 1}


def test_seed_epoch_and_index_decide_alone():
    one, other = rows(0.5), rows(0.5)
    assert texts(one[index] for index in range(5)) == texts(other[index] for index in (0, 1, 2, 3, 4))
    other[4]
    assert texts([one[0]]) == texts([other[0]])
    epochs = []
    for other.epoch in range(8):
        epochs.append(tuple(texts(other[index] for index in range(5))))
    assert len(set(epochs)) > 4
    other.epoch = 0
    assert texts([one[0]]) == texts([other[0]])


def test_a_batch_has_all_texts_one_kind_after_the_other(processor):
    data = rows()
    batch = Collate(processor, False, ("caption", "full", "query"))([data[index] for index in range(5)])
    assert batch["input_features"].shape == (5, 1, 256, 64)
    assert batch["input_ids"].shape[0] == batch["attention_mask"].shape[0] == 15
    assert batch["valid"].tolist() == [[True] * 5, [True, True, False, False, True], [True] * 5]
    assert batch["truth"].shape == (5, 5)
    assert batch["truth"].diagonal().all()
    decoded = processor.tokenizer.batch_decode(batch["input_ids"], skip_special_tokens=True)
    assert decoded[5].strip() == "a not slow song without piano."
    assert decoded[8].strip() == "a song."  # what cannot be negated stands as it is, and is not valid


def test_models_that_fuse_views_get_four():
    inputs = audio_inputs(np.ones((2, 256, 64), dtype=np.float16), fusion=True)
    assert inputs["input_features"].shape == (2, 4, 256, 64)
    assert not inputs["is_longer"].any()
