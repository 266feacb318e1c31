"""The page of the ExcluIR Space: paste ranks, read right rank, recall and reciprocal rank."""

from __future__ import annotations

import json
from pathlib import Path

import gradio as gr
from scores import exclusion_scores

_CARD = Path(__file__).with_name("README.md").read_text(encoding="utf-8").split("---", maxsplit=2)[2]


def score(positive_ranks: str, negative_ranks: str) -> dict[str, float]:
    """Return the metrics of two JSON lists of ranks."""
    try:
        return exclusion_scores(json.loads(positive_ranks), json.loads(negative_ranks))
    except ValueError as error:
        raise gr.Error(str(error)) from error


page = gr.Interface(
    fn=score,
    inputs=[
        gr.Textbox("[1, 3, 2, 12]", label="Ranks of the documents asked for, JSON"),
        gr.Textbox("[2, 1, 40, 15]", label="Ranks of the excluded documents, JSON"),
    ],
    outputs=gr.JSON(label="Scores"),
    title="ExcluIR",
    article=_CARD,
    flagging_mode="never",
)

if __name__ == "__main__":
    page.launch()
