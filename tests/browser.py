"""A page in a real browser, without a window."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_browser = pytest.mark.skipif(BROWSER is None, reason="needs chromium or google-chrome")


def document_of(page: str, folder: Path) -> str:
    """Return the document that the browser makes of a page; fail if it complains on its console."""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    command = [
        str(BROWSER), "--headless", "--disable-gpu", "--no-first-run", f"--user-data-dir={folder / 'profile'}",
        "--enable-logging=stderr", "--dump-dom", file.as_uri(),
    ]  # fmt: skip
    if os.geteuid() == 0:
        command.insert(1, "--no-sandbox")
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if "CONSOLE" in line] == []
    return done.stdout


@contextmanager
def live(url: str, width: int = 1280, height: int = 900) -> Iterator[Page]:
    """Open a served page; fail at the end if it complained, or asked anybody but its server."""
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        context = browser.new_context(viewport={"width": width, "height": height})
        context.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        context.on("weberror", lambda failed: complaints.append(str(failed.error)))
        context.on("request", lambda asked: complaints.append(asked.url) if not _of(url, asked.url) else None)
        page = context.new_page()
        page.goto(url)
        yield page
        browser.close()
    assert complaints == []


def overflows(page: Page) -> bool:
    """Tell whether a live page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def _of(url: str, asked: str) -> bool:
    return asked.startswith((url, "data:", "blob:"))
