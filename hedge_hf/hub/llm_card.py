"""The card of a trained language model or its adapter: how to use it, what it scores, how it was made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from huggingface_hub import EvalResult, ModelCard, ModelCardData

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.results import Score
from hedge_hf.evaluation.table import cell
from hedge_hf.hub.card_files import check_measured, read_evaluation, save_card, without_places
from hedge_hf.hub.publish import CARDS, escaped
from hedge_hf.train.run_folder import read_configuration

_COMMAND = (
    "view", "data_files", "conversations", "max_anchors", "adapter", "load_in_4bit", "lora_rank", "lora_targets",
    "general_dataset", "replay_share", "kl_weight", "learning_rate", "num_train_epochs", "max_steps",
    "per_device_train_batch_size", "gradient_accumulation_steps", "max_length", "seed",
)  # fmt: skip


def llm_card(repo: str, configuration: dict[str, Any], report: dict[str, Any], is_adapter: bool) -> ModelCard:
    """Make the card.

    Args:
        repo: Id the model will have.
        configuration: What `read_configuration` returned for the run.
        report: What `hedge-hf evaluate-llm MODEL --against BASE --report DIR` wrote.
        is_adapter: Whether only the adapter is published.

    Raises:
        UsageError: If the report has no comparison with the base.
    """
    try:
        found = report["llmcomparison"]
        rows = [row for name in found["tuned"]["tasks"] for row in _rows(name, found)]
        results = _results(found["tuned"]["tasks"])
        verdict, settings, errors = found["verdict"], report["settings"], report["errors"]
    except (KeyError, TypeError) as error:
        raise UsageError(
            "the evaluation has no comparison; run hedge-hf evaluate-llm MODEL --against BASE --report DIR"
        ) from error
    name = configuration["model_name_or_path"]
    is_local = Path(name).exists()
    base = Path(name).name if is_local else name
    data = ModelCardData(
        model_name=repo,
        base_model=None if is_local else base,
        language="en",
        library_name="peft" if is_adapter else "transformers",
        pipeline_tag="text-generation",
        tags=["negation", "hedging", *(["lora"] if is_adapter else [])],
        eval_results=results,
    )
    return ModelCard.from_template(
        data,
        template_path=str(CARDS / "llm.md.jinja"),
        repo=repo,
        base=base,
        is_adapter=is_adapter,
        rows=rows,
        passed=verdict["passed"],
        reason=verdict["reason"],
        settings=settings,
        errors=_errors(errors),
        configuration={
            key: without_places(configuration[key]) for key in _COMMAND if configuration.get(key) is not None
        },
        alpha=configuration.get("merged_alpha"),
        report=report,
        escaped=escaped,
    )


def write_llm_card(model: Path, repo: str, evaluation: Path, folder: Path | None = None) -> None:
    """Write the card of a model as README.md.

    Args:
        model: Its folder, beside the configuration of its run.
        repo: Id the model will have.
        evaluation: The evaluation-llm.json.
        folder: Where to write; without, beside the model.

    Raises:
        UsageError: If the evaluation, or the configuration beside the model, cannot be read, or the evaluation is of
            another model.
    """
    report = read_evaluation(evaluation, "hedge-hf evaluate-llm")
    card = llm_card(repo, read_configuration(model.parent), report, (model / "adapter_config.json").is_file())
    measured = report["llmcomparison"]["tuned"]["model"]
    check_measured(measured, model, repo, f"hedge-hf evaluate-llm {model} --against BASE")
    save_card(card, folder or model)


def _rows(suite: str, comparison: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    before, after = (comparison[side]["tasks"][suite] for side in ("base", "tuned"))
    rows = []
    for scores in ("scores", "by_category"):
        for name, found in after[scores].items():
            base, change = before[scores].get(name), comparison["differences"][suite].get(name)
            rows.append(
                (
                    f"{suite}, {Score(**found).label.lower()}",
                    cell(Score(**base)) if base else "",
                    cell(Score(**found)),
                    cell(Score(**change), signed=True) if change else "",
                )
            )
    return rows


def _errors(errors: dict[str, dict[str, dict[str, int]]]) -> list[tuple[str, list[int]]]:
    """Return the classes of wrong answers with their counts before and after."""
    counts = [found["Arithmetic"] for found in errors.values() if "Arithmetic" in found]
    return [(name, [one[name] for one in counts]) for name in counts[0]] if len(counts) == 2 else []


def _results(tasks: dict[str, Any]) -> list[EvalResult]:
    return [
        EvalResult(
            task_type="text-generation",
            dataset_type=task["dataset"].partition(":")[0],
            dataset_name=name,
            metric_type=key,
            metric_name=key,
            metric_value=round(score["value"], 2),
        )
        for name, task in tasks.items()
        for key, score in task["scores"].items()
    ]
