import json
from dataclasses import replace
from pathlib import Path

import pytest

from hedge_hf.evaluation.results import Comparison, Evaluation, Score, TaskResult, Verdict
from hedge_hf.sweep.pareto import draw, pareto_front
from hedge_hf.sweep.plan import Run, Sweep
from hedge_hf.sweep.table import Row, averages, common_tasks, markdown_table, to_json, to_markdown

PLAN = Sweep("encoder/minilm", "base", Path("out"), "all", [], "validation", [])


def comparison(nevir, sts=None, geometry=97.0):
    def evaluation(model, negation, general):
        score = Score("a", negation, negation - 1, negation + 1)
        tasks = {"NevIR": TaskResult("NevIR", "negation", "d", {"a": score})}
        if sts is not None:
            tasks["STS"] = TaskResult("STS", "general", "d", {"b": Score("b", general)})
        tasks["Gone"] = TaskResult("Gone", "negation", "d", not_run="no data")
        return Evaluation(model, tasks)

    changes = {"NevIR": {"a": Score("a", nevir - 9)}} | ({} if sts is None else {"STS": {"b": Score("b", sts - 80)}})
    return Comparison(
        evaluation("base", 9.0, 80.0), evaluation("tuned", nevir, sts), changes, Score("geometry", geometry),
        Verdict(True, 1.0, [], "fine"),
    )  # fmt: skip


def test_seeds_are_averaged_and_their_range_shown():
    rows = [Row("ours", {}, [0, 1], [60.0, 80.0], [comparison(30.0, 79.5), comparison(34.0, 80.5)])]
    lines = to_markdown(PLAN, rows).splitlines()
    assert lines[0] == "| run | s | negation, mean | general tasks, mean change | NevIR | STS | geometry |"
    assert lines[2] == "| base |  | 9.0 |  | 9.0 [8, 10] | 80.0 |  |"
    assert lines[3] == (
        "| ours | 70 | 32.0 | +0.00 | 32.0 (30.0 to 34.0) | 80.0 (79.5 to 80.5) | 97.0 (97.0 to 97.0) |"
    )
    assert "mean of up to 2 seeds" in lines[-1]


def test_without_general_tasks_geometry_counts():
    row = Row("ours", {}, [0], [60.0], [comparison(30.0, geometry=96.0)])
    [average] = averages([row])
    assert average.general == pytest.approx(-4.0) and average.negation == 30.0
    table = to_markdown(PLAN, [row])
    assert "geometry preservation - 100" in table and "30.0 [29, 31]" in table and "one seed" in table


def test_json_has_every_seed():
    found = json.loads(json.dumps(to_json(PLAN, [Row("ours", {"scale": 40}, [3], [60.0], [comparison(30.0)])])))
    assert found["rows"][0]["options"] == {"scale": 40}
    assert found["rows"][0]["comparisons"][0]["tuned"]["tasks"]["NevIR"]["scores"]["a"]["value"] == 30.0


def test_only_tasks_that_every_run_has_are_averaged():
    rows = [Row("a", {}, [0], [1.0], [comparison(30.0, 80.0)]), Row("b", {}, [0], [1.0], [comparison(30.0, 81.0)])]
    gone = TaskResult("STS", "general", "d", not_run="the Hub was down")
    rows[1].comparisons[0].tuned.tasks["STS"] = gone
    assert common_tasks(rows, "general") == []
    assert [average.general for average in averages(rows)] == [-3.0, -3.0]
    assert "STS" not in markdown_table(rows)


def test_what_is_left_is_named():
    runs = [Run(name, {}, seed, Path("out")) for name in ("ours", "LoRA", "half") for seed in (0, 1)]
    table = to_markdown(replace(PLAN, runs=runs), [Row("ours", {}, [0], [1.0], [comparison(30.0)])])
    assert table.endswith("\nNot run yet: LoRA, half.\n")


def test_nothing_done_is_said():
    assert to_markdown(PLAN, []) == "No run is done.\n"


@pytest.mark.parametrize(
    ("points", "front"),
    [
        ([(0, 0)], [0]),
        ([(0, 1), (1, 0), (0, 0)], [1, 0]),
        ([(0, 1), (1, 1), (0.5, 2)], [1, 2]),
        ([(1, 1), (1, 2)], [1]),
    ],
)
def test_the_front_holds_what_nothing_beats(points, front):
    assert pareto_front(points) == front


def test_the_plot_is_an_image():
    rows = [Row(name, {}, [0], [1.0], [comparison(value, 80.0)]) for name, value in (("$a$", 30.0), ("b", 40.0))]
    assert draw(rows).startswith(b"\x89PNG")
