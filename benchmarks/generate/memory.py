"""Peak memory of generation by rules, from 10,000 to a million anchors: it should not grow with them.

python benchmarks/generate/memory.py 10000 100000 1000000

The sentences are put together at random from lists of words and made-up names, so that hardly two are alike.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from environment import save

_SYLLABLES = "ba do ki lu me na po ri sa te vo wen xan yor zel mar tin gor hel fen"
_VERBS = "cleaned repaired visited opened painted described measured protected closed admired"
_ADJECTIVES = "old quiet young famous careful honest tall cheerful clever gentle proud lucky"
_THINGS = "boat clock bridge window garden letter statue kitchen engine map fence tower lamp wagon"
_PLACES = "harbour market library station chapel orchard quarry museum brewery lighthouse castle"
_TIMES = "in spring,on Monday,after the storm,before dawn,during the war,at noon,last winter"
_SPARE = 1.2


def write_sentences(file: Path, number: int) -> None:
    """Write a fifth more sentences than asked for, for those that are passed over."""
    draw = random.Random(0)

    def one_of(words: str, between: str | None = None) -> str:
        return draw.choice(words.split(between))

    def name() -> str:
        return "".join(one_of(_SYLLABLES) for _ in range(3)).capitalize()

    with file.open("w", encoding="utf-8") as lines:
        for _ in range(int(number * _SPARE)):
            thing = f"the {one_of(_ADJECTIVES)} {one_of(_THINGS)} of {name()}"
            place = f"near the {one_of(_PLACES)} {one_of(_TIMES, ',')}"
            lines.write(f"{name()} {one_of(_VERBS)} {thing} {place}.\n")


def measure(number: int) -> dict[str, Any]:
    """Return what a run over so many anchors takes; the memory is that of the process that takes most."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "sentences.txt")
        write_sentences(corpus, number)
        command = [sys.executable, "-m", "hedge_hf.cli", "generate", "--anchors", str(corpus), "--num-anchors", number]
        started = time.monotonic()
        subprocess.run([*map(str, command), "--out", f"{folder}/ht"], check=True, stdout=sys.stderr)
        seconds = time.monotonic() - started
        groups = sum(file.stat().st_size for file in Path(folder, "ht").glob("groups-*.parquet"))
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"anchors": number, "seconds": seconds, "peak_mb": usage.ru_maxrss / 1024, "groups_mb": groups / 2**20}


def main() -> None:
    """Measure each size in a process of its own."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]))))
        return

    found = []
    for number in sys.argv[1:]:
        done = subprocess.run([sys.executable, __file__, "--one", number], check=True, capture_output=True, text=True)
        found.append(json.loads(done.stdout.splitlines()[-1]))
        save("generate_memory", {"sizes": found})


if __name__ == "__main__":
    main()
