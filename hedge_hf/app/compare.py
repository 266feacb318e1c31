"""Two or three sentences, and how close each encoder puts them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import gradio as gr

from hedge_hf.app.examples import SENTENCES
from hedge_hf.app.models import Models, NamedEncoder
from hedge_hf.app.notice import explained
from hedge_hf.app.texts import checked
from hedge_hf.errors import UsageError
from hedge_hf.evaluation.page import render

_TEMPLATE = Path(__file__).parent / "compare.html.jinja"


@dataclass(frozen=True)
class Similarities:
    """How close one encoder puts each pair of sentences.

    Attributes:
        model: The encoder.
        pairs: Cosine similarities by pair of letters, such as ("A", "B").
        cut: Whether the encoder does not read some sentence to its end.
    """

    model: NamedEncoder
    pairs: dict[tuple[str, str], float]
    cut: bool

    @property
    def closest(self) -> tuple[str, str]:
        """The pair with the highest similarity."""
        return max(self.pairs, key=self.pairs.__getitem__)


def similarities(model: NamedEncoder, sentences: dict[str, str]) -> Similarities:
    """Measure every pair.

    Args:
        model: The encoder.
        sentences: Sentences by letter.

    Raises:
        HedgeError: If a sentence has no embedding.
    """
    pairs = list(combinations(sentences, 2))
    left, right = ([sentences[pair[side]] for pair in pairs] for side in (0, 1))
    embeddings = model.embeddings()
    found = embeddings.similarities(left, right).tolist()
    return Similarities(model, dict(zip(pairs, found, strict=True)), embeddings.truncated(sentences.values()) > 0)


@explained
def compare(models: Models, *texts: str | None) -> str:
    """Return the comparison as HTML, or what is wrong with the texts.

    Args:
        models: The encoders.
        texts: What was typed; empty ones are passed over.
    """
    typed = {letter: checked(text, f"Sentence {letter}") for letter, text in zip("ABC", texts, strict=False)}
    sentences = {letter: text for letter, text in typed.items() if text}
    if len(sentences) < 2:
        raise UsageError("Type at least two sentences to compare.")
    base, tuned = (similarities(model, sentences) for model in models.both)
    return render(_TEMPLATE, {"base": base, "tuned": tuned, "sentences": sentences})


def compare_tab(models: Models) -> None:
    """Build the tab."""

    def measure(*texts: str | None) -> str:
        return compare(models, *texts)

    boxes = [
        gr.Textbox(label=label, lines=1, max_lines=4, elem_id=f"sentence-{label[0].lower()}", value=value)
        for label, value in zip(("A", "B", "C (optional)"), SENTENCES[0], strict=True)
    ]
    button = gr.Button("Compare", variant="primary", elem_id="compare")
    shown = gr.HTML(compare(models, *SENTENCES[0]), elem_id="similarities")
    labels = [example[0] for example in SENTENCES]
    examples = gr.Examples(
        [list(example) for example in SENTENCES], boxes, example_labels=labels, cache_examples=False
    )
    for event in (button.click, *(box.submit for box in boxes), examples.load_input_event.success):
        event(measure, boxes, shown, api_visibility="private", show_progress="minimal")
