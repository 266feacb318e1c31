import pyarrow as pa
import pytest
from rows import make_group

from hedge_hf.app.journal import DecisionJournal
from hedge_hf.app.review import Review
from hedge_hf.app.triple import changed_words, triple_html
from hedge_hf.data.schema import GROUPS


def test_texts_are_escaped(tmp_path):
    group = make_group(0) | {"anchor": "<script>x</script>", "source": "<i>s</i>"}
    group["hedges"][0]["text"] = "<img src=x onerror=alert(1)> hedge"
    table = pa.Table.from_pylist([group], schema=GROUPS.arrow_schema)
    review = Review(table, DecisionJournal(tmp_path / "r.jsonl"))
    page = triple_html(review, review.items[0], None)
    assert "<script>" not in page and "<img" not in page and "<i>" not in page


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The lamp is not on.", [("The lamp is", False), ("not", True), ("on.", False)]),
        ("Perhaps, the lamp is on", [("Perhaps,", True), ("the lamp is on", False)]),
        ("The lamp is on.", [("The lamp is on.", False)]),
    ],
)
def test_words_that_differ_from_the_anchor_are_found(text, expected):
    assert changed_words("The lamp is on.", text) == expected
