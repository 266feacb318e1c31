import random

from hedge_hf.train.contrast_rows import COLUMNS
from hedge_hf.train.cropping import CropDocuments, cropped

FIRST = "She reigned. She was kind. She never drew money. She built roads. She died."
SECOND = "She reigned. She was kind. She drew much money. She built roads. She died."
ROW = dict(zip(COLUMNS, (["kind?"], ["greedy?"], [FIRST], [SECOND]), strict=True))


def test_the_sentences_that_differ_stay_and_neighbours_may():
    cuts = {cropped(FIRST, SECOND, random.Random(seed)) for seed in range(50)}
    assert len(cuts) == 4
    assert min(cuts, key=lambda pair: len(pair[0])) == ("She never drew money.", "She drew much money.")
    assert all("She reigned" not in text and "She died" not in text for pair in cuts for text in pair)


def test_documents_without_a_common_sentence_keep_their_first_ones():
    one, other = cropped("A. B. C. D. E. F.", "U. V. W. X. Y. Z.", random.Random(0))
    assert one.startswith("A. B. C.") and other.startswith("U. V. W.")
    assert len(one) < 16 and len(other) < 16


def test_equal_documents_and_an_added_sentence_are_never_empty():
    assert cropped(FIRST, FIRST, random.Random(0)) == (FIRST, FIRST)
    for seed in range(10):
        one, other = cropped("A. B.", "A. B. C.", random.Random(seed))
        assert one and "C." in other


def test_only_the_first_epochs_are_cut_and_always_alike():
    crop = CropDocuments(seed=0, epochs=1)
    first = crop(ROW)
    assert list(first) == COLUMNS
    assert len(first["doc1"][0]) < len(FIRST)
    assert crop(ROW) == first == CropDocuments(seed=0, epochs=1)(ROW)
    crop.epoch = 1
    assert crop(ROW) == ROW
