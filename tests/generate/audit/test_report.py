from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from audit_rows import varied

from hedge_hf.data.schema import GROUPS
from hedge_hf.errors import UsageError
from hedge_hf.evaluation.results import Score
from hedge_hf.generate.audit import measure
from hedge_hf.generate.audit.gates import Gate
from hedge_hf.generate.audit.report import Audit, card_figures, from_json, gates_from_json, to_json
from hedge_hf.generate.audit.sources import find


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    file = tmp_path_factory.mktemp("groups") / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in varied(24)))
    return measure.audit(find(str(file)), size=20)


def test_json_holds_the_audit_and_what_reproduces_it(result: Audit) -> None:
    report = json.loads(json.dumps(to_json(result)))

    assert from_json(report) == result
    assert gates_from_json(report) == result.gates
    assert {"date", "versions", "seed", "resamples"} < set(report)
    assert {"hedge-hf", "nltk", "rapidfuzz", "scikit-learn"} < set(report["versions"])


def test_counts_are_of_all_groups_and_gates_of_the_sample(result: Audit) -> None:
    assert (result.anchors, result.variants, result.sample) == (24, 48, 20)
    assert result.sources == {"news": 16, "wiki": 8}
    assert result.diversity["anchor"].texts == 20
    assert {gate.score.count for gate in result.gates if gate.score} == {20}


@pytest.mark.parametrize("damage", [{}, {"audit": []}, {"audit": {"gates": [{"score": {"value": "x"}}]}}])
def test_other_json_is_refused(damage: dict) -> None:
    for read in (from_json, gates_from_json):
        with pytest.raises((KeyError, TypeError, ValueError)):
            read(damage)


def test_the_verdict_counts_gates_and_warnings(result: Audit) -> None:
    above = Gate("longer", 50.0, 60.0, Score("longer", 90.0, 80.0, 95.0, 9))
    below = Gate("shorter", 50.0, 60.0, Score("shorter", 10.0, 5.0, 20.0, 9))

    assert replace(result, gates=[above, below], notices=[]).line == "1 of 2 gates above the limit, 0 warnings"
    assert result.line.endswith("1 warning") is (len(result.notices) == 1)


def test_the_card_gets_few_plain_figures(result: Audit) -> None:
    figures = card_figures(result)

    assert json.loads(json.dumps(figures)) == figures
    assert (figures["anchors"], figures["variants"], figures["rejected"]) == (24, 48, 0)
    assert figures["types"]["single"]["rows"] == 24
    assert figures["types"]["single"]["entropy"] == 2.0
    assert figures["gates"]["longer"]["above"] is True
    assert len(json.dumps(figures)) < 10_000


def test_a_set_without_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "groups.parquet"
    pq.write_table(pa.Table.from_pylist([], schema=GROUPS.arrow_schema), path)

    with pytest.raises(UsageError, match="has no rows"):
        measure.audit(find(str(path)))
