"""The page of the CANNOT Space: paste similarities and labels, read the area under the curve and accuracy."""

from __future__ import annotations

import json
from pathlib import Path

import gradio as gr
from scores import cannot_scores

_CARD = Path(__file__).with_name("README.md").read_text(encoding="utf-8").split("---", maxsplit=2)[2]


def score(similarities: str, labels: str, threshold: float | None) -> dict[str, float]:
    """Return the metrics of a JSON list of similarities and one of labels."""
    try:
        return cannot_scores(json.loads(similarities), json.loads(labels), threshold)
    except ValueError as error:
        raise gr.Error(str(error)) from error


page = gr.Interface(
    fn=score,
    inputs=[
        gr.Textbox("[0.9, 0.7, 0.8, 0.3]", label="Similarities of premise and hypothesis, JSON"),
        gr.Textbox("[0, 0, 1, 1]", label="Labels, JSON: 1 is negated, 0 a paraphrase"),
        gr.Number(0.5, label="Similarity from which on a pair is judged a paraphrase; may be empty"),
    ],
    outputs=gr.JSON(label="Scores"),
    title="CANNOT",
    article=_CARD,
    flagging_mode="never",
)

if __name__ == "__main__":
    page.launch()
