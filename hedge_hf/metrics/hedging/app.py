"""The page of the hedging Space: paste the cosines of triplets, read how anchor, hedge and negation lie."""

from __future__ import annotations

import json
from pathlib import Path

import gradio as gr
from scores import cosine_columns, hedging_scores

_EXAMPLE = "[[0.875, 0.5, 0.625],\n [0.75, 0.5, 0.375],\n [0.5, 0.625, 0.75]]"
_CARD = Path(__file__).with_name("README.md").read_text(encoding="utf-8").split("---", maxsplit=2)[2]


def score(cosines: str, threshold: float | None) -> dict[str, float]:
    """Return the metrics of a JSON list of three cosines per triplet."""
    try:
        return hedging_scores(*cosine_columns(json.loads(cosines)), threshold=threshold)
    except ValueError as error:
        raise gr.Error(str(error)) from error


page = gr.Interface(
    fn=score,
    inputs=[
        gr.Textbox(_EXAMPLE, lines=6, label="Cosines, JSON: anchor-hedge, anchor-negation, hedge-negation"),
        gr.Number(0.8, label="Cosine from which on two sentences count as duplicates; may be empty"),
    ],
    outputs=gr.JSON(label="Scores"),
    title="Hedging between anchor and negation",
    article=_CARD,
    flagging_mode="never",
)

if __name__ == "__main__":
    page.launch()
