"""The page of the NevIR Space: paste similarities, read paired accuracy."""

from __future__ import annotations

import json
from pathlib import Path

import gradio as gr
from scores import paired_accuracy

_EXAMPLE = "[[[0.9, 0.2], [0.1, 0.4]],\n [[0.8, 0.3], [0.7, 0.5]]]"
_CARD = Path(__file__).with_name("README.md").read_text(encoding="utf-8").split("---", maxsplit=2)[2]


def score(similarities: str) -> dict[str, float]:
    """Return the metric of a JSON list of 2 x 2 similarities."""
    try:
        return paired_accuracy(json.loads(similarities))
    except ValueError as error:
        raise gr.Error(str(error)) from error


page = gr.Interface(
    fn=score,
    inputs=gr.Textbox(_EXAMPLE, lines=6, label="Similarities, JSON of shape (pairs, 2 queries, 2 documents)"),
    outputs=gr.JSON(label="Scores"),
    title="NevIR paired accuracy",
    article=_CARD,
    flagging_mode="never",
)

if __name__ == "__main__":
    page.launch()
