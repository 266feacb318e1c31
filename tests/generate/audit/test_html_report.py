from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from audit_rows import make_row, varied
from browser import document_of, needs_browser

from hedge_hf.evaluation.results import Score
from hedge_hf.generate.audit.gates import Gate, Rise
from hedge_hf.generate.audit.html_report import to_html
from hedge_hf.generate.audit.measure import audit
from hedge_hf.generate.audit.notices import Notice
from hedge_hf.generate.audit.rejects import Reason
from hedge_hf.generate.audit.report import Audit
from hedge_hf.generate.audit.sources import find
from hedge_hf.generate.types import Reject

BAD = "<script>alert('x')</script>"
ESCAPED = html.escape(BAD).replace("&#x27;", "&#39;")


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    file = tmp_path_factory.mktemp("groups") / "rows.jsonl"
    hostile = make_row(f"Hostile {BAD}", ("single", BAD, BAD), ("verbal", BAD, f"{BAD} no"), source=BAD, language=BAD)
    file.write_text("".join(json.dumps(row) + "\n" for row in [*varied(), *[hostile] * 5]))
    found = audit(find(str(file)))
    example = Reject(*[BAD] * 8)._asdict()
    return replace(
        found,
        data=BAD,
        anchor_counts={BAD: 1},
        rejects={BAD: Reason(3, {"": 1, BAD: 2}, [example])},
        notices=[Notice(BAD, BAD, BAD)],
        gates=[
            *found.gates,
            Gate(BAD, 50.0, 60.0, not_measured=BAD),
            Gate(BAD, 0.0, 1.0, Score(BAD, 2.0, 2.0, 2.0, 9)),
        ],
    )


@pytest.fixture(scope="module")
def page(result: Audit) -> str:
    return to_html(result, [Rise(BAD, Score(BAD, 0.0), Score(BAD, 2.0))], BAD)


def test_all_texts_are_escaped(page: str) -> None:
    assert "<script" not in page
    assert f"<h1>Audit of {ESCAPED}</h1>" in page
    assert f"1 gate rose against {ESCAPED}" in page
    assert f"<b>{ESCAPED}</b>: {ESCAPED}." in page
    assert f"not measured: {ESCAPED}" in page
    assert f"<blockquote>{ESCAPED}<br><b>{ESCAPED}</b>" in page


def test_nothing_is_loaded_from_anywhere(page: str) -> None:
    references = re.findall(r"""(?:src|href|action|data|poster)\s*=\s*["']([^"']*)""", page)

    assert references == ["data:,"]
    assert "@import" not in page
    assert "url(" not in page


def test_every_part_stands_in_the_page(page: str, result: Audit) -> None:
    for title in ("Warnings", "Gates", "Types", "Sources", "Cues", "Distance to the anchor", "Taxonomy", "Refused"):
        assert f"<h2>{title}</h2>" in page
    for gate in result.gates[:-2]:
        assert f"<p>{gate.label}</p>" in page
    assert page.count('class="histogram"') == 12
    assert page.count('class="track"') == sum(gate.score is not None for gate in result.gates)
    assert "whole anchors 1" in page


def test_empty_parts_are_left_out(result: Audit) -> None:
    page = to_html(replace(result, notices=[], rejects={}, gates=[], anchor_counts={}))

    assert 'class="verdict pass"' in page
    assert all(f"<h2>{title}</h2>" not in page for title in ("Warnings", "Refused"))
    assert "rose against" not in page


@needs_browser
def test_a_browser_shows_the_page_without_complaint(page: str, tmp_path: Path) -> None:
    shown = document_of(page, tmp_path)

    assert "<h2>Refused</h2>" in shown
