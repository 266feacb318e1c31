"""Search a folder of audio files in words, negation included.

    python examples/search_audio.py runs/clap/synthetic/model FOLDER "piano without drums"

The model is any CLAP model of transformers, such as laion/clap-htsat-unfused. Files that cannot be read are named and
left out. Of longer files the middle is heard.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from rich.console import Console

from hedge_hf.audio.decoding import BadAudio
from hedge_hf.audio.features import spectrogram
from hedge_hf.cli import run
from hedge_hf.errors import UsageError
from hedge_hf.evaluation.clap.embed import ClapEncoder
from hedge_hf.train.clap_model import load_clap

_ENDINGS = {".flac", ".mp3", ".ogg", ".opus", ".wav", ".aiff"}


def search(encoder: ClapEncoder, files: list[Path], query: str, console: Console) -> list[tuple[Path, float]]:
    """Return the files that can be read with their similarity to the query, the most similar first."""
    heard, spectrograms = [], []
    for file in files:
        try:
            spectrograms.append(spectrogram({"path": str(file)}, encoder.processor.feature_extractor))
            heard.append(file)
        except BadAudio as error:
            console.print(f"{file}: {error}", style="yellow", soft_wrap=True)
    if not heard:
        raise UsageError("no file can be used; give a folder of audio files")
    similarities = (encoder.clips(np.stack(spectrograms)) @ encoder.captions([query])[0]).tolist()
    return sorted(zip(heard, similarities, strict=True), key=lambda found: -found[1])


def main(argv: list[str]) -> None:
    """Load the model, listen, and show what answers the query best."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="folder or Hub id of a CLAP model")
    parser.add_argument("folder", type=Path, help="folder of audio files; folders in it count too")
    parser.add_argument("query", help="what you want to hear, and what not")
    parser.add_argument("-k", type=int, default=10, help="how many to show (default: %(default)s)")
    options = parser.parse_args(argv)
    files = sorted(file for file in options.folder.rglob("*") if file.suffix.lower() in _ENDINGS)
    if not files:
        raise UsageError(f"{options.folder}: no audio files; there must be some of {', '.join(sorted(_ENDINGS))}")
    console = Console(highlight=False, markup=False, soft_wrap=True)
    encoder = ClapEncoder(*load_clap(options.model))
    for file, similarity in search(encoder, files, options.query, Console(stderr=True, highlight=False, markup=False))[
        : options.k
    ]:
        console.print(f"{similarity:.3f}  {file}")


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
