"""How good the rules write, by a blind rubric: their variants of the shipped anchors among the shipped variants.

python benchmarks/generate/rubric.py draw runs/rubric
python benchmarks/generate/rubric.py score runs/rubric

`draw` writes one file per type, rows without their origin in random order. A judge adds to each row `fluent`, `typed`
and `meaning` (true or false), and a `note` where one is false, in files of the same names with .judged.jsonl. `score`
writes the shares that pass all three, with intervals, and the judged rows themselves.

fluent: a careful writer could have written the sentence, as well as the anchor.
typed: the cue stands in it, carries the negation or hedge, and is of the type.
meaning: a negation cannot be true together with its anchor; a hedge says the same with less commitment.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from datasets import load_dataset
from environment import RESULTS, save
from scipy.stats import binomtest

import hedge_hf  # noqa: F401

SEED, RULES, SHIPPED = 2027, 100, 40
JUDGED = ("fluent", "typed", "meaning")


def draw(folder: Path) -> None:
    """Write the rows to judge, and their origins in a file that the judge does not see."""
    from hedge_hf.generate.filters import FILTERS, Case
    from hedge_hf.generate.rules import RuleWriter
    from hedge_hf.generate.types import Anchor

    writer, choose = RuleWriter(SEED), random.Random(SEED)
    found: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in load_dataset("hedgetriple", "groups", split="train"):
        anchor = Anchor(row["id"], row["anchor"], "seed", "seed", "en", "cc-by-4.0")
        for origin, hedges, negations in (
            ("rules", *writer.write(anchor)),
            ("shipped", row["hedges"], row["negations"]),
        ):
            for variant in (*hedges, *negations):
                case = Case(anchor, variant, any(variant is hedge for hedge in hedges))
                if origin == "shipped" or all(refuses(case) is None for refuses in FILTERS.values()):
                    found[variant["type"], origin].append({"anchor": anchor.text, **variant})
    folder.mkdir(parents=True, exist_ok=True)
    origins = {}
    for kind in sorted({kind for kind, _ in found}):
        rows = [("rules", row) for row in choose.sample(found[kind, "rules"], RULES)]
        rows += [("shipped", row) for row in choose.sample(found[kind, "shipped"], SHIPPED)]
        choose.shuffle(rows)
        origins[kind] = [origin for origin, _ in rows]
        _write(folder / f"{kind}.jsonl", [{"number": number, **row} for number, (_, row) in enumerate(rows)])
    (folder / "origins.json").write_text(json.dumps(origins))


def score(folder: Path) -> None:
    """Write the shares that pass, by type and origin, and the judged rows."""
    origins = json.loads((folder / "origins.json").read_text())
    shares: dict[str, Any] = {}
    judged = []
    for kind, of_row in origins.items():
        rows = [json.loads(line) for line in (folder / f"{kind}.judged.jsonl").read_text().splitlines()]
        rows = [{"origin": of_row[row["number"]], **row} for row in sorted(rows, key=lambda row: row["number"])]
        assert [row["number"] for row in rows] == list(range(len(of_row))), kind
        judged += rows
        for origin in ("rules", "shipped"):
            of_origin = [row for row in rows if row["origin"] == origin]
            shares[f"{kind}, {origin}"] = {name: _share([row[name] for row in of_origin]) for name in JUDGED} | {
                "fluent and typed": _share([row["fluent"] and row["typed"] for row in of_origin]),
                "all": _share([all(row[name] for name in JUDGED) for row in of_origin]),
            }
    _write(RESULTS / "generate_rubric_rows.jsonl", judged)
    save("generate_rubric", {"seed": SEED, "judge": "a large language model, blind to the origin", "shares": shares})


def _share(passed: list[bool]) -> dict[str, float]:
    interval = binomtest(sum(passed), len(passed)).proportion_ci(method="wilson")
    return {
        "rows": len(passed),
        "percent": 100 * sum(passed) / len(passed),
        "low": 100 * interval.low,
        "high": 100 * interval.high,
    }


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    {"draw": draw, "score": score}[sys.argv[1]](Path(sys.argv[2]))
