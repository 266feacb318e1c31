"""Adapters that ship with the package: what the recipes learned, without training.

>>> from hedge_hf.adapters import ALL_MINILM_L6_V2
>>> model = SentenceTransformer("sentence-transformers/all-MiniLM-L6-v2")  # doctest: +SKIP
>>> model.load_adapter(ALL_MINILM_L6_V2)  # doctest: +SKIP
"""

from pathlib import Path

__all__ = ["ALL_MINILM_L6_V2"]

ALL_MINILM_L6_V2 = Path(__file__).parent / "all-MiniLM-L6-v2"
