import numpy as np
import pytest

from hedge_hf.evaluation import Embeddings
from hedge_hf.inference import OptimisedQueries
from hedge_hf.inference.query_optimisation import split_query

VECTORS = {
    "rivers other than the Elbe": [0.6, 0.8, 0.0],
    "rivers": [0.8, 0.0, 0.6],
    "the Elbe": [0.0, 1.0, 0.0],
    "the Elbe is a river": [0.1, 0.9, 0.0],
}


class Encoder:
    """Gives known texts their vectors."""

    def encode(self, texts, **options):
        return np.array([VECTORS[text] for text in texts], dtype=np.float32)

    encode_query = encode_document = encode


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("songs of the band, excluding its live albums", ("songs of the band", "its live albums")),
        ("What did he write? I don't want anything about his plays", ("What did he write?", "his plays")),
        ("rivers apart from the Elbe", ("rivers", "the Elbe")),
        ("Who painted it, leaving aside his pupils?", ("Who painted it", "his pupils?")),
        ("drugs that are not safe in pregnancy", None),
        ("Without oil, what burns?", None),
        ("what is exceptional here", None),
    ],
)
def test_the_words_that_exclude_take_a_query_apart(query, parts):
    assert split_query(query) == parts


def test_a_query_moves_from_what_it_excludes_and_nothing_else_moves():
    model = OptimisedQueries(Encoder())
    [before], [after] = (
        model.encode(["rivers other than the Elbe"]),
        model.encode_query(["rivers other than the Elbe"]),
    )
    wanted, excluded = Encoder().encode(["rivers", "the Elbe"])
    assert before @ excluded > before @ wanted
    assert after @ wanted > after @ excluded
    assert np.linalg.norm(after) == pytest.approx(1, abs=1e-5)
    assert (model.encode_query(["rivers"]) == Encoder().encode(["rivers"])).all()
    texts = ["the Elbe is a river"]
    assert (model.encode_document(texts) == Encoder().encode(texts)).all()


def test_a_larger_weight_holds_it_back():
    query = ["rivers other than the Elbe"]
    [start] = Encoder().encode(query)
    near, far = (OptimisedQueries(Encoder(), stay=stay).encode_query(query)[0] @ start for stay in (5.0, 0.0))
    assert near > far + 0.1


def test_an_evaluation_optimises_queries_alone():
    scorer = Embeddings(OptimisedQueries(Encoder()), "optimised")
    query, document = ["rivers other than the Elbe"], ["the Elbe is a river"]
    assert scorer.similarities(query, document, retrieval=True) < scorer.similarities(query, document) - 0.1
