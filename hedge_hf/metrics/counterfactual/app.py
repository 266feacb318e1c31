"""The page of the counterfactual Space: paste two lists of similarities, read accuracy and margin."""

from __future__ import annotations

import json
from pathlib import Path

import gradio as gr
from scores import counterfactual_scores

_CARD = Path(__file__).with_name("README.md").read_text(encoding="utf-8").split("---", maxsplit=2)[2]


def score(faithful: str, altered: str) -> dict[str, float]:
    """Return the metrics of two JSON lists of similarities."""
    try:
        return counterfactual_scores(json.loads(faithful), json.loads(altered))
    except ValueError as error:
        raise gr.Error(str(error)) from error


page = gr.Interface(
    fn=score,
    inputs=[
        gr.Textbox("[0.75, 0.5, 0.625, 0.5]", label="Similarities with the faithful conclusions, JSON"),
        gr.Textbox("[0.5, 0.75, 0.375, 0.5]", label="Similarities with the altered conclusions, JSON"),
    ],
    outputs=gr.JSON(label="Scores"),
    title="Counterfactual conclusions",
    article=_CARD,
    flagging_mode="never",
)

if __name__ == "__main__":
    page.launch()
