"""Evaluates a CLAP model on music with captions and tags."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hedge_hf.audio.features import Clips
from hedge_hf.audio.levels import LEVELS, at_all_levels
from hedge_hf.audio.negation_insert import TagFrequencies
from hedge_hf.audio.queries import Contents, draw_query, truth
from hedge_hf.audio.vocabulary import Vocabulary
from hedge_hf.evaluation.clap.embed import ClapEncoder
from hedge_hf.evaluation.clap.measure import Binary, Floats, Retrieval, Search, binary, retrieval, search
from hedge_hf.evaluation.results import Score

SEED = 0


@dataclass(frozen=True)
class ClapEvaluation:
    """What a model scores.

    Attributes:
        model: Its name.
        data: Where the rows come from.
        rows: How many there are.
        skipped: Rows that were left out, by reason.
        retrieval: The search for clips, by level of negation.
        binary: The comparison of each clip with its own captions.
        search: The search with queries that want one thing and exclude another; None if too few clips answer them.
    """

    model: str
    data: str
    rows: int
    skipped: dict[str, int]
    retrieval: dict[str, Retrieval]
    binary: Binary
    search: Search | None

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> ClapEvaluation:
        """Return the evaluation from its fields as JSON types, as evaluation.json has them under "clapevaluation"."""
        levels = {
            level: Retrieval({int(k): Score(**one) for k, one in part["recall"].items()}, Score(**part["median_rank"]))
            for level, part in found["retrieval"].items()
        }
        pairs, tags = (
            {name: Score(**one) for name, one in found["binary"][part].items()} for part in ("accuracy", "by_tag")
        )
        search = found["search"] and Search(**{name: Score(**one) for name, one in found["search"].items()})
        return cls(**found | {"retrieval": levels, "binary": Binary(pairs, tags), "search": search})


def evaluate_clap(name: str, encoder: ClapEncoder, clips: Clips, vocabulary: Vocabulary) -> ClapEvaluation:
    """Measure a model.

    Args:
        name: Name of the model.
        encoder: The model.
        clips: Music whose captions can be negated; other rows are left out.
        vocabulary: The terms that can be denied.

    Raises:
        UsageError: If fewer than two captions can be negated in part and wholly.
    """
    music = clips.music
    levels = at_all_levels(music.captions, music.tags, vocabulary, SEED)
    audio = encoder.clips(clips.spectrograms[np.array(levels.rows)])
    texts = {level: encoder.captions(found) for level, found in levels.texts.items()}
    return ClapEvaluation(
        model=name,
        data=music.name,
        rows=len(levels.rows),
        skipped=dict(music.skipped + levels.skipped),
        retrieval={level: retrieval(texts[level], audio) for level in LEVELS},
        binary=binary(texts, audio, levels.denied),
        search=_search(encoder, audio, [(music.captions[row], music.tags[row]) for row in levels.rows], vocabulary),
    )


def _search(
    encoder: ClapEncoder, audio: Floats, rows: list[tuple[str, list[str]]], vocabulary: Vocabulary
) -> Search | None:
    frequencies = TagFrequencies.of([tags for _, tags in rows], vocabulary)
    contents = [Contents.of(caption, tags, vocabulary) for caption, tags in rows]
    drawn = (
        draw_query(clip, vocabulary, frequencies, random.Random(f"{SEED}/{row}"), wants=1)
        for row, clip in enumerate(contents)
    )
    queries = [query for query in drawn if query.wanted and query.excluded]
    if not queries:
        return None
    excluded = [replace(query, wanted=query.excluded, excluded=()) for query in queries]
    vectors = encoder.captions([query.text for query in queries])
    return search(vectors, audio, truth(queries, contents), truth(excluded, contents))
