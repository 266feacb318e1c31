"""The steps that turn anchors into groups, as datatrove runs them: read, write, filter, keep."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep
from loguru import logger

from hedge_hf.evaluation.files import write
from hedge_hf.generate.documents import (
    WHOLE_ANCHOR,
    add_draft,
    anchor_of,
    document_of,
    draft_of,
    refuse,
    rejects_of,
)
from hedge_hf.generate.filters import FILTERS, Case, duplicates
from hedge_hf.generate.folder import (
    GROUPS_SCHEMA,
    REJECTS_SCHEMA,
    WholeParquet,
    anchors_file,
    groups_file,
    groups_files,
    kept_variants,
    read_anchors,
    rejects_file,
    replies_file,
)
from hedge_hf.generate.llm.cues import round_weights, weights_file
from hedge_hf.generate.llm.journal import read_journal
from hedge_hf.generate.llm.replies import parse
from hedge_hf.generate.rules import RuleWriter
from hedge_hf.generate.types import Draft
from hedge_hf.taxonomy.languages import language

logger.disable("datatrove")  # it would draw over the progress bar; counts and times are in logs/*/stats

Documents = Iterator[Document]


class ReadAnchors(PipelineStep):
    """Reads the anchors of a shard, one document each."""

    type = "Reader"
    name = "anchors"

    def __init__(self, folder: Path, round_: int) -> None:
        super().__init__()
        self.folder, self.round = folder, round_

    def run(self, data: Documents | None = None, rank: int = 0, world_size: int = 1) -> Documents:
        """Yield the documents of shard `rank`."""
        yield from map(document_of, read_anchors(anchors_file(self.folder, self.round, rank)))


class WriteByRules(PipelineStep):
    """Writes the variants of each anchor by rules."""

    type = "Writer"
    name = "rules"

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.seed = seed

    def run(self, data: Documents, rank: int = 0, world_size: int = 1) -> Documents:
        """Add a draft to each document."""
        writer = RuleWriter(self.seed)
        for document in data:
            with self.track_time():
                add_draft(document, writer.write(anchor_of(document)), "rules")
            yield document


class ReadReplies(PipelineStep):
    """Takes the variants of each anchor from the model's replies; an anchor without one is a reject."""

    type = "Reader"
    name = "replies"

    def __init__(self, folder: Path, round_: int) -> None:
        super().__init__()
        self.folder, self.round = folder, round_

    def run(self, data: Documents, rank: int = 0, world_size: int = 1) -> Documents:
        """Add a draft to each document, empty where there is no usable reply."""
        outcomes = {outcome.id: outcome for outcome in read_journal(replies_file(self.folder, self.round, rank))}
        for document in data:
            outcome = outcomes.get(document.id)
            reply = outcome.reply if outcome else None
            draft = parse(reply) if reply is not None else Draft([], [])
            add_draft(document, draft, outcome.prompt if outcome else "")
            if outcome is None:
                refuse(document, WHOLE_ANCHOR, "not asked", "the run ended before")
            elif outcome.failure is not None:
                refuse(document, WHOLE_ANCHOR, "set aside", outcome.failure)
            yield document


class WriteCueWeights(PipelineStep):
    """Weighs the cues of a round by what the rounds before it have kept."""

    type = "Writer"
    name = "cues"

    def __init__(self, folder: Path, round_: int, language: str) -> None:
        super().__init__()
        self.folder, self.round, self.language = folder, round_, language

    def run(self, data: Documents | None = None, rank: int = 0, world_size: int = 1) -> Documents:
        """Write the weights; there is only one shard."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for round_ in range(self.round):
            for file in groups_files(self.folder, round_):
                for variant in kept_variants(file):
                    counts[variant["type"]][variant["cue"].lower()] += 1
        weights = round_weights(counts, language(self.language))
        file = weights_file(self.folder, self.round)
        file.parent.mkdir(exist_ok=True)
        write(file, json.dumps(weights, indent=1, ensure_ascii=False).encode())
        yield from data or ()


class FilterVariants(PipelineStep):
    """Refuses the variants that a filter finds fault with."""

    type = "Filter"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def run(self, data: Documents, rank: int = 0, world_size: int = 1) -> Documents:
        """Yield all documents; a draft may be empty afterwards."""
        fault = FILTERS[self.name]
        for document in data:
            with self.track_time():
                anchor, draft = anchor_of(document), draft_of(document)
                for variants, hedge in ((draft.hedges, True), (draft.negations, False)):
                    for variant in tuple(variants):
                        detail = fault(Case(anchor, variant, hedge))
                        if detail is not None:
                            refuse(document, variant, self.name, detail)
                            self.stat_update("refused")
            yield document


class DropDuplicates(PipelineStep):
    """Refuses a variant that repeats another of its anchor."""

    type = "Filter"
    name = "duplicate"

    def run(self, data: Documents, rank: int = 0, world_size: int = 1) -> Documents:
        """Yield all documents."""
        for document in data:
            for variant in duplicates(draft_of(document)):
                refuse(document, variant, self.name, "same as another variant")
                self.stat_update("refused")
            yield document


class KeepGroups(PipelineStep):
    """Writes the groups that have a hedge and a negation left, and all rejects."""

    type = "Writer"
    name = "groups"

    def __init__(self, folder: Path, round_: int, generator: str) -> None:
        super().__init__()
        self.folder, self.round, self.generator = folder, round_, generator

    def run(self, data: Documents, rank: int = 0, world_size: int = 1) -> Documents:
        """Write the files of shard `rank`; each has its name only when it is whole."""
        groups = WholeParquet(groups_file(self.folder, self.round, rank), GROUPS_SCHEMA)
        rejects = WholeParquet(rejects_file(self.folder, self.round, rank), REJECTS_SCHEMA)
        for document in data:
            draft = draft_of(document)
            if draft.hedges and draft.negations:
                groups.add(self._row(document))
                self.stat_update("kept")
            elif draft.hedges or draft.negations or not rejects_of(document):
                missing = "hedge" if draft.negations else "negation"
                refuse(document, WHOLE_ANCHOR, "incomplete", f"no {missing} left")
            for reject in rejects_of(document):
                rejects.add(reject._asdict())
            yield document
        rejects.close()
        groups.close()

    def _row(self, document: Document) -> dict[str, Any]:
        anchor, draft = anchor_of(document), draft_of(document)
        row = anchor._asdict() | draft._asdict()
        return row | {"anchor": anchor.text, "generator": self.generator, "prompt": document.metadata["prompt"]}
