"""The page in a real browser, on a desk and on a phone: `live` fails on console errors and on foreign requests."""

import re

import pytest
from browser import live, needs_browser, overflows
from datasets import load_dataset
from playwright.sync_api import expect
from rows import make_groups

from hedge_hf.app.journal import DecisionJournal
from hedge_hf.app.page import build, look
from hedge_hf.app.review import Review

pytestmark = [needs_browser, pytest.mark.slow]
expect.set_options(timeout=20_000)
SIZES = {"desk": (1280, 900), "phone": (390, 844)}
HOSTILE = "<img src=x onerror=alert(1)> ${alert(2)} {{value}} lamp"


@pytest.fixture
def url(models, review):
    page = build(models, review)
    _, url, _ = page.launch(prevent_thread_lock=True, quiet=True, **look())
    yield url
    page.close()


@pytest.fixture(params=SIZES)
def size(request):
    return SIZES[request.param]


def test_sentences_are_compared(url, size):
    with live(url, *size) as page:
        shown = page.locator("#similarities")
        expect(shown).to_contain_text("B and C")
        page.fill("#sentence-a textarea", HOSTILE)
        page.fill("#sentence-c textarea", "")
        page.click("#compare")
        expect(shown).not_to_contain_text("B and C")
        expect(shown).to_contain_text("A and B")
        assert not overflows(page)
        page.fill("#sentence-b textarea", " ")
        page.press("#sentence-b textarea", "Enter")
        expect(shown).to_contain_text("Type at least two sentences")
        page.get_by_role("button", name="The contract is legal.").click()
        expect(page.locator("#sentence-c textarea")).to_have_value("The contract is illegal.")
        expect(shown).to_contain_text("B and C")


def test_passages_are_ranked(url, size):
    with live(url, *size) as page:
        page.get_by_role("tab", name="Search").click()
        shown = page.locator("#rankings")
        expect(shown.locator("li")).to_have_count(10)
        expect(shown).to_contain_text("of 30 passages")
        page.get_by_text("edit them or paste your own").click()
        passages = page.locator("#passages textarea")
        expect(passages).to_have_value(re.compile("Corvamol"))
        passages.fill(f"{HOSTILE}\n{'long' * 100}\nanother lamp")
        expect(passages).to_have_value(re.compile("another lamp"))
        page.fill("#query textarea", HOSTILE)
        page.click("#search")
        expect(shown).to_contain_text("of 3 passages")
        expect(shown.locator("li").first).to_contain_text(HOSTILE)
        assert not overflows(page)
        page.fill("#query textarea", "")
        page.click("#search")
        expect(shown).to_contain_text("Type what you are looking for")


def test_triples_are_reviewed_with_the_keyboard(url, size, review, tmp_path):
    with live(url, *size) as page:
        page.get_by_role("tab", name="Review").click()
        text, progress = page.locator("#fixed-text textarea"), page.locator("#progress")
        expect(text).to_have_value("single hedge of lamp 0")
        page.keyboard.press("ArrowRight")
        expect(text).to_have_value("multi hedge of lamp 0")
        page.keyboard.press("ArrowLeft")
        expect(text).to_have_value("single hedge of lamp 0")
        page.keyboard.press("a")
        expect(text).to_have_value("multi hedge of lamp 0")
        page.keyboard.press("r")
        expect(text).to_have_value("verbal negation of lamp 0")
        page.keyboard.press("f")
        page.keyboard.type(" a f r")
        page.keyboard.press("Enter")
        expect(text).to_have_value("absolute negation of lamp 0")
        expect(progress).to_contain_text("3 of 12 reviewed: 1 accepted, 1 fixed, 1 rejected")
        page.keyboard.press("ArrowLeft")
        expect(text).to_have_value("verbal negation of lamp 0 a f r")
        page.keyboard.press("ArrowRight")
        expect(text).to_have_value("absolute negation of lamp 0")
        page.click("#fix")
        expect(page.locator("#message")).to_contain_text("Nothing is changed yet")
        assert not overflows(page)
        page.reload()
        page.get_by_role("tab", name="Review").click()
        expect(text).to_have_value("absolute negation of lamp 0")
        page.get_by_text("Export the revision").click()
        page.click("#export")
        expect(page.locator("#export-message")).to_contain_text("texts fixed: 1, rejected: 1")
        with page.expect_download() as download:
            page.locator("#exported a").first.click()
        download.value.save_as(tmp_path / "reviewed.parquet")
    assert DecisionJournal(review.journal.path).latest == review.journal.latest
    rows = load_dataset(
        "hedgetriple", "groups", data_files={"train": str(tmp_path / "reviewed.parquet")},
        cache_dir=str(tmp_path / "cache"), split="train",
    )  # fmt: skip
    assert rows[0]["negations"][0]["text"] == "verbal negation of lamp 0 a f r"
    assert [len(hedges) for hedges in rows["hedges"]] == [1, 2]


def test_keys_do_nothing_on_other_tabs_or_in_other_fields(url, review):
    with live(url) as page:
        page.keyboard.press("a")
        page.get_by_role("tab", name="Review").click()
        page.focus("#fixed-cue textarea")
        page.keyboard.press("r")
        page.keyboard.press("Escape")
        expect(page.locator("#fixed-cue textarea")).to_have_value(re.compile("r"))
        page.keyboard.press("Control+a")
        page.wait_for_timeout(300)
    assert not review.counts()


def test_two_tabs_lose_no_decision(url, review, tmp_path):
    with live(url) as one:
        one.get_by_role("tab", name="Review").click()
        other = one.context.new_page()
        other.goto(url)
        other.get_by_role("tab", name="Review").click()
        for page in (one, other):
            expect(page.locator("#fixed-text textarea")).to_have_value("single hedge of lamp 0")
        one.click("#reject")
        expect(one.locator("#fixed-text textarea")).to_have_value("multi hedge of lamp 0")
        other.click("#accept")
        expect(other.locator("#message")).to_contain_text("decided in another tab")
        other.click("#skip")
        expect(other.locator("#fixed-text textarea")).to_have_value("multi hedge of lamp 0")
        other.click("#accept")
        expect(other.locator("#progress")).to_contain_text("2 of 12 reviewed: 1 accepted, 0 fixed, 1 rejected")
    resumed = Review(make_groups(2), DecisionJournal(review.journal.path))
    assert resumed.counts() == {"accept": 1, "reject": 1}
