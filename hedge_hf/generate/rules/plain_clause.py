"""A clause that begins with its subject: a statement, there is, or a noun phrase without a finite verb."""

from __future__ import annotations

from hedge_hf.generate.rules import verb_lists as lists
from hedge_hf.generate.rules.clause import Clause, read_caption, read_there
from hedge_hf.generate.rules.finite import Finite
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.sentence import Sentence
from hedge_hf.generate.rules.statement import read_statement
from hedge_hf.generate.rules.subject_scan import Outcome, SubjectScan

_NOT_FIRST = lists.CLAUSE_OPENERS | {"here", "perhaps"}
_NOT_FIRST_TAGS = frozenset({"IN", "TO", "WP", "WRB", "WDT", "VB", "MD", "UH"})
_DEFINITE = read_words("the these those this both many most all")


def read_plain(s: Sentence, start: int) -> Clause | None:
    """Read a clause whose subject begins at `start`; None if there is a doubt."""
    if s.lower[start] == "there" and start + 1 < s.body:
        return read_there(s, start)
    if s.lower[start] in _NOT_FIRST or s.tags[start] in _NOT_FIRST_TAGS:
        return None
    scan = SubjectScan(s, start)
    outcome, weak = scan.run(), scan.weak
    if outcome is Outcome.DOUBT:
        return None
    if scan.verb:
        return read_statement(s, start, *scan.verb, scan.is_exact)
    if weak and _is_definite(s, start, *weak):
        return read_statement(s, start, *weak, scan.is_exact)
    if scan.open_relatives or scan.bare_relative or (weak and weak[1].tag != "VBD"):
        return None
    return read_caption(s, start, scan.participle, scan.closed_relative)


def _is_definite(s: Sentence, start: int, at: int, finite: Finite) -> bool:
    """Tell whether the subject before a weak verb is definite, so that it is not likely to be a caption."""
    if s.words[-1] not in (".", "!") or (finite.tag != "VBD" and s.tags[at - 1] not in ("NNS", "NN", "NNP", "VBN")):
        return False
    return (
        s.lower[start] in _DEFINITE
        or s.tags[start] in ("PRP$", "NNP")
        or s.lower[start + 1] == "of"
        or s.lower[at + 1] in ("to", "the", "a")
    )
