"""What negation costs in arithmetic, and which recipe keeps it, on a small model trained from nothing.

    python benchmarks/llm/trade_off.py [--pretraining-steps N] [--steps N] [--seeds N] [--split SPLIT] [--name NAME]

A Llama of some hundred thousand weights learns to solve word problems, what sentences of a small language say, and
whether two sentences without a negation agree (small_lessons.py). It is then fine-tuned by every recipe, with several
seeds, on HedgeTriple's questions about the language (small_groups.py), through `hedge-hf train llm`. Negation is the
accuracy on held-out anchors (all questions come in pairs of the same words, so chance is 50), arithmetic the exact
match on new word problems. Writes results/NAME.json and the table of docs/llm.md. Steps and learning rates were chosen
with --split validation, and --base to pretrain once. On a GPU, give a larger --width and --layers, and more steps.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from datasets import load_dataset
from small_groups import small_groups
from small_model import ABOUT, BATCH, pretrain
from word_problems import word_problems

sys.path.insert(0, str(Path(__file__).parents[1]))

from environment import save

from hedge_hf.evaluation.bootstrap import difference, share
from hedge_hf.evaluation.llm import gsm8k
from hedge_hf.evaluation.llm.errors import error_counts
from hedge_hf.evaluation.llm.model import LanguageModel
from hedge_hf.evaluation.llm.problems import Problem
from hedge_hf.evaluation.llm.questions import choose
from hedge_hf.evaluation.llm.suites import hedgetriple
from hedge_hf.evaluation.table import cell
from hedge_hf.train.llm import train
from hedge_hf.train.llm_arguments import LLMArguments, LLMTrainingArguments
from hedge_hf.train.llm_merge import load_merged
from hedge_hf.train.llm_model import load_tokenizer

_NAME = "llm_trade_off"
_DOCUMENT = Path(__file__).parents[2] / "docs" / "llm.md"
_MARKS = ("<!-- trade-off -->\n", "<!-- end of trade-off -->")
_PROBLEMS = 300
_FULL = {"lora_rank": 0}
_ATTENTION = ["q_proj", "k_proj", "v_proj", "o_proj"]
_PLAIN, _ALPHAS = "answer only", (0.25, 0.5, 0.75)


def recipes(problems: str) -> dict[str, dict[str, Any]]:
    """Return what each recipe asks of `hedge-hf train llm`."""
    general = {"general_dataset": problems}
    return {
        _PLAIN: _FULL,
        "answer only, adapter of rank 8": {"lora_rank": 8},
        "answer only, adapter of rank 8 on attention": {"lora_rank": 8, "lora_targets": _ATTENTION},
        "answer only, replay of a third": _FULL | general | {"replay_share": 1 / 3},
        "answer only, KL to the base": _FULL | general | {"kl_weight": 2.0},
        "reasoning": _FULL | {"view": "sft-reasoning"},
    }


class Exam:
    """Both tests, the same for all models."""

    def __init__(self, groups: list[dict[str, Any]], taught: list[Problem]) -> None:
        """Make the questions about groups, and problems of which none was taught."""
        seen = {problem.question for problem in taught}
        self.questions = hedgetriple(groups)
        self.problems = [one for one in word_problems(2 * _PROBLEMS, seed=2) if one.question not in seen][:_PROBLEMS]
        self.anchors = np.unique([question.unit for question in self.questions], return_inverse=True)[1]

    def take(self, folder: Path, reasons: bool = False) -> dict[str, Any]:
        """Return which items a model gets right, and its errors in arithmetic."""
        model = LanguageModel(str(folder), batch_size=64)
        choices = choose(model, self.questions, "reasoning" if reasons else "likelihood")
        replies = model.generate(gsm8k.chats(self.problems, []), max_tokens=32)
        gold = [gsm8k.result(problem) for problem in self.problems]
        right = [choice == question.answer for choice, question in zip(choices, self.questions, strict=True)]
        return {
            "negation": np.bincount(self.anchors, weights=right) / np.bincount(self.anchors),
            "arithmetic": np.array(
                [gsm8k.flexible(one) == two for one, two in zip(replies, gold, strict=True)], float
            ),
            "errors": error_counts(self.problems, replies),
        }


def main() -> None:
    """Pretrain, fine-tune by every recipe and seed, and save the table."""
    options = _options()
    torch.set_num_threads(options.threads)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        groups = _write(folder / "groups.jsonl", small_groups())
        taught = word_problems(options.pretraining_steps * BATCH * 2 // 5, seed=1)
        replayed = word_problems(2000, seed=3)
        problems = _write(folder / "problems.jsonl", [vars(one) for one in replayed])
        base = options.base or folder / "base"
        if not base.exists():
            pretrain(base, _split(groups, "train"), taught, options.width, options.layers)
        about = json.loads((base / ABOUT).read_text(encoding="utf-8"))
        _tell(f"pretrained {about}")
        exam = Exam(_split(groups, options.split), taught + replayed)
        before = exam.take(base)
        _tell(f"base: {_figures(before)}")
        taken: dict[str, list[dict[str, Any]]] = {}
        for recipe, changes in recipes(problems).items():
            for seed in range(options.seeds):
                model = _tuned(folder / "run", base, changes | {"data_files": groups}, seed, options)
                reasons = changes.get("view") == "sft-reasoning"
                taken.setdefault(recipe, []).append(exam.take(model, reasons))
                _tell(f"{recipe}, seed {seed}: {_figures(taken[recipe][-1])}, {time.monotonic() - started:.0f} s")
                for alpha in _ALPHAS if recipe == _PLAIN else ():
                    merged = exam.take(_merged(folder / "merged", base, model, alpha))
                    taken.setdefault(f"{_PLAIN}, merged at {alpha}", []).append(merged)
    table = {recipe: _row(before, found) for recipe, found in taken.items()}
    figures = {task: 100 * float(before[task].mean()) for task in ("negation", "arithmetic")}
    result = {
        "base": about | figures | {"errors": before["errors"]},
        "steps": options.steps,
        "batch": options.batch,
        "learning_rates": {"all weights": options.learning_rate, "adapter": options.adapter_learning_rate},
        "split": options.split,
        "seeds": options.seeds,
        "test": {"negation": len(exam.questions), "anchors": len(before["negation"]), "arithmetic": _PROBLEMS},
        "recipes": table,
        "seconds": round(time.monotonic() - started),
    }
    name = options.name or (_NAME if options.split == "test" else f"{_NAME}_{options.split}")
    save(name, result)
    if name == _NAME:
        _write_table(result)


def _tuned(output: Path, base: Path, changes: dict[str, Any], seed: int, options: argparse.Namespace) -> Path:
    shutil.rmtree(output, ignore_errors=True)
    training = LLMTrainingArguments(
        output_dir=str(output),
        max_steps=options.steps,
        per_device_train_batch_size=options.batch,
        learning_rate=options.adapter_learning_rate if changes["lora_rank"] else options.learning_rate,
        seed=seed,
        save_strategy="no",
        logging_steps=1000,
        disable_tqdm=True,
        max_length=1024,
        use_cpu=not torch.accelerator.is_available(),
    )
    return train(LLMArguments(model_name_or_path=str(base), **changes), training)


def _split(groups: str, split: str) -> list[dict[str, Any]]:
    return load_dataset("hedgetriple", "groups", data_files=groups, split=split).to_list()


def _write(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def _merged(merged: Path, base: Path, model: Path, alpha: float) -> Path:
    load_merged(str(model), str(base), alpha).save_pretrained(merged)
    load_tokenizer(str(model)).save_pretrained(merged)
    return merged


def _row(before: dict[str, Any], found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the means over seeds, with paired intervals over anchors and problems."""
    row: dict[str, Any] = {}
    for task in ("negation", "arithmetic"):
        mean = np.mean([one[task] for one in found], axis=0)
        change = difference(task, share(before[task]), share(mean))
        value = 100 * float(mean.mean())
        row[task] = {
            "value": value,
            "seeds": [100 * float(one[task].mean()) for one in found],
            "difference": cell(change, signed=True),
            "low": value - change.value + change.low if change.low is not None else None,
            "high": value - change.value + change.high if change.high is not None else None,
        }
    row["errors"] = {name: sum(one["errors"][name] for one in found) / len(found) for name in found[0]["errors"]}
    return row


def _write_table(result: dict[str, Any]) -> None:
    """Put the table into the document."""
    base = result["base"]
    lines = [
        "| recipe | negation | difference | arithmetic | difference |",
        "|---|---:|---:|---:|---:|",
        f"| base | {base['negation']:.1f} | | {base['arithmetic']:.1f} | |",
    ]
    for name, row in result["recipes"].items():
        cells = [f"{row[task]['value']:.1f} | {row[task]['difference']}" for task in ("negation", "arithmetic")]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    errors = {"base": base["errors"]} | {name: row["errors"] for name, row in result["recipes"].items()}
    lines += ["", f"| wrong answers of {_PROBLEMS} | {' | '.join(base['errors'])} |"]
    lines.append(f"|---|{'---:|' * len(base['errors'])}")
    lines += [f"| {name} | {' | '.join(f'{count:.0f}' for count in row.values())} |" for name, row in errors.items()]
    text = _DOCUMENT.read_text(encoding="utf-8")
    start, end = (text.index(mark) for mark in _MARKS)
    table = "\n".join(lines)
    _DOCUMENT.write_text(f"{text[: start + len(_MARKS[0])]}{table}\n{text[end:]}", encoding="utf-8")


def _figures(taken: dict[str, Any]) -> str:
    return ", ".join(f"{task} {100 * taken[task].mean():.1f}" for task in ("negation", "arithmetic"))


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pretraining-steps", type=int, default=2400)
    parser.add_argument("--base", type=Path, help="where the base is kept, and taken from if it is there")
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--split", choices=("validation", "test"), default="test")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--adapter-learning-rate", type=float, default=5e-3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--name", help="another name leaves the document as it is")
    return parser.parse_args()


if __name__ == "__main__":
    main()
