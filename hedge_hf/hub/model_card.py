"""The card of a trained encoder: how to use it, what it scores before and after, how it was made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from huggingface_hub import ModelCard, ModelCardData

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.contamination.report import Contamination
from hedge_hf.evaluation.contamination.report import from_json as contamination_from_json
from hedge_hf.evaluation.model_index import eval_results
from hedge_hf.evaluation.report import from_json
from hedge_hf.evaluation.results import Comparison
from hedge_hf.evaluation.table import cell
from hedge_hf.hub.publish import CARDS, escaped
from hedge_hf.train.base import repo_id
from hedge_hf.train.run_folder import read_configuration


def model_card(
    repo: str, configuration: dict[str, Any], report: dict[str, Any], contamination: Contamination | None = None
) -> ModelCard:
    """Make the card.

    Args:
        repo: Id the model will have.
        configuration: What `read_configuration` returned for the run.
        report: What `hedge-hf evaluate MODEL --against BASE --report DIR` wrote.
        contamination: The check of the training data, if the card is to tell of it.

    Raises:
        UsageError: If the report has no comparison with the base.
    """
    try:
        comparison = from_json(report)
    except (KeyError, TypeError, AttributeError):
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
        eval_results=eval_results(comparison.tuned),
    )
    return ModelCard.from_template(
        data,
        template_path=str(CARDS / "encoder.md.jinja"),
        repo=repo,
        base=base,
        comparison=comparison,
        cell=cell,
        configuration=configuration,
        report=report,
        contamination=contamination,
        escaped=escaped,
    )


def write_model_card(folder: Path, repo: str, evaluation: Path, contamination: Path | None = None) -> None:
    """Write the card of the model in `folder` as its README.md.

    Raises:
        UsageError: If the evaluation, the contamination report, or the configuration beside the folder, cannot be
            read.
    """
    try:
        report = json.loads(evaluation.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{evaluation}: not an evaluation.json of hedge-hf evaluate ({error})") from error
    checked = _read_contamination(contamination) if contamination else None
    card = model_card(repo, read_configuration(folder.parent), report, checked)
    card.save(folder / "README.md")


def _read_contamination(path: Path) -> Contamination:
    try:
        return contamination_from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = f"no {error}" if isinstance(error, KeyError) else error
        raise UsageError(f"{path}: not a report of hedge-hf contamination --report ({reason})") from error
