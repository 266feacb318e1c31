"""The two encoders that the page shows side by side."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hedge_hf.adapters import ALL_MINILM_L6_V2
from hedge_hf.errors import HedgeError, UsageError, one_line, require
from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.train.base import EMBEDDED, EMBEDDED_REPO, load_base

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


@dataclass(frozen=True)
class NamedEncoder:
    """An encoder with what the page calls it.

    Attributes:
        role: "base" or "tuned".
        name: What it was loaded from, for people.
        encoder: The encoder.
    """

    role: str
    name: str
    encoder: SentenceTransformer

    def embeddings(self) -> Embeddings:
        """Return embeddings without texts: nothing that a visitor typed is kept."""
        return Embeddings(self.encoder, self.name)


@dataclass(frozen=True)
class Models:
    """What is compared.

    Attributes:
        base: The encoder before training.
        tuned: The encoder after it.
    """

    base: NamedEncoder
    tuned: NamedEncoder

    @property
    def both(self) -> tuple[NamedEncoder, NamedEncoder]:
        """The base, then the tuned one."""
        return self.base, self.tuned


def load_models(base: str, model: str | None) -> Models:
    """Load the encoders.

    Args:
        base: "all-MiniLM-L6-v2", a folder or a Hub id.
        model: A folder or Hub id, or the folder of an adapter for the base; None for the adapter that ships with the
            package.

    Raises:
        UsageError: If the base is not the one of the shipped adapter and no model is given.
        HedgeError: If one cannot be loaded.
    """
    if model is None and base not in (EMBEDDED, EMBEDDED_REPO):
        raise UsageError(f"--model is missing: the adapter that ships with the package is for {EMBEDDED}, not {base}")
    tuned = load_tuned(base, model)
    return Models(NamedEncoder("base", base, load_base(base)), tuned)


def load_tuned(base: str, model: str | None) -> NamedEncoder:
    """Load the tuned encoder: one of its own, or the base with an adapter.

    Raises:
        HedgeError: If it cannot be loaded.
    """
    adapter = Path(model) if model else ALL_MINILM_L6_V2
    if not (adapter / "adapter_config.json").is_file():
        return NamedEncoder("tuned", str(model), load_base(str(model)))
    require("peft", "lora")
    encoder = load_base(base)
    try:
        encoder.load_adapter(str(adapter))
    except (OSError, ValueError, RuntimeError) as error:
        raise HedgeError(f"{adapter}: no adapter that fits {base} ({one_line(str(error))})") from error
    return NamedEncoder("tuned", f"{base} with {'the shipped adapter' if model is None else model}", encoder)
