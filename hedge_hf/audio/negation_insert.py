"""NegationInsert: adds to a caption what its track does not have, negated."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from hedge_hf.audio.negated_captions import Denied, has_negation
from hedge_hf.audio.vocabulary import Term, Vocabulary
from hedge_hf.errors import UsageError
from hedge_hf.taxonomy.denial import DENIALS, Denial

_PLACES = ("front", "tail", "sentence")
_FRONTABLE = ("A ", "An ", "The ", "This ")


@dataclass(frozen=True)
class TagFrequencies:
    """How often each term of a vocabulary is true of a track; those that never are cannot be denied."""

    counts: Counter[str]

    @classmethod
    def of(cls, rows: Iterable[Sequence[str]], vocabulary: Vocabulary) -> TagFrequencies:
        """Count the terms that the tags of each row name."""
        return cls(Counter(name for tags in rows for name in vocabulary.named(tags)))


class NegationInsert:
    """Transform that inserts negated tags into captions, after arXiv 2601.13931.

    The tags are drawn by how often tracks have them, from those that the track has neither as tag nor in its caption,
    nor kinds of them, nor what they are kinds of. Use it with `Dataset.map(..., batched=True, with_indices=True)`.
    The draw depends on the seed, the epoch and the row's index alone.

    Attributes:
        epoch: Number of the pass over the data.
        skipped: Rows that were left as they are, by reason, since the transform was made.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        frequencies: TagFrequencies,
        probability: float = 0.5,
        most: int = 2,
        seed: int = 0,
    ) -> None:
        """Start with the first epoch.

        Args:
            vocabulary: The terms.
            frequencies: How often each is true.
            probability: Chance that a caption gets any.
            most: How many it gets at most; the number is drawn evenly from 1 up.
            seed: Seed of the draws.

        Raises:
            UsageError: If a setting is out of range, or no term can be denied.
        """
        if not 0 <= probability <= 1:
            raise UsageError(f"insert_probability is {probability}; it must be from 0 to 1")
        if most < 1:
            raise UsageError(f"insert_most is {most}; it must be 1 or above")
        if not frequencies.counts:
            raise UsageError("no tag is a term of the vocabulary; give a vocabulary that names the tags")
        self.vocabulary = vocabulary
        self.frequencies = frequencies
        self.probability = probability
        self.most = most
        self.seed = seed
        self.epoch = 0
        self.skipped: Counter[str] = Counter()

    def __call__(self, rows: dict[str, list[Any]], indices: list[int]) -> dict[str, list[Any]]:
        """Return the rows of a batch with the column `caption` rewritten."""
        captions = zip(rows["caption"], rows["tags"], indices, strict=True)
        return rows | {"caption": [self.insert(*row).text for row in captions]}

    def insert(self, caption: str, tags: Sequence[str], index: int) -> Denied:
        """Return the caption of one row, with or without insertions."""
        draw = random.Random(f"{self.seed}/{self.epoch}/{index}")
        if draw.random() >= self.probability:
            return Denied(caption, ())
        return self.denied(caption, tags, draw.randint(1, self.most), draw)

    def denied(self, caption: str, tags: Sequence[str], count: int, draw: random.Random) -> Denied:
        """Return the caption with `count` absent terms denied, or as it is if it already denies something."""
        if has_negation(caption):
            self.skipped["the caption already has a negation"] += 1
            return Denied(caption, ())
        names = self.absent(caption, tags)
        if not names:
            self.skipped["no term is absent"] += 1
            return Denied(caption, ())
        chosen: list[str] = []
        for _ in range(count):
            [name] = draw.choices(names, [self.frequencies.counts[name] for name in names])
            chosen.append(name)
            names = [other for other in names if other not in self.vocabulary.related([name])]
            if not names:
                break
        return Denied(
            _with_denials(caption, [self.vocabulary.terms[name] for name in chosen], draw), tuple(sorted(chosen))
        )

    def absent(self, caption: str, tags: Sequence[str]) -> list[str]:
        """Return the names of terms, in the order of their names, that can be denied of a row without being wrong."""
        present = self.vocabulary.related(self.vocabulary.named([*tags, caption]))
        return sorted(name for name in self.frequencies.counts if name not in present)


def _with_denials(caption: str, terms: list[Term], draw: random.Random) -> str:
    """Deny each term; what stands nearer to the caption comes first, so that a sentence is not followed by a tail."""
    text = caption.rstrip()
    phrases: list[tuple[Denial, str]] = []
    for term in terms:
        fronted = any(denial.place == "front" for denial, _ in phrases) or not text.startswith(_FRONTABLE)
        fitting = [
            denial for denial in DENIALS if denial.of == term.kind and not (fronted and denial.place == "front")
        ]
        phrases.append((draw.choice(fitting), term.name))
    for denial, name in sorted(phrases, key=lambda phrase: _PLACES.index(phrase[0].place)):
        text = place_denial(text, denial, name)
    return text


def place_denial(caption: str, denial: Denial, name: str) -> str:
    """Return a caption that also denies something.

    Args:
        caption: A noun phrase or sentences.
        denial: How.
        name: What.
    """
    phrase = denial.phrase.format(name)
    if denial.place == "front":
        return phrase + caption[:1].lower() + caption[1:]
    end = caption[-1:] if caption[-1:] in ".!?" else ""
    body = caption.removesuffix(end)
    if denial.place == "tail":
        return body + phrase + (end or ".")
    return f"{body}{end or '.'} {phrase}"
