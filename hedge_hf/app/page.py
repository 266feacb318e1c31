"""The page: three tabs, one look, no network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from hedge_hf.app.compare import compare_tab
from hedge_hf.app.models import Models
from hedge_hf.app.review import Review
from hedge_hf.app.review_tab import review_tab
from hedge_hf.app.search import search_tab

_FOLDER = Path(__file__).parent
_KEEP_SECONDS = 3600
_INTRO = """<div class="hh-intro"><h1>What does “not” do to your embeddings?</h1>
<p>To most encoders, a sentence and its negation are near twins. Compare an encoder before and after training with your
own words, and review triples such as it learned from.</p></div>"""


def build(models: Models, review: Review) -> gr.Blocks:
    """Build the page.

    Args:
        models: The encoders to compare.
        review: The review to go on with.
    """
    with gr.Blocks(analytics_enabled=False, title="hedge_hf", delete_cache=(_KEEP_SECONDS, _KEEP_SECONDS)) as page:
        gr.HTML(_INTRO)
        with gr.Tab("Compare"):
            compare_tab(models)
        with gr.Tab("Search"):
            search_tab(models)
        with gr.Tab("Review"):
            review_tab(review, page)
    return page


def look() -> dict[str, Any]:
    """Return what `launch` needs for the look of the page: fonts of the system, nothing from elsewhere."""
    theme = gr.themes.Base(
        primary_hue="amber", neutral_hue="slate", font=["system-ui", "sans-serif"], font_mono=["monospace"]
    ).set(
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_400",
        button_primary_background_fill="*primary_400",
        button_primary_background_fill_hover="*primary_300",
        button_primary_background_fill_dark="*primary_400",
        button_primary_text_color="#1c1917",
        button_primary_text_color_dark="#1c1917",
    )
    return {
        "theme": theme,
        "css_paths": _FOLDER / "app.css",
        "head_paths": _FOLDER / "keys.html",
        "footer_links": [],
        "ssr_mode": False,
        "run_history": False,
    }
