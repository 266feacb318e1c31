"""The first stage of generation: chooses anchors from corpora and spreads them over shards."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation.contamination.index import NearIndex
from hedge_hf.evaluation.contamination.overlaps import DEFAULT_THRESHOLD, normal_form
from hedge_hf.evaluation.files import write
from hedge_hf.generate.anchors.candidates import Candidates, SourceCounts
from hedge_hf.generate.anchors.decontamination import evaluation_forms
from hedge_hf.generate.anchors.sentences import flaw, split
from hedge_hf.generate.anchors.sources import Source, open_source
from hedge_hf.generate.folder import anchors_file
from hedge_hf.generate.language_detection import check_language, other_language
from hedge_hf.generate.types import Anchor

logger = logging.getLogger(__name__)

COUNTS = "counts.json"
_STORE = "anchors.sqlite"
_BATCH_ROWS = 1000
_FEWEST_KEPT, _KEPT_PER_ANCHOR = 50_000, 4

Progress = Callable[[str, int], object]


@dataclass(frozen=True)
class AnchorCounts:
    """What became of the corpora.

    Attributes:
        number: How many anchors were asked for.
        sources: The counts of each corpus.
    """

    number: int
    sources: tuple[SourceCounts, ...]

    @property
    def chosen(self) -> int:
        """How many anchors there are; fewer than asked for if the corpora have no more."""
        return sum(source.chosen for source in self.sources)


def choose_anchors(
    sources: Sequence[str],
    number: int,
    out: Path,
    *,
    rounds: int,
    ranks: int,
    seed: int = 0,
    language: str = "en",
    weights: Sequence[float] | None = None,
    decontaminate: Sequence[str] = (),
    progress: Progress = lambda task, steps: None,
) -> AnchorCounts:
    """Choose anchors and write them to `out/anchors`, one file per round and rank.

    Of the sentences without flaw those are taken that rank lowest by a hash of sentence and seed, the same whatever
    the order of the rows. Near duplicates of an anchor and of a text of an evaluation set are passed over. A corpus
    that has too few sentences leaves its share to the others. What a killed call has finished, a later call with the
    same arguments does not do again; once `out/anchors/counts.json` is there, it is only read.

    Args:
        sources: Corpora, as `open_source` takes them; of a sentence in two of them, the first one counts.
        number: How many anchors to choose.
        out: Folder of the run.
        rounds: Number of rounds.
        ranks: Number of shards of a round.
        seed: Seed of the choice.
        language: ISO 639-1 code of the language of the anchors.
        weights: Share of each corpus; equal shares if None.
        decontaminate: Evaluation sets, as `contamination.sources.read_texts` takes them, beside HedgeTriple's own
            held-out rows.
        progress: Called with what is being done and how many more rows or anchors of it are done.

    Raises:
        UsageError: If an argument is wrong, a corpus cannot be found or none has a sentence to choose.
        HedgeError: If the Hub does not answer or a file cannot be written.
    """
    shares = _checked(sources, number, weights)
    check_language(language)
    marker = out / "anchors" / COUNTS
    if not marker.exists():
        try:
            marker.parent.mkdir(parents=True, exist_ok=True)
            with Candidates(out / _STORE, seed, max(_FEWEST_KEPT, _KEPT_PER_ANCHOR * number)) as store:
                counts = _read(store, sources, language, progress)
                choice = _choice(store, counts, number, shares, decontaminate, progress)
                counts = store.choose(choice, counts, rounds * ranks)
                for shard in range(rounds * ranks):
                    _write(anchors_file(out, *divmod(shard, ranks)), _anchors(store, shard, counts, language))
        except sqlite3.Error as error:
            full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
            fix = "free some space and give the same command again" if full else "remove it to begin anew"
            raise HedgeError(f"{out / _STORE} cannot be used: {error}; {fix}") from error
        except OSError as error:
            raise HedgeError(f"{out} cannot be written ({error.strerror}); give another folder") from error
        found = {"number": number, "sources": [asdict(source) for source in counts]}
        write(marker, json.dumps(found, indent=2, ensure_ascii=False).encode() + b"\n")
    (out / _STORE).unlink(missing_ok=True)
    return read_counts(out)


def read_counts(out: Path) -> AnchorCounts:
    """Return the counts in the folder of a run whose anchors are chosen."""
    found = json.loads((out / "anchors" / COUNTS).read_text(encoding="utf-8"))
    return AnchorCounts(found["number"], tuple(SourceCounts(**source) for source in found["sources"]))


def _checked(sources: Sequence[str], number: int, weights: Sequence[float] | None) -> list[float]:
    if not sources or len(set(sources)) < len(sources):
        raise UsageError(f"sources are {', '.join(sources) or 'none'}; give one or more, each once")
    if number < 1:
        raise UsageError(f"number of anchors is {number}; it must be at least 1")
    shares = list(weights or [1.0] * len(sources))
    if len(shares) != len(sources):
        raise UsageError(f"weights are {len(shares)} for {len(sources)} sources; give one for each")
    if not all(0 < share < float("inf") for share in shares):
        raise UsageError(f"weights are {', '.join(map(str, shares))}; each must be a number above 0")
    return shares


def _read(store: Candidates, sources: Sequence[str], language: str, progress: Progress) -> list[SourceCounts]:
    """Read the corpora that have not been read; all of them are looked at before the first is read."""
    counts = store.read()
    waiting = [open_source(spec) for spec in sources[len(counts) :]]
    for source in waiting:
        found = SourceCounts(source.name, source.domain, source.licence)
        store.fill(len(counts), found, _sentences(source, found, language, progress))
        counts.append(found)
    return counts


def _sentences(source: Source, counts: SourceCounts, language: str, progress: Progress) -> Iterator[list[str]]:
    texts = source.texts()
    while batch := list(islice(texts, _BATCH_ROWS)):
        fit = []
        for sentence in (sentence for text in batch for sentence in split(text, language)):
            counts.sentences += 1
            reason = flaw(sentence, source.captions) or ("language" if other_language(sentence, language) else None)
            if reason:
                counts.reject(reason)
            else:
                fit.append(sentence)
        counts.rows += len(batch)
        progress(f"reading {source.name}", len(batch))
        yield fit


def _choice(
    store: Candidates,
    counts: list[SourceCounts],
    number: int,
    shares: list[float],
    decontaminate: Sequence[str],
    progress: Progress,
) -> Iterator[int]:
    """Yield the ranks of anchors, each from the corpus that is furthest behind its share."""
    evaluation = evaluation_forms(decontaminate)
    index = NearIndex(evaluation, DEFAULT_THRESHOLD, store.database)
    waiting = {position: store.ranked(position) for position in range(len(counts))}
    chosen = 0
    while chosen < number and waiting:
        position = min(waiting, key=lambda place: (counts[place].chosen / shares[place], place))
        rank, text = next(waiting[position], (None, ""))
        if rank is None:
            del waiting[position]
        elif near := index.admit(normal_form(text)):
            counts[position].reject("evaluation" if near[1] in evaluation else "near duplicate")
        else:
            counts[position].chosen += 1
            chosen += 1
            progress("choosing anchors", 1)
            yield rank
    if chosen < number:
        _report_shortage(counts, chosen, number)


def _report_shortage(counts: list[SourceCounts], chosen: int, number: int) -> None:
    rows = sum(source.rows for source in counts)
    rejected: Counter[str] = Counter()
    for source in counts:
        rejected.update(source.rejected)
    reasons = ", ".join(f"{reason} {count}" for reason, count in rejected.most_common()) or "nothing"
    if not chosen:
        raise UsageError(f"no sentence of {rows} rows can be an anchor (rejected: {reasons}); give other sources")
    logger.warning("only %d of %d anchors: there are no more in %d rows (rejected: %s)", chosen, number, rows, reasons)


def _anchors(store: Candidates, shard: int, counts: list[SourceCounts], language: str) -> Iterator[Anchor]:
    for identifier, text, position in store.shard(shard):
        source = counts[position]
        yield Anchor(identifier, text, source.source, source.domain, language, source.licence)


def _write(path: Path, anchors: Iterable[Anchor]) -> None:
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("w", encoding="utf-8") as file:
        for anchor in anchors:
            file.write(json.dumps(anchor._asdict(), ensure_ascii=False) + "\n")
    os.replace(partial, path)
