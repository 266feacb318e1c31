"""One query, a few passages, and how each encoder ranks them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import gradio as gr
import numpy as np
from numpy.typing import NDArray

from hedge_hf.app.examples import PASSAGES, QUERIES
from hedge_hf.app.models import Models
from hedge_hf.app.notice import explained
from hedge_hf.app.texts import checked, passages_of
from hedge_hf.errors import UsageError
from hedge_hf.evaluation.page import render

_TEMPLATE = Path(__file__).parent / "search.html.jinja"
_SHOWN = 5
_CORPORA_KEPT = 4


@dataclass(frozen=True)
class Hit:
    """A passage in a ranking.

    Attributes:
        rank: Its rank, from 1.
        text: The passage.
        score: Its cosine similarity with the query.
        moved: How many ranks it stands above its rank under the base; negative if below.
    """

    rank: int
    text: str
    score: float
    moved: int = 0


def ranks(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the rank of each score from 1, the highest first; equal ones in their order."""
    order = np.argsort(-scores, kind="stable")
    found = np.empty(len(scores), dtype=np.int64)
    found[order] = np.arange(1, len(scores) + 1)
    return found


def searcher(models: Models) -> Callable[[str | None, str | None], str]:
    """Return a function from a query and passages, one per line, to the two rankings as HTML, or to what is wrong.

    The passages of the last few searches stay encoded.
    """

    @functools.lru_cache(maxsize=_CORPORA_KEPT)
    def encoded(passages: tuple[str, ...]) -> list[NDArray[np.float32]]:
        return [model.embeddings().vectors(list(passages), "document") for model in models.both]

    @explained
    def search(query: str | None, text: str | None) -> str:
        wanted = checked(query, "The query")
        if not wanted:
            raise UsageError("Type what you are looking for, or take one of the examples.")
        passages = passages_of(text)
        scores = [
            vectors @ model.embeddings().vectors([wanted], "query")[0]
            for model, vectors in zip(models.both, encoded(passages), strict=True)
        ]
        before = ranks(scores[0])
        results = [(model, _hits(passages, found, before)) for model, found in zip(models.both, scores, strict=True)]
        return render(_TEMPLATE, {"results": results, "total": len(passages)})

    return search


def _hits(passages: tuple[str, ...], scores: NDArray[np.float32], before: NDArray[np.int64]) -> list[Hit]:
    after = ranks(scores)
    return [
        Hit(int(after[place]), passages[place], float(scores[place]), int(before[place] - after[place]))
        for place in np.argsort(after)[:_SHOWN]
    ]


def search_tab(models: Models) -> None:
    """Build the tab."""
    search, corpus = searcher(models), "\n".join(PASSAGES)
    query = gr.Textbox(label="Query", lines=1, max_lines=3, elem_id="query", value=QUERIES[0])
    button = gr.Button("Search", variant="primary", elem_id="search")
    shown = gr.HTML(search(QUERIES[0], corpus), elem_id="rankings")
    examples = gr.Examples([[example] for example in QUERIES], [query], cache_examples=False)
    with gr.Accordion("Passages, one per line: edit them or paste your own", open=False):
        passages = gr.Textbox(corpus, label="Passages", show_label=False, lines=12, max_lines=24, elem_id="passages")
    for event in (button.click, query.submit, examples.load_input_event.success):
        event(search, [query, passages], shown, api_visibility="private", show_progress="minimal")
