import pytest
from datasets import Dataset, DatasetDict
from tiny import load_tiny_encoder

from hedge_hf.losses import DissimilarityLoss
from hedge_hf.train.trainer import HedgeTripleTrainer, HedgeTripleTrainingArguments

ROWS = Dataset.from_dict({"anchor": ["a", "b"], "positive": ["a", "b"], "negative": ["c", "d"]})
PAIRS = Dataset.from_dict({name: ["a", "b"] for name in ("q1", "q2", "doc1", "doc2")})


def losses(encoder, folder, rows, **changes):
    arguments = HedgeTripleTrainingArguments(output_dir=str(folder), bf16=False, use_cpu=True, **changes)
    return HedgeTripleTrainer(model=load_tiny_encoder(encoder), args=arguments, train_dataset=rows).loss


@pytest.mark.parametrize(
    ("rows", "tied"),
    [
        ({"groups": PAIRS, "mined": ROWS, "feedback_negatives": ROWS}, {"groups"}),
        ({"rows": ROWS, "feedback_exclusion": PAIRS}, {"rows"}),
        ({"mined": ROWS, "feedback_negatives": ROWS}, {"mined", "feedback_negatives"}),
    ],
)
def test_passages_are_tied_where_no_sentences_hold_the_geometry(tiny_encoder, tmp_path, rows, tied):
    found = losses(tiny_encoder, tmp_path, DatasetDict(rows), dissimilarity=1.0)
    assert {name for name, loss in found.items() if loss.columns} == tied
    assert {name for name, loss in found.items() if isinstance(loss.loss, DissimilarityLoss)} == tied


@pytest.mark.parametrize(("rows", "tied"), [(ROWS, (0, 1)), (PAIRS, (0, 2))])
def test_rows_alone_are_tied(tiny_encoder, tmp_path, rows, tied):
    assert losses(tiny_encoder, tmp_path, rows).columns == tied


def test_rows_may_be_trained_on_again(tiny_encoder, tmp_path):
    rows = DatasetDict(pairs=PAIRS.shuffle(seed=0), groups=PAIRS.shuffle(seed=1))
    losses(tiny_encoder, tmp_path, rows)
    assert losses(tiny_encoder, tmp_path, rows["pairs"]).columns == (0, 2)
