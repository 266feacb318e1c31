"""The card of a trained CLAP model: how to use it, what it scores, how it was made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from huggingface_hub import EvalResult, ModelCard, ModelCardData
from transformers import ClapFeatureExtractor

from hedge_hf.data.registration import MUSIC
from hedge_hf.errors import UsageError, one_line
from hedge_hf.evaluation.clap.evaluate import ClapEvaluation
from hedge_hf.evaluation.clap.table import LEVEL_LABELS, rank_cell
from hedge_hf.evaluation.table import cell
from hedge_hf.hub.card_files import check_measured, read_evaluation, save_card, without_places
from hedge_hf.hub.publish import CARDS, escaped
from hedge_hf.train.run_folder import read_configuration

_COMMAND = (
    "model_name_or_path", "architecture", "dataset", "insert_probability", "dissimilarity", "ordering", "queries",
    "learning_rate", "num_train_epochs", "per_device_train_batch_size", "seed",
)  # fmt: skip


def clap_card(
    repo: str, configuration: dict[str, Any], report: dict[str, Any], extractor: ClapFeatureExtractor
) -> ModelCard:
    """Make the card.

    Args:
        repo: Id the model will have.
        configuration: What `read_configuration` returned for the run.
        report: What `hedge-hf evaluate-clap MODEL --report DIR` wrote.
        extractor: The feature extractor of the model.

    Raises:
        UsageError: If the report or the configuration is not one of a CLAP model.
    """
    try:
        found = report["clapevaluation"]
        evaluation = ClapEvaluation.from_json(found | {"data": without_places(found["data"])})
    except (KeyError, TypeError, AttributeError, ValueError):
        raise UsageError(
            "the evaluation is not of a CLAP model; run hedge-hf evaluate-clap MODEL --report DIR"
        ) from None
    if "architecture" not in configuration:
        raise UsageError(
            "the configuration beside the model is not of hedge-hf train clap; give the folder of its run"
        )
    base = configuration["model_name_or_path"]
    is_local = base is not None and Path(base).exists()
    configuration = {name: without_places(value) for name, value in configuration.items()}
    data = ModelCardData(
        model_name=repo,
        base_model=None if is_local else base,
        license="apache-2.0",
        language="en",
        library_name="transformers",
        tags=["negation", "clap", "music", "audio-text-retrieval"],
        eval_results=_results(evaluation),
    )
    return ModelCard.from_template(
        data,
        template_path=str(CARDS / "clap.md.jinja"),
        repo=repo,
        rate=f"{extractor.sampling_rate:,}",
        seconds=extractor.max_length_s,
        evaluation=evaluation,
        labels=LEVEL_LABELS,
        cell=cell,
        rank_cell=rank_cell,
        escaped=escaped,
        configuration=configuration,
        command={name: configuration[name] for name in _COMMAND if configuration.get(name)},
        synthetic=configuration["dataset"] == MUSIC,
        report=report,
    )


def write_clap_card(model: Path, repo: str, evaluation: Path, folder: Path | None = None) -> None:
    """Write the card of a model as README.md.

    Args:
        model: Folder of the model in the folder of its run.
        repo: Id the model will have.
        evaluation: What `hedge-hf evaluate-clap --report` wrote.
        folder: Where to write it; by default beside the model.

    Raises:
        UsageError: If the evaluation, the processor or the configuration of the run cannot be read, or the evaluation
            is of another model.
    """
    report = read_evaluation(evaluation, "hedge-hf evaluate-clap")
    try:
        extractor = ClapFeatureExtractor.from_pretrained(model)
    except (OSError, ValueError) as error:
        raise UsageError(f"{model}: its processor cannot be read ({one_line(error)})") from error
    card = clap_card(repo, read_configuration(model.parent), report, extractor)
    check_measured(report["clapevaluation"]["model"], model, repo, f"hedge-hf evaluate-clap {model}")
    save_card(card, folder or model)


def _results(evaluation: ClapEvaluation) -> list[EvalResult]:
    scores = {f"original captions, Recall@{k}": one for k, one in evaluation.retrieval["original"].recall.items()}
    scores |= evaluation.binary.accuracy
    return [
        EvalResult(
            task_type="zero-shot-audio-classification",
            dataset_type=evaluation.data,
            dataset_name=evaluation.data,
            metric_type=name,
            metric_name=name,
            metric_value=round(score.value, 2),
        )
        for name, score in scores.items()
    ]
