"""How fast generation is: by rules on one core, and how much of a slow chat server's time it uses.

python benchmarks/generate/throughput.py

The server is the scripted one of the tests: 200 ms a reply, 64 at a time, so 320 replies a second at best. It plays
three parts: a good one; one that fails 10% of requests, garbles 5% of replies and is killed and started again once,
where every anchor must end as a row or a reject; and a good one whose client is killed five times, where the result
must have the bytes of an undisturbed run.
"""

from __future__ import annotations

import asyncio
import json
import math
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent.parent / "tests"))
import pyarrow.parquet as pq
from chat_server import MODEL, ChatServer
from datasets import load_dataset
from environment import save

import hedge_hf  # noqa: F401

LATENCY, CONCURRENCY, ANCHORS = 0.2, 64, 2000


def by_rules() -> dict[str, Any]:
    """Return anchors a second of CPU time on the shipped anchors: rules alone, and with their filters."""
    from hedge_hf.generate.filters import FILTERS, Case
    from hedge_hf.generate.rules import RuleWriter
    from hedge_hf.generate.types import Anchor

    rows = load_dataset("hedgetriple", "groups", split="train").to_list()
    anchors = [Anchor(row["id"], row["anchor"], "seed", "seed", "en", "cc-by-4.0") for row in rows]
    filters = [FILTERS[name] for name in FILTERS if name != "language"]
    writer = RuleWriter()
    for anchor in anchors[:100]:
        writer.write(anchor)
    started = time.process_time()
    drafts = [writer.write(anchor) for anchor in anchors]
    written = time.process_time()
    for anchor, draft in zip(anchors, drafts, strict=True):
        for variants, hedge in ((draft.hedges, True), (draft.negations, False)):
            for variant in variants:
                all(refuses(Case(anchor, variant, hedge)) is None for refuses in filters)
    ended = time.process_time()
    return {
        "anchors": len(anchors),
        "variants": sum(len(draft.hedges) + len(draft.negations) for draft in drafts),
        "anchors_per_cpu_second_rules": len(anchors) / (written - started),
        "anchors_per_cpu_second_rules_and_filters": len(anchors) / (ended - started),
    }


def by_endpoint(folder: Path) -> dict[str, Any]:
    """Run the three parts."""
    corpus = folder / "sentences.txt"
    corpus.write_text("\n".join(load_dataset("hedgetriple", "groups", split="train")["anchor"]), encoding="utf-8")
    faults = {"latency": LATENCY, "errors": 0.1, "malformed": 0.05}
    with ChatServer() as server:
        server.script(latency=LATENCY)
        _start(server, corpus, folder / "good").communicate()
        asked, seconds = _asking(server, folder)
        ideal = math.ceil(asked / CONCURRENCY) * LATENCY

        server.script(**faults)
        client = _start(server, corpus, folder / "faults")
        _wait_for(folder / "faults", ANCHORS // 3)
        server.kill()
        time.sleep(2)
        server.start()
        server.script(**faults)
        client.communicate()

        server.script(latency=LATENCY)
        draw = random.Random(0)
        kills = 0
        while kills < 5:
            client = _start(server, corpus, folder / "killed")
            _wait_for(folder / "killed", int(ANCHORS * (kills + draw.random()) / 5))
            os.killpg(client.pid, signal.SIGKILL)
            client.communicate()
            kills += 1
        _start(server, corpus, folder / "killed").communicate()
    return {
        "latency_s": LATENCY,
        "concurrency": CONCURRENCY,
        "anchors": asked,
        "ideal_s": ideal,
        "seconds": seconds,
        "share_of_ideal_throughput": ideal / seconds,
        "anchors_accounted_for_with_faults": _accounted(folder / "faults"),
        "bytes_after_five_kills_equal": _content(folder / "killed") == _content(folder / "good"),
        "bytes_after_faults_equal": _content(folder / "faults") == _content(folder / "good"),
    }


def _start(server: ChatServer, corpus: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "hedge_hf.cli", "generate", "--anchors", str(corpus), "--backend", "llm"]
    command += ["--endpoint", server.url, "--model", MODEL, "--num-anchors", str(ANCHORS), "--rounds", "1"]
    command += ["--concurrency", str(CONCURRENCY), "--out", str(out)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def _asking(server: ChatServer, folder: Path) -> tuple[int, float]:
    """Return the number of anchors of the good run, and the seconds to ask for them, without the program's start."""
    from hedge_hf.generate.folder import anchors_file, read_anchors
    from hedge_hf.generate.llm.ask import ask_all
    from hedge_hf.generate.llm.endpoint import Endpoint
    from hedge_hf.generate.llm.journal import Journal

    anchors = list(read_anchors(anchors_file(folder / "good", 0, 0)))

    async def ask() -> float:
        with Journal(folder / "journal.jsonl") as journal:
            async with Endpoint(MODEL, server.url) as endpoint:
                await endpoint.check()
                started = time.perf_counter()
                await ask_all(anchors, endpoint, journal, {}, 0, concurrency=CONCURRENCY)
                return time.perf_counter() - started

    return len(anchors), asyncio.run(ask())


def _replies(out: Path) -> list[str]:
    return [line for file in out.glob("replies/*.jsonl") for line in file.read_text(encoding="utf-8").splitlines()]


def _wait_for(out: Path, replies: int) -> None:
    while len(_replies(out)) < replies:
        time.sleep(0.05)


def _accounted(out: Path) -> dict[str, int]:
    """Count the anchors by where they ended; `lost` and `twice` must be none."""
    from hedge_hf.generate.folder import groups_files

    chosen = [json.loads(line)["id"] for file in out.glob("anchors/*.jsonl") for line in file.open(encoding="utf-8")]
    rows = [identifier for file in groups_files(out) for identifier in pq.read_table(file)["id"].to_pylist()]
    rejects = [row for file in out.glob("rejects/*.parquet") for row in pq.read_table(file).to_pylist()]
    whole = [row["id"] for row in rejects if not row["type"]]
    asked = [json.loads(line)["id"] for line in _replies(out)]
    return {
        "chosen": len(chosen),
        "rows": len(rows),
        "rejects": len(whole),
        "lost": len(set(chosen) - set(rows) - set(whole)),
        "twice": len(rows) + len(whole) - len({*rows, *whole}) + len(asked) - len(set(asked)),
    }


def _content(out: Path) -> dict[str, bytes]:
    files = [*out.glob("groups-*.parquet"), *out.glob("rejects/*.parquet")]
    return {str(file.relative_to(out)): file.read_bytes() for file in files}


def main() -> None:
    """Measure both back-ends."""
    with tempfile.TemporaryDirectory() as folder:
        save("generate_throughput", {"rules": by_rules(), "endpoint": by_endpoint(Path(folder))})


if __name__ == "__main__":
    main()
