"""The mined negatives of a run: one file for each step at which they were mined."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from hedge_hf.errors import HedgeError
from hedge_hf.evaluation.embedding_cache import fingerprint
from hedge_hf.evaluation.files import write
from hedge_hf.evaluation.models import load_scorer
from hedge_hf.mining.miner import Miner
from hedge_hf.mining.reading import Corpus, Queries, digest
from hedge_hf.train.mined_arguments import MinedArguments
from hedge_hf.train.refreshed_rows import passages_of_rows


class NegativeFiles:
    """Writes and finds them; each file has a note of the weights, data and settings that it comes from.

    Attributes:
        folder: Where they are.
    """

    def __init__(self, folder: Path, arguments: MinedArguments, queries: Queries, corpus: Corpus, seed: int) -> None:
        self.folder = folder
        self._arguments, self._queries, self._corpus, self._seed = arguments, queries, corpus, seed
        self._miner: Miner | None = None
        known = hashlib.sha256(np.stack([queries.owners, queries.positives]).tobytes()).hexdigest()
        data = {"texts": [digest(queries.texts), digest(corpus.texts)], "positives": known, "seed": seed}
        self._data: dict[str, Any] = asdict(arguments) | data

    def file(self, step: int) -> Path:
        """Return the file of a step."""
        return self.folder / f"step-{step:08d}.npy"

    def mine(self, encoder: SentenceTransformer, step: int, easiness: float, autocast: bool = False) -> dict[str, Any]:
        """Mine for a step, unless its file is there and of the same weights, data and settings.

        Args:
            encoder: The encoder, whose mode is left as it was.
            step: The step.
            easiness: As for `hedge_hf.mining.mine.mine`.
            autocast: Encode in bfloat16, as training does.

        Returns:
            The record of the mining: seconds by part, counts by reason.

        Raises:
            HedgeError: If the disk is full, or an embedding is not finite.
        """
        started = time.monotonic()
        model = fingerprint(encoder)
        wanted = self._data | {"model": model, "easiness": easiness, "autocast": autocast}
        key = hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()
        record = self.record(step)
        if record and record["key"] == key:
            return record
        miner = self._the_miner()
        embeddings = self.folder / "embeddings"
        mode = encoder.training
        with torch.autocast(encoder.device.type, dtype=torch.bfloat16, enabled=autocast):
            batches = miner.mine(encoder, "the encoder", model, embeddings / model, easiness, keep_index=False)
            rows, counts = passages_of_rows(batches, self._queries, self._arguments.negatives_per_row, self._seed)
        encoder.train(mode)
        seconds = miner.seconds | {"total": time.monotonic() - started}
        record = {"key": key, "step": step, "seconds": seconds, "counts": counts, "recall": miner.recall}
        self._write(step, rows, record)
        shutil.rmtree(embeddings)
        return record

    def record(self, step: int) -> dict[str, Any] | None:
        """Return the record of a step, None if its file is not there."""
        note = self.file(step).with_suffix(".json")
        try:
            return json.loads(note.read_text(encoding="utf-8")) if self.file(step).is_file() else None
        except (OSError, ValueError):
            return None

    def steps(self) -> list[int]:
        """Return the steps that have a file, ascending."""
        found = (int(file.stem.removeprefix("step-")) for file in self.folder.glob("step-*.npy"))
        return sorted(step for step in found if self.record(step))

    def remove_after(self, step: int) -> None:
        """Remove what was mined after a step: the run goes on from there."""
        for later in self.steps():
            if later > step:
                self.file(later).unlink()

    def job(self) -> dict[str, Any]:
        """Return what another process needs to mine the same."""
        return {"arguments": asdict(self._arguments), "seed": self._seed}

    def adopt(self, folder: Path, step: int) -> None:
        """Make the negatives that another process has mined in its folder those of a step."""
        found = NegativeFiles(folder, self._arguments, self._queries, self._corpus, self._seed)
        os.replace(found.file(0).with_suffix(".json"), self.file(step).with_suffix(".json"))
        os.replace(found.file(0), self.file(step))

    def _write(self, step: int, rows: NDArray[np.int64], record: dict[str, Any]) -> None:
        file = self.file(step)
        temporary = file.with_suffix(".tmp")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as stream:
                np.save(stream, rows, allow_pickle=False)
            file.unlink(missing_ok=True)
            write(file.with_suffix(".json"), json.dumps(record).encode())
            os.replace(temporary, file)
        except OSError as error:
            raise HedgeError(f"{file} cannot be written ({error.strerror}); free some space") from error

    def _the_miner(self) -> Miner:
        if self._miner is None:
            given = self._arguments
            teacher = load_scorer(given.teacher, cached=False) if given.teacher else None
            settings = given.settings(self._seed)
            self._miner = Miner(self._queries, self._corpus, settings, given.index, teacher)
        return self._miner
