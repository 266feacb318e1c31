from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from browser import document_of, needs_browser
from hand_made import HandMade, missing, numbers

from hedge_hf.evaluation import Embeddings, compare, evaluate
from hedge_hf.evaluation.html_report import to_html
from hedge_hf.evaluation.report import Result
from hedge_hf.evaluation.tasks.task import Task

BAD = "<script>alert('x')</script>"


@pytest.fixture(params=["evaluation", "comparison"])
def result(request: pytest.FixtureRequest, tasks: list[Task], scattered: HandMade, perfect: HandMade) -> Result:
    tasks = [*tasks, numbers("STS", **{BAD: 0.7, "tuned": 0.6}), missing("CANNOT", ConnectionError(BAD))]
    base = Embeddings(scattered, BAD)
    if request.param == "evaluation":
        return evaluate(base, tasks)
    return compare(base, Embeddings(perfect, "tuned"), tasks)


@pytest.fixture
def page(result: Result) -> str:
    return to_html(result, {"HedgeTriple-Contrast": f"Is it {BAD}?"})


def test_names_questions_and_reasons_are_escaped(page: str) -> None:
    assert "<script" not in page
    body = page[page.index("<table>") :]
    assert f"Is it {html.escape(BAD)}?".replace("&#x27;", "&#39;") in body
    assert f"org/sts cannot be had ({html.escape(BAD)})".replace("&#x27;", "&#39;") in body
    assert html.escape(BAD).replace("&#x27;", "&#39;") in page[: page.index("</h1>")]


def test_nothing_is_loaded_from_anywhere(page: str) -> None:
    references = re.findall(r"""(?:src|href|action|data|poster)\s*=\s*["']([^"']*)""", page)

    assert references
    assert {link.split("#")[0].split(",")[0] for link in references} == {"data:", ""}
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)


def test_every_score_stands_in_the_page(page: str, result: Result) -> None:
    for name in ("HedgeTriple-Contrast", "HedgeTriple-Hedging", "STS", "CANNOT"):
        assert f">{name} " in page
    for label in ("Paired accuracy", "Certainty ordering", "Negation lexical", "Spearman"):
        assert f"<td>{label}</td>" in page
    assert page.count("not run: ") == 1
    assert page.count("<tbody") == 7


def test_a_comparison_has_its_verdict_and_p_values(tasks: list[Task], perfect: HandMade, useless: HandMade) -> None:
    found = compare(Embeddings(useless, "base"), Embeddings(perfect, "tuned"), tasks)
    page = to_html(found, {})

    assert f'<p class="verdict fail">{found.verdict.line}</p>' in page
    assert "<td>0.0 [0, 0]</td><td>100.0 [100, 100]</td><td>+100.0 [+100, +100] *</td><td>0.001</td>" in page
    assert "Geometry preservation 0.0" in page
    assert 'class="verdict pass"' in to_html(compare(*[Embeddings(perfect, "same")] * 2, tasks), {})


@needs_browser
def test_a_browser_shows_the_page_without_complaint(page: str, tmp_path: Path) -> None:
    shown = document_of(page, tmp_path)

    assert "<tbody" in shown and "<svg" in shown
    for name in ("HedgeTriple-Contrast", "HedgeTriple-Triplet", "STS", "CANNOT"):
        assert f">{name} " in shown
