"""Finds evaluation texts that also stand in training data, word for word or nearly so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.contamination.index import NearIndex

DEFAULT_THRESHOLD = 0.7
_FEWEST_WORDS = 3
_ACCENTS = dict.fromkeys(range(0x300, 0x370))
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+|(?<=[。！？])|\n")


@dataclass(frozen=True)
class Overlap:
    """What an evaluation text shares with the training data.

    Attributes:
        kind: "exact" if the normal forms are equal, "near" if only most word n-grams are.
        whole: Whether the whole evaluation text is shared; otherwise a sentence of it.
        evaluation: The shared text or sentence as the evaluation set has it.
        train: The same as the training data has it.
        similarity: Jaccard similarity of the two; 1 if exact.
    """

    kind: Literal["exact", "near"]
    whole: bool
    evaluation: str
    train: str
    similarity: float


@dataclass(frozen=True)
class SetOverlaps:
    """The overlaps of one evaluation set, at most one per text.

    Attributes:
        source: Name of the set.
        texts: Number of texts that differ after normalisation and have three words or more.
        exact: How many of them overlap exactly, whole or with a sentence.
        near: How many of the others overlap nearly.
        overlaps: Exact ones first, whole texts before sentences, the more similar first.
    """

    source: str
    texts: int
    exact: int
    near: int
    overlaps: tuple[Overlap, ...]

    @property
    def share(self) -> float:
        """Fraction of the texts that overlap."""
        return (self.exact + self.near) / self.texts if self.texts else 0.0


def find_overlaps(
    train: Iterable[str],
    evaluation: Mapping[str, Iterable[str]],
    threshold: float = DEFAULT_THRESHOLD,
    advance: Callable[[], object] = lambda: None,
) -> list[SetOverlaps]:
    """Compare every evaluation text, and every sentence of it, with all training texts and their sentences.

    Two are exactly the same if their normal forms are. They are nearly the same if the Jaccard similarity of
    their word 3-grams (2-grams where the evaluation side has under six words) reaches the threshold. Nothing is
    reported that is not so; but near-duplicates can be missed, one or two in a hundred of those right at the
    threshold, and a copy of less than a sentence is not looked for. The result is the same on every run.

    Args:
        train: The training texts.
        evaluation: The texts of each evaluation set by its name.
        threshold: Similarity from which on two texts are nearly the same, above 0 and at most 1.
        advance: Called after each text, of training and of evaluation.

    Raises:
        UsageError: If the threshold is out of range.
        HedgeError: If datasketch is not installed.
    """
    checked_threshold(threshold)
    training: dict[str, str] = {}
    for text in train:
        for form, piece in pieces(text).items():
            training.setdefault(form, piece)
        advance()
    index = NearIndex(training, threshold)
    return [_overlaps_of(source, texts, training, index, advance) for source, texts in evaluation.items()]


def checked_threshold(threshold: float) -> float:
    """Return the threshold, or raise UsageError if it is not above 0 and at most 1."""
    if not 0 < threshold <= 1:
        raise UsageError(f"threshold is {threshold:g}; it must be above 0 and at most 1")
    return threshold


def normal_form(text: str) -> str:
    """Return the words of a text, case, accents and punctuation forgotten; "" if there are fewer than three.

    Words are runs of letters and digits, so a script without spaces is compared clause by clause.
    """
    words = _WORD.findall(unicodedata.normalize("NFKD", text).casefold().translate(_ACCENTS))
    return " ".join(words) if len(words) >= _FEWEST_WORDS else ""


def pieces(text: str) -> dict[str, str]:
    """Return the text and its sentences by normal form, the text first.

    A sentence ends at a line break, and at any of ".!?…" before white space, even after an abbreviation. Text
    wrapped into lines is also split as if it were one line.
    """
    sentences = [piece for layout in (text, " ".join(text.split())) for piece in _SENTENCE_END.split(layout)]
    found: dict[str, str] = {}
    for piece in (text, *sentences):
        found.setdefault(normal_form(piece), piece.strip())
    found.pop("", None)
    return found


def _overlaps_of(
    source: str, texts: Iterable[str], training: dict[str, str], index: NearIndex, advance: Callable[[], object]
) -> SetOverlaps:
    found: dict[str, Overlap | None] = {}
    for text in texts:
        form = normal_form(text)
        if form and form not in found:
            found[form] = _overlap(form, pieces(text), training, index)
        advance()
    overlaps = [overlap for overlap in found.values() if overlap]
    overlaps.sort(key=lambda overlap: (overlap.kind, not overlap.whole, -overlap.similarity))
    exact = sum(overlap.kind == "exact" for overlap in overlaps)
    return SetOverlaps(source, len(found), exact, len(overlaps) - exact, tuple(overlaps))


def _overlap(whole: str, found: dict[str, str], training: dict[str, str], index: NearIndex) -> Overlap | None:
    for form, piece in found.items():
        if form in training:
            return Overlap("exact", form == whole, piece, training[form], 1.0)
    matches = [(form, match) for form in found if (match := index.nearest(form))]
    if not matches:
        return None
    form, (similarity, train) = max(matches, key=lambda pair: pair[1][0])
    return Overlap("near", form == whole, found[form], training[train], similarity)
