import pytest

from hedge_hf.app.compare import compare, similarities
from hedge_hf.app.models import Models, NamedEncoder


def test_every_pair_is_measured_as_the_encoder_does(models):
    found = similarities(models.base, {"A": "a lamp", "B": "no lamp", "C": "perhaps a lamp"})
    assert list(found.pairs) == [("A", "B"), ("A", "C"), ("B", "C")]
    encoder = models.base.encoder
    expected = encoder.similarity(encoder.encode("a lamp"), encoder.encode("no lamp")).item()
    assert found.pairs["A", "B"] == pytest.approx(expected, abs=1e-5)
    assert found.pairs[found.closest] == max(found.pairs.values())


def test_two_sentences_give_one_pair_whichever_box_is_empty(models):
    page = compare(models, "a lamp", " ", "no lamp")
    assert page.count("A and C") == 2 and "B" not in page.split("</dl>")[0].split("<dt>")[1]
    assert "Closest" not in page


def test_texts_and_names_are_escaped(models):
    page = compare(models, "<script>alert(1)</script>", "b", "c")
    assert "<script>" not in page and "<b>tiny</b>" not in page and "&lt;b&gt;tiny" in page


@pytest.mark.parametrize("texts", [(None, None, None), ("", "", ""), ("one", "  ", None)])
def test_too_few_sentences_give_a_message(models, texts):
    assert "Type at least two sentences" in compare(models, *texts)


def test_a_long_sentence_gives_a_message(models):
    assert "Sentence B has 2,000 characters" in compare(models, "one", "x" * 2000, "")


def test_a_sentence_that_is_cut_off_is_told(models):
    assert "its end is cut off" in compare(models, "word " * 50, "one", "")
    assert "its end is cut off" not in compare(models, "two", "one", "")


def test_equal_encoders_differ_by_nothing(models):
    page = compare(Models(models.base, NamedEncoder("tuned", "same", models.base.encoder)), "a lamp", "no lamp", "")
    assert "+0.00" in page and "-0.00" not in page
