"""Optional filters that ask a model: does a negation follow from its anchor, does a variant read like language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep

from hedge_hf.errors import HedgeError, UsageError, one_line, require
from hedge_hf.generate.documents import draft_of, refuse
from hedge_hf.generate.types import Variant

Documents = Iterator[Document]

_BATCH = 32
_WORSE = 1.0
_LONGEST = 128
_LABELS = ("contradiction", "entailment")


class CheckEntailment(PipelineStep):
    """Refuses negations that follow from their anchor and hedges that contradict it, by an NLI cross-encoder."""

    type = "Filter"
    name = "nli"

    def __init__(self, model: str) -> None:
        super().__init__()
        self.model = model

    def run(self, data: Documents, rank: int = 0, world_size: int = 1) -> Documents:
        """Yield all documents."""
        encoder, labels = load_nli(self.model)
        for documents, asked in _batches(data):
            with self.track_time(unit="batch"):
                pairs = [(document.text, variant["text"]) for document, variant in asked]
                found = encoder.predict(pairs, show_progress_bar=False).argmax(1) if pairs else []
            for (document, variant), index in zip(asked, found, strict=True):
                hedge = any(variant is other for other in draft_of(document).hedges)
                if labels[int(index)] == ("contradiction" if hedge else "entailment"):
                    refuse(document, variant, self.name, labels[int(index)])
                    self.stat_update("refused")
            yield from documents


class CheckFluency(PipelineStep):
    """Refuses variants whose tokens a causal language model finds a nat less likely on average than their anchor's."""

    type = "Filter"
    name = "fluency"

    def __init__(self, model: str) -> None:
        super().__init__()
        self.model = model

    def run(self, data: Documents, rank: int = 0, world_size: int = 1) -> Documents:
        """Yield all documents."""
        model, tokenizer = load_language_model(self.model)
        for documents, asked in _batches(data):
            with self.track_time(unit="batch"):
                texts = [document.text for document in documents] + [variant["text"] for _, variant in asked]
                surprise = dict(zip(texts, _surprise(model, tokenizer, texts), strict=True))
            for document, variant in asked:
                worse = surprise[variant["text"]] - surprise[document.text]
                if worse > _WORSE:
                    refuse(document, variant, self.name, f"{worse:.1f} nats a token above its anchor")
                    self.stat_update("refused")
            yield from documents


def load_nli(name: str) -> tuple[Any, dict[int, str]]:
    """Return a cross-encoder and its labels by number.

    Raises:
        HedgeError: If it cannot be loaded.
        UsageError: If it has no labels "contradiction" and "entailment".
    """
    sentence_transformers = require("sentence_transformers", "train")
    try:
        encoder = sentence_transformers.CrossEncoder(name, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise HedgeError(f"--nli {name}: no cross-encoder ({one_line(error)})") from error
    labels = {int(index): label.lower() for index, label in encoder.model.config.id2label.items()}
    if not set(_LABELS) <= set(labels.values()):
        raise UsageError(
            f"--nli {name}: its labels are {', '.join(labels.values())}; it needs {' and '.join(_LABELS)}"
        )
    return encoder, labels


def load_language_model(name: str) -> tuple[Any, Any]:
    """Return a causal language model and its tokenizer.

    Raises:
        HedgeError: If it cannot be loaded.
    """
    transformers = require("transformers", "train")
    try:
        model = transformers.AutoModelForCausalLM.from_pretrained(name, trust_remote_code=False).eval()
        tokenizer = transformers.AutoTokenizer.from_pretrained(name, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise HedgeError(f"--fluency {name}: no language model ({one_line(error)})") from error
    tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
    tokenizer.padding_side = "right"
    return model, tokenizer


def _batches(data: Documents) -> Iterator[tuple[list[Document], list[tuple[Document, Variant]]]]:
    """Yield documents in batches, each with the variants that are left in them."""
    while documents := list(islice(data, _BATCH)):
        yield (
            documents,
            [(document, variant) for document in documents for part in draft_of(document) for variant in part],
        )


def _surprise(model: Any, tokenizer: Any, texts: list[str]) -> list[float]:
    """Return the mean negative log likelihood of the tokens of each text, in nats."""
    torch = require("torch", "train")
    tokens = tokenizer(texts, padding=True, truncation=True, max_length=_LONGEST, return_tensors="pt")
    with torch.inference_mode():
        logits = model(**tokens).logits[:, :-1].float()
    wanted, real = tokens["input_ids"][:, 1:], tokens["attention_mask"][:, 1:]
    losses = torch.nn.functional.cross_entropy(logits.transpose(1, 2), wanted, reduction="none") * real
    return (losses.sum(1) / real.sum(1).clamp(min=1)).tolist()
