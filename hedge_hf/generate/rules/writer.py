"""The rules back-end: writes hedges and negations of an English sentence without a model."""

from __future__ import annotations

import random
from collections.abc import Iterator

from hedge_hf.errors import UsageError
from hedge_hf.generate.rules.absolute import absolute
from hedge_hf.generate.rules.affixal import affixal
from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.hedge_places import Family
from hedge_hf.generate.rules.hedges import multi, single
from hedge_hf.generate.rules.lexical import lexical
from hedge_hf.generate.rules.main_clause import find_clause
from hedge_hf.generate.rules.polarity_bound import is_polarity_bound
from hedge_hf.generate.rules.sentence import Rewrite, Sentence
from hedge_hf.generate.rules.un_negate import is_negated, un_negate
from hedge_hf.generate.rules.verbal import verbal
from hedge_hf.generate.types import Anchor, Draft, Variant

_HEDGES = {"single": single, "multi": multi}
_NEGATIONS = {"verbal": verbal, "absolute": absolute, "affixal": affixal, "lexical": lexical}
_MOST_CHARACTERS = 59


class RuleWriter:
    """Writes the variants of English anchors by rules; what they cannot do well is left out.

    Args:
        seed: With the anchor's id it decides which of the possible variants are written.
    """

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed

    def write(self, anchor: Anchor) -> Draft:
        """Write at most one variant of each type.

        A negated anchor has one negation, its affirmative, of the type of the negation it had.

        Args:
            anchor: An English sentence.

        Returns:
            Hedges (single, multi) and negations (verbal, absolute, affixal, lexical), in that order.

        Raises:
            UsageError: If the anchor is not English.
        """
        if anchor.language != "en":
            raise UsageError(
                f"the rules back-end writes English only, but anchor {anchor.id} is in {anchor.language!r}: "
                "choose another back-end, or leave its source out"
            )
        draw, sentence = random.Random(f"{self.seed}-{anchor.id}"), Sentence(anchor.text)
        if not sentence.body:
            return Draft([], [])
        clause = find_clause(sentence)
        taken = {anchor.text}
        hedges = [
            _first_good(name, _drawn_hedges(hedge(sentence, clause), sentence, draw), sentence, taken)
            for name, hedge in _HEDGES.items()
        ]
        negations = [
            _first_good(name, _drawn(rewrites, draw), sentence, taken)
            for name, rewrites in _negations(sentence, clause).items()
        ]
        return Draft([hedge for hedge in hedges if hedge], [negation for negation in negations if negation])


def _negations(sentence: Sentence, clause: Clause | None) -> dict[str, list[Rewrite]]:
    """Return the ways to negate by type; but for an affirmative, no cue stands in the anchor."""
    if is_polarity_bound(sentence, clause):
        return {}
    if is_negated(sentence):
        name, rewrites = un_negate(sentence, clause)
        return {name: rewrites}
    if clause is None:
        return {}
    return {
        name: [rewrite for rewrite in negate(sentence, clause) if rewrite.cue not in sentence.lower]
        for name, negate in _NEGATIONS.items()
    }


def _drawn(rewrites: list[Rewrite], draw: random.Random) -> Iterator[Rewrite]:
    """Draw a cue, then one of the rewrites with it, until no cue is left."""
    by_cue: dict[str, list[Rewrite]] = {}
    for rewrite in rewrites:
        by_cue.setdefault(rewrite.cue, []).append(rewrite)
    cues = list(by_cue)
    while cues:
        yield draw.choice(by_cue[cues.pop(draw.randrange(len(cues)))])


def _drawn_hedges(families: list[Family], sentence: Sentence, draw: random.Random) -> Iterator[Rewrite]:
    """Draw as `_drawn` does, cues new to the sentence; edits are only made for the cue that is drawn."""
    by_cue: dict[str, list[Family]] = {}
    for family in families:
        for cue in family.cues:
            by_cue.setdefault(cue, []).append(family)
    cues = [cue for cue in by_cue if cue not in sentence.lower]
    while cues:
        cue = cues.pop(draw.randrange(len(cues)))
        yield Rewrite(cue, draw.choice(by_cue[cue]).put(cue))


def _first_good(name: str, rewrites: Iterator[Rewrite], sentence: Sentence, taken: set[str]) -> Variant | None:
    for rewrite in rewrites:
        text, cue = sentence.realise(rewrite)
        if text not in taken and _is_acceptable(rewrite, text, cue):
            taken.add(text)
            return Variant(text=text, type=name, cue=cue)
    return None


def _is_acceptable(rewrite: Rewrite, text: str, cue: str) -> bool:
    changed = sum(max(len(edit.new), edit.end - edit.start) for edit in rewrite.edits)
    return changed <= _MOST_CHARACTERS and cue in text
