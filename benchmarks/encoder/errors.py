"""Where the errors on NevIR lie: by kind of edit, form of the queries, length of the passages and place of the edit.

python benchmarks/encoder/errors.py MODEL --hub FOLDER

A look at what is left, after all is chosen; nothing here may choose a recipe.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from environment import inside_hub, save

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "nevir_errors.md"
_NEGATOR = re.compile(r"\b(?:not|no|never|none|neither|nor|without|cannot|\w+n't)\b", re.IGNORECASE)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'’-]+", text.lower())


def _edit(row: dict[str, str]) -> tuple[float, int]:
    """Return where the first difference of the documents stands, from 0 to 1, and how many words differ."""
    first, second = _words(row["doc1"]), _words(row["doc2"])
    edits = difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    changed = [edit for edit in edits if edit[0] != "equal"]
    size = sum(max(edit[2] - edit[1], edit[4] - edit[3]) for edit in changed)
    return changed[0][1] / max(1, len(first)) if changed else 0.0, size


def _query_form(row: dict[str, str]) -> str:
    marked = sum(bool(_NEGATOR.search(row[name])) for name in ("q1", "q2"))
    return ("no query has a negator", "one query has a negator", "both queries have a negator")[marked]


def _bands(values: list[float], names: tuple[str, str, str]) -> list[str]:
    low, high = np.quantile(values, [1 / 3, 2 / 3])
    return [names[int(value > low) + int(value > high)] for value in values]


def groups(rows: list[dict[str, str]]) -> dict[str, list[str]]:
    """Return for each question about the rows the group of every row."""
    from hedge_hf.evaluation.tasks.categories import category_of

    edits = [_edit(row) for row in rows]
    shared = [len({*_words(row["q1"])} & {*_words(row["q2"])}) / len({*_words(row["q1"])} | {*_words(row["q2"])})
              for row in rows]  # fmt: skip
    lengths = [float(len(_words(row["doc1"]))) for row in rows]
    return {
        "kind of edit": [category_of(row["doc1"], row["doc2"]) for row in rows],
        "form of the queries": [_query_form(row) for row in rows],
        "length of the passage": _bands(lengths, ("shortest third", "middle third", "longest third")),
        "place of the edit": _bands([place for place, _ in edits], ("early third", "middle third", "late third")),
        "size of the edit": _bands(
            [float(size) for _, size in edits], ("smallest third", "middle third", "largest third")
        ),
        "words that the queries share": _bands(shared, ("fewest third", "middle third", "most third")),
    }


def main() -> None:
    """Serve the folder and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="folder or Hub id of the tuned encoder")
    parser.add_argument("--hub", type=Path, required=True, help="folder to serve")
    parser.add_argument("--cache", type=Path, default=Path("runs/benchmark_cache"), help="HF_HOME")
    parser.add_argument("--data", default="full test split", help="which rows they are, for the result")
    options = parser.parse_args()
    inside_hub(options.hub, options.cache)
    found = _count(options.model)
    DOCUMENT.write_text(_document(found), encoding="utf-8")
    save("nevir_errors", {"model": options.model, "data": options.data, "pairs": found})


def _count(model: str) -> dict[str, Any]:
    from hedge_hf.evaluation.bootstrap import score, share
    from hedge_hf.evaluation.models import load_scorer
    from hedge_hf.evaluation.tasks.published import nevir

    rows = nevir().load()
    right = {name: _right(rows, load_scorer(name)) for name in ("all-MiniLM-L6-v2", model)}
    found: dict[str, Any] = {}
    for question, names in groups(rows).items():
        found[question] = {}
        for name in sorted(set(names)):
            mask = np.array([other == name for other in names])
            found[question][name] = {
                side: asdict(score("paired_accuracy", share(values[mask])))
                for side, values in zip(("base", "tuned"), right.values(), strict=True)
            }
    return found


def _document(found: dict[str, Any]) -> str:
    lines = [
        "# Where the errors on NevIR lie",
        "",
        "Made by `benchmarks/encoder/errors.py`; data and model: `benchmarks/results/nevir_errors.json`.",
        "Paired accuracy in percent with 95% bootstrap intervals; by chance both queries of a pair are right in 25%.",
    ]
    for question, groups_found in found.items():
        lines += ["", f"| {question} | pairs | base | tuned |", "|---|---:|---:|---:|"]
        for name, sides in groups_found.items():
            cells = [f"{side['value']:.1f} [{side['low']:.1f}, {side['high']:.1f}]" for side in sides.values()]
            lines.append(f"| {name} | {sides['base']['count']} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _right(rows: list[dict[str, str]], scorer: Any) -> Any:
    texts = {name: [row[name] for row in rows] for name in ("q1", "q2", "doc1", "doc2")}
    wins = [
        scorer.similarities(texts[query], texts[own], retrieval=True)
        > scorer.similarities(texts[query], texts[other], retrieval=True)
        for query, own, other in (("q1", "doc1", "doc2"), ("q2", "doc2", "doc1"))
    ]
    return wins[0] & wins[1]


if __name__ == "__main__":
    main()
