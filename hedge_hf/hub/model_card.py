"""The card of a trained encoder: how to use it, what it scores before and after, how it was made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from huggingface_hub import EvalResult, ModelCard, ModelCardData

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.report import from_json
from hedge_hf.evaluation.results import Comparison
from hedge_hf.hub.publish import CARDS
from hedge_hf.train.base import repo_id
from hedge_hf.train.run_folder import read_configuration

_DATASETS = {
    "contrast": "HedgeTriple contrast",
    "exclusion": "HedgeTriple exclusion",
    "inclusion": "HedgeTriple exclusion",
    "triplet": "HedgeTriple groups",
}


def model_card(repo: str, configuration: dict[str, Any], report: dict[str, Any]) -> ModelCard:
    """Make the card.

    Args:
        repo: Id the model will have.
        configuration: What `read_configuration` returned for the run.
        report: What `hedge-hf evaluate MODEL --against BASE --report DIR` wrote.

    Raises:
        UsageError: If the report has no comparison with the base.
    """
    try:
        comparison = from_json(report)
    except (KeyError, TypeError):
        comparison = None
    if not isinstance(comparison, Comparison):
        raise UsageError("the evaluation has no comparison; run hedge-hf evaluate MODEL --against BASE --report DIR")
    base = repo_id(configuration["model_name_or_path"])
    data = ModelCardData(
        model_name=repo,
        base_model=base,
        license="apache-2.0",
        language="en",
        library_name="sentence-transformers",
        pipeline_tag="sentence-similarity",
        tags=["negation", "hedging", "sentence-transformers", "feature-extraction"],
        eval_results=_eval_results(comparison),
    )
    return ModelCard.from_template(
        data,
        template_path=str(CARDS / "encoder.md.jinja"),
        repo=repo,
        base=base,
        comparison=comparison,
        configuration=configuration,
        report=report,
    )


def write_model_card(folder: Path, repo: str, evaluation: Path) -> None:
    """Write the card of the model in `folder` as its README.md.

    Raises:
        UsageError: If the evaluation, or the configuration beside the folder, cannot be read.
    """
    try:
        report = json.loads(evaluation.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{evaluation}: not an evaluation.json of hedge-hf evaluate ({error})") from error
    card = model_card(repo, read_configuration(folder.parent), report)
    card.save(folder / "README.md")


def _eval_results(comparison: Comparison) -> list[EvalResult]:
    return [
        EvalResult(
            task_type="sentence-similarity",
            dataset_type="hedgetriple",
            dataset_name=_DATASETS[name.split("_")[0]],
            dataset_split=comparison.tuned.split,
            metric_type=name,
            metric_name=score.label,
            metric_value=round(score.value, 2),
        )
        for name, score in comparison.tuned.scores.items()
    ]
