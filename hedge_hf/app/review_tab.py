"""The tab where triples are reviewed: accept, fix or reject, by mouse or keyboard, and export."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr
import pyarrow.parquet as pq

from hedge_hf.app.journal import Decision, Overtaken, Verdict
from hedge_hf.app.notice import notice
from hedge_hf.app.review import Item, Review
from hedge_hf.app.texts import in_one_line
from hedge_hf.app.triple import progress_html, triple_html
from hedge_hf.errors import HedgeError, UsageError

_EXPORTED = "reviewed.parquet"
_OVERTAKEN = "This one has been decided in another tab meanwhile. Decide again to replace that."
_CHANGED = "The text is changed: press Fix to keep the change, or put the original back and accept."
_END = "There is nothing further in this direction."
_DONE = "Everything is reviewed. Export the revision, or go back to change a decision."


class Place(NamedTuple):
    """Where a tab stands.

    Attributes:
        number: The item that is shown.
        seen: The decision on it when it was shown.
    """

    number: int
    seen: Decision | None


Shown = tuple[Place, str, Any, Any, str, str]


def show(review: Review, number: int, message: str = "") -> Shown:
    """Return an item for the tab: its place, the triple, the editable text and cue, the progress, and a message."""
    item, decision = review.items[number], review.decision(review.items[number])
    text, cue = _editable(review, item, decision)
    return (
        Place(number, decision),
        triple_html(review, item, decision),
        text,
        cue,
        progress_html(review),
        notice(message),
    )


def resume(review: Review) -> Shown:
    """Return the first item without a decision."""
    message, number = _refresh(review), review.first_open()
    return show(review, number or 0, message or (_DONE if number is None else ""))


def decide(review: Review, verdict: Verdict, place: Place, text: str, cue: str) -> Shown:
    """Keep a decision and return the next open item; if it cannot be kept, say why and leave what was typed."""
    number, seen = place
    item = review.items[number]
    before, original = _editable(review, item, seen), _editable(review, item, None)
    given = in_one_line(text), in_one_line(cue)
    try:
        if verdict == "accept" and given not in (before, original):
            raise UsageError(_CHANGED)
        if not (verdict == "accept" and seen and seen.verdict == "fix" and given == before):
            review.decide(item, verdict, seen, text, cue)
    except Overtaken:
        return show(review, number, _OVERTAKEN)
    except HedgeError as error:
        return place, triple_html(review, item, seen), text, cue, progress_html(review), notice(str(error))
    following = review.first_open(after=number)
    return show(review, number if following is None else following, _DONE if following is None else "")


def step(review: Review, by: int, place: Place) -> Shown:
    """Return the item before or after, without a decision on this one."""
    message, number = _refresh(review), min(max(place.number + by, 0), len(review.items) - 1)
    return show(review, number, message or (_END if number == place.number else ""))


def export(review: Review, folder: Path, reviewed_only: bool) -> tuple[str, str | None]:
    """Write the revision as Parquet and return what to do with it as HTML, and the file."""
    try:
        review.journal.refresh()
        revision = review.revision(reviewed_only)
        pq.write_table(revision.table, folder / _EXPORTED)
    except (HedgeError, OSError) as error:
        return notice(str(error)), None
    said = (
        f"{len(revision.table):,} groups; texts fixed: {revision.fixed:,}, rejected: {revision.rejected:,}; "
        f"groups left out for want of a hedge or a negation: {revision.dropped:,}."
    )
    call = f'load_dataset("hedgetriple", data_files="{_EXPORTED}")'
    return f'<p role="status">{said}</p><pre class="hh-code">{escape(call)}</pre>', str(folder / _EXPORTED)


def review_tab(review: Review, page: gr.Blocks) -> None:
    """Build the tab; a page that is opened stands at the first open item."""
    folder = tempfile.TemporaryDirectory(prefix="hedge-hf-")

    def write_revision(reviewed_only: bool) -> tuple[str, Any]:
        said, file = export(review, Path(folder.name), reviewed_only)
        return said, gr.File(file, visible=file is not None)

    place = gr.State(Place(0, None))
    progress, triple = gr.HTML(elem_id="progress"), gr.HTML(elem_id="triple")
    with gr.Row(elem_classes="hh-fix"):
        text = gr.Textbox(label="Text", lines=1, max_lines=5, scale=4, elem_id="fixed-text")
        cue = gr.Textbox(label="Cue", lines=1, max_lines=2, scale=1, min_width=120, elem_id="fixed-cue")
    message = gr.HTML(elem_id="message")
    with gr.Row(elem_classes="hh-buttons"):
        back = gr.Button("← Back", elem_id="back")
        accept = gr.Button("Accept", variant="primary", elem_id="accept")
        fix = gr.Button("Fix", elem_id="fix")
        reject = gr.Button("Reject", elem_id="reject")
        skip = gr.Button("Skip →", elem_id="skip")
    gr.HTML(
        '<p class="hh-dim hh-keys">Keys: <kbd>a</kbd> accept, <kbd>f</kbd> edit the text, then <kbd>Enter</kbd> keeps '
        "the fix and <kbd>Esc</kbd> leaves the field, <kbd>r</kbd> reject, <kbd>←</kbd> back, <kbd>→</kbd> skip. "
        "Every decision is on the disk before the next text appears.</p>"
    )
    with gr.Accordion("Export the revision", open=False):
        only = gr.Checkbox(label="Leave out what has not been reviewed", elem_id="reviewed-only")
        write = gr.Button("Export", elem_id="export")
        said = gr.HTML(elem_id="export-message")
        exported = gr.File(show_label=False, elem_id="exported", visible=False)
    outputs = [place, triple, text, cue, progress, message]
    _on(page.load, partial(resume, review), [], outputs)
    verdicts: tuple[tuple[Verdict, Callable[..., Any]], ...] = (
        ("accept", accept.click),
        ("reject", reject.click),
        ("fix", fix.click),
        ("fix", text.submit),
        ("fix", cue.submit),
    )
    for verdict, event in verdicts:
        _on(event, partial(decide, review, verdict), [place, text, cue], outputs)
    _on(back.click, partial(step, review, -1), [place], outputs)
    _on(skip.click, partial(step, review, 1), [place], outputs)
    _on(write.click, write_revision, [only], [said, exported])


def _on(event: Callable[..., Any], act: Callable[..., Any], inputs: list[Any], outputs: list[Any]) -> None:
    event(act, inputs, outputs, api_visibility="private", show_progress="hidden")


def _refresh(review: Review) -> str:
    try:
        review.journal.refresh()
    except HedgeError as error:
        return str(error)
    return ""


def _editable(review: Review, item: Item, decision: Decision | None) -> tuple[str, str]:
    if decision is not None and decision.verdict == "fix":
        return decision.fixed_text, decision.fixed_cue
    variant = review.variant(item)
    return in_one_line(variant["text"]), in_one_line(variant["cue"])
