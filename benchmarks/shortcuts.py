"""How far word overlap, without any understanding, gets on the shipped contrast pairs and exclusion queries.

python benchmarks/shortcuts.py
"""

from __future__ import annotations

import re

from datasets import concatenate_datasets, load_dataset
from environment import save

import hedge_hf  # noqa: F401  (teaches datasets the name)
from hedge_hf.generate.audit.words import overlap
from hedge_hf.metrics.excluir import right_rank
from hedge_hf.metrics.nevir import paired_accuracy

_NEGATOR = re.compile(r"\b(?:not|no|never|none|neither|nor|without|nobody|nothing)\b|n't")


def main() -> None:
    """Measure on all rows."""
    contrast, exclusion = (
        concatenate_datasets(list(load_dataset("hedgetriple", config).values())).to_list()
        for config in ("contrast", "exclusion")
    )
    scores = [[[overlap(row[q], row[d]) for d in ("doc1", "doc2")] for q in ("q1", "q2")] for row in contrast]
    more_negators = [len(_NEGATOR.findall(row["doc2"])) > len(_NEGATOR.findall(row["doc1"])) for row in contrast]
    positive, negative = ([overlap(row["query"], row[name]) for row in exclusion] for name in ("positive", "negative"))
    less = [one < other for one, other in zip(positive, negative, strict=True)]
    save(
        "shortcuts",
        {
            "contrast": {
                "rows": len(contrast),
                "paired_accuracy_of_overlap": paired_accuracy(scores)["paired_accuracy"],
                "share_with_more_negators_in_doc2": sum(more_negators) / len(contrast),
            },
            "exclusion": {
                "rows": len(exclusion),
                "right_rank_of_overlap": right_rank(positive, negative),
                "share_where_positive_overlaps_less": sum(less) / len(less),
            },
        },
    )


if __name__ == "__main__":
    main()
