"""The card of a trained encoder: how to use it, what it scores before and after, how it was made."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

from huggingface_hub import ModelCard, ModelCardData

from hedge_hf.errors import UsageError, one_line
from hedge_hf.evaluation.contamination.report import Contamination
from hedge_hf.evaluation.contamination.report import from_json as contamination_from_json
from hedge_hf.evaluation.model_index import eval_results
from hedge_hf.evaluation.report import from_json
from hedge_hf.evaluation.results import Comparison
from hedge_hf.evaluation.table import cell
from hedge_hf.hub.card_files import check_measured, read_evaluation, save_card, without_places
from hedge_hf.hub.publish import CARDS, escaped
from hedge_hf.train.base import EMBEDDED_REPO, repo_id
from hedge_hf.train.run_folder import TOOK, read_configuration

_LICENCES = {EMBEDDED_REPO: "apache-2.0", "sentence-transformers/all-mpnet-base-v2": "apache-2.0"}
_NO_OPTIONS = ("data", "version", "feedback_digest", "rows_digest")


def model_card(
    repo: str,
    configuration: dict[str, Any],
    report: dict[str, Any],
    contamination: Contamination | None = None,
    took: dict[str, Any] | None = None,
    is_adapter: bool = False,
) -> ModelCard:
    """Make the card.

    Args:
        repo: Id the model will have.
        configuration: What `read_configuration` returned for the run.
        report: What `hedge-hf evaluate MODEL --against BASE --report DIR` wrote.
        contamination: The check of the training data, if the card is to tell of it.
        took: `seconds`, `steps` and `processes` of the training, if they were noted.
        is_adapter: Whether only an adapter is published.

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
    is_local = Path(base).exists()
    data = ModelCardData(
        model_name=repo,
        base_model=None if is_local else base,
        license=_LICENCES.get(base),
        language="en",
        library_name="peft" if is_adapter else "sentence-transformers",
        pipeline_tag="sentence-similarity",
        tags=["negation", "hedging", "sentence-transformers", "feature-extraction", *(["lora"] if is_adapter else [])],
        eval_results=eval_results(comparison.tuned),
    )
    shown = {name: without_places(value) for name, value in configuration.items()}
    return ModelCard.from_template(
        data,
        template_path=str(CARDS / "encoder.md.jinja"),
        repo=repo,
        base=Path(base).name if is_local else base,
        licence=_LICENCES.get(base),
        comparison=comparison,
        worse=worse(comparison),
        cell=cell,
        configuration={name: _code(value) for name, value in shown.items()},
        command=_command(shown),
        own_files=shown.get("data_files"),
        took=took,
        is_adapter=is_adapter,
        report=report,
        contamination=contamination,
        escaped=escaped,
    )


def worse(comparison: Comparison) -> list[str]:
    """Return what fine-tuning made worse beyond chance (p < 0.05), as lines of a list."""
    return [
        f"{task}, {change.label.lower()}: {cell(change, signed=True)}"
        for task, changes in comparison.differences.items()
        for change in changes.values()
        if change.value < 0 and change.p_value is not None and change.p_value < 0.05
    ]


def _command(configuration: dict[str, Any]) -> str:
    if "average_of" in configuration:
        averaged = {"weights": configuration["average_weights"], "output_dir": "AVERAGE"}
        return _call(["hedge-hf average", *map(shlex.quote, configuration["average_of"])], averaged)
    trained = {name: value for name, value in configuration.items() if name not in _NO_OPTIONS}
    return _call(["hedge-hf train encoder"], trained)


def _call(command: list[str], options: dict[str, Any]) -> str:
    given = (
        f"--{name} {' '.join(shlex.quote(str(one)) for one in (value if isinstance(value, list) else [value]))}"
        for name, value in options.items()
        if value is not None and value not in ([], {}, "")
    )
    return " ".join([*command, *given])


def _code(value: Any) -> str:
    text = one_line(str(value))
    return escaped(text) if set(text) & {"`", "|"} else f"`{text}`"


def write_model_card(
    model: Path, repo: str, evaluation: Path, contamination: Path | None = None, folder: Path | None = None
) -> None:
    """Write the card of a model as README.md.

    Args:
        model: Its folder, beside the configuration of its run.
        repo: Id the model will have.
        evaluation: What `hedge-hf evaluate MODEL --against BASE --report DIR` wrote.
        contamination: What `hedge-hf contamination --report` wrote.
        folder: Where to write; without, beside the model.

    Raises:
        UsageError: If the evaluation, the contamination report, or the configuration beside the folder, cannot be
            read, or the evaluation is of another model.
    """
    report = read_evaluation(evaluation, "hedge-hf evaluate")
    checked = _read_contamination(contamination) if contamination else None
    configuration, took = read_configuration(model.parent), _read_took(model.parent / TOOK)
    is_adapter = (model / "adapter_config.json").is_file()
    card = model_card(repo, configuration, report, checked, took, is_adapter)
    if not is_adapter:  # the encoder it was cut from was measured
        measured = report["comparison"]["tuned"]["model"]
        check_measured(measured, model, repo, f"hedge-hf evaluate {model} --against BASE")
    save_card(card, folder or model)


def _read_took(path: Path) -> dict[str, Any] | None:
    try:
        took = json.loads(path.read_text(encoding="utf-8"))
        return {name: int(took[name]) for name in ("seconds", "steps", "processes")}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is damaged ({one_line(error)}); remove it") from error


def _read_contamination(path: Path) -> Contamination:
    try:
        return contamination_from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = f"no {error}" if isinstance(error, KeyError) else error
        raise UsageError(f"{path}: not a report of hedge-hf contamination --report ({reason})") from error
