"""Adapters that ship with the package: what the recipes learned, without training.

>>> model = SentenceTransformer("sentence-transformers/all-MiniLM-L6-v2")  # doctest: +SKIP
>>> model.load_adapter(hedge_hf.adapters.ALL_MINILM_L6_V2)  # doctest: +SKIP
"""

from pathlib import Path

ALL_MINILM_L6_V2 = Path(__file__).parent / "all-MiniLM-L6-v2"
