"""The captions that evaluation compares: as they are, negated in part or wholly, and with something absent denied."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hedge_hf.audio.negated_captions import deny_all, deny_some, has_negation, stated
from hedge_hf.audio.negation_insert import NegationInsert, TagFrequencies, place_denial
from hedge_hf.audio.vocabulary import KINDS, Term, Vocabulary
from hedge_hf.errors import UsageError
from hedge_hf.taxonomy.denial import DENIALS

LEVELS = ("original", "appended", "part", "full")
"""From true to false: the caption, the caption with a true denial, some of it denied, all of it denied."""
DENIALS_ALONE = ("true denial", "false denial")
"""A denial of something that a clip lacks, and one of something that it has, in the same words otherwise."""
_NOTHING_ELSE = "A piece of music."


@dataclass(frozen=True)
class Levels:
    """Captions of the same rows at every level.

    Attributes:
        rows: Which rows of the data they are of.
        texts: By level, and by `DENIALS_ALONE`, one text per row.
        denied: What `part` denies and the row has, one tuple of names per row.
        skipped: Rows that have not all levels, by reason.
    """

    rows: list[int]
    texts: dict[str, list[str]]
    denied: list[tuple[str, ...]]
    skipped: Counter[str]


def at_all_levels(captions: Sequence[str], tags: Sequence[Sequence[str]], vocabulary: Vocabulary, seed: int) -> Levels:
    """Negate captions.

    Args:
        captions: One per row.
        tags: The tags of each row.
        vocabulary: The terms that can be denied.
        seed: Seed of what is denied; the same for all models.

    Raises:
        UsageError: If there are not two rows that have all levels.
    """
    insert = NegationInsert(vocabulary, TagFrequencies.of(tags, vocabulary), seed=seed)
    rows: list[int] = []
    denied = []
    texts: dict[str, list[str]] = {level: [] for level in (*LEVELS, *DENIALS_ALONE)}
    skipped: Counter[str] = Counter()
    for row, (caption, own) in enumerate(zip(captions, tags, strict=True)):
        draw = random.Random(f"{seed}/{row}")
        mentions = stated(caption, own, vocabulary)
        part = deny_some(caption, mentions, draw)
        appended = insert.denied(caption, own, 1, draw)
        alone = _denials_alone([mention.term for mention in mentions], insert.absent(caption, own), vocabulary, draw)
        if has_negation(caption) or part is None or alone is None or not appended.names:
            skipped[_reason(caption, len(mentions), part is not None)] += 1
            continue
        rows.append(row)
        denied.append(part.names)
        found = (caption, appended.text, part.text, deny_all(caption, mentions).text, *alone)
        for level, text in zip(texts, found, strict=True):
            texts[level].append(text)
    if len(rows) < 2:
        raise UsageError(f"{len(rows)} of {len(captions)} captions can be negated in part and wholly; two are needed")
    return Levels(rows, texts, denied, skipped)


def _denials_alone(
    present: list[Term], absent: list[str], vocabulary: Vocabulary, draw: random.Random
) -> tuple[str, str] | None:
    """Deny something absent and something present of one kind; None if there are no two."""
    by_kind = {
        kind: [vocabulary.terms[name] for name in absent if vocabulary.terms[name].kind == kind] for kind in KINDS
    }
    comparable = [term for term in present if by_kind[term.kind]]
    if not comparable:
        return None
    false = draw.choice(comparable)
    true = draw.choice(by_kind[false.kind])
    denial = draw.choice([denial for denial in DENIALS if denial.of == false.kind and denial.place != "front"])
    first, second = (place_denial(_NOTHING_ELSE, denial, term.name) for term in (true, false))
    return first, second


def _reason(caption: str, mentions: int, parted: bool) -> str:
    if has_negation(caption):
        return "a negation in the caption"
    if not mentions:
        return "no tag stated in the caption"
    return "nothing absent to deny" if parted else "one stated tag only"
