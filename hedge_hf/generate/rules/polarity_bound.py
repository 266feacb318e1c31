"""Words and clauses beside the main clause that fit only the polarity it has, so that it is better not negated."""

from __future__ import annotations

from itertools import pairwise

from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import AUXILIARIES, verb_forms
from hedge_hf.generate.rules.sentence import Sentence

_BOUND = read_words(
    """
    even although though including unlike despite provided alike respectively instead otherwise thus therefore
    thereby hence moreover whereas especially particularly notably mainly chiefly because so yet if unless lest
    nevertheless nonetheless thanks owing only just merely
    albeit regardless else besides
    """
)
_BOUND_PAIRS = frozenset(
    {("such", "as"), ("well", "as"), ("as", "well"), ("at", "least"), ("in", "spite"), ("due", "to"), ("in", "case"),
     ("at", "most"), ("as", "soon"), ("no", "matter"), ("once", "more"), ("as", "long"), ("thank", "you"),
     ("rather", "than")}
)  # fmt: skip
_SUBJECTS = read_words("he she it they we i you there this these")
_REASONS = read_words("to since now as having given considering because")
_INNER = read_words("that who which whose where whether how what")
_BREAKS = read_words("- — – -- ,")
_ENDS = read_words("who which that whose where")


def is_polarity_bound(s: Sentence, clause: Clause | None) -> bool:
    """Tell whether something beside the main clause would not fit once the clause is negated or affirmed."""
    words = s.lower[: s.body]
    if _BOUND & set(words) or any(pair in _BOUND_PAIRS for pair in pairwise(words)):
        return True
    if clause is None:
        return False
    if s.lower[0] in _REASONS or (s.lower[0] in ("when", "once", "whenever") and clause.tag == "MD"):
        return True
    if clause.kind == "caption":
        return False
    verb = max(clause.verb, clause.subject)
    inner = next((at for at in range(verb + 1, s.body) if s.lower[at] in _INNER), s.body)
    last = range(verb + 1, s.body - 1)
    return any(_goes_on(s, at) for at in last if at < inner or s.words[at] in _BREAKS or s.words[at - 1] == ",")


def _goes_on(s: Sentence, at: int) -> bool:
    """Tell whether a second predicate or clause begins at a coordinator, or a participle clause at a comma."""
    if s.words[at] in _BREAKS and s.words[at] != ",":
        return True
    if s.words[at] == ",":
        after = at + 1 + (s.tags[at + 1] == "RB")
        return (
            s.tags[after] == "VBG" or s.lower[after].endswith("ing") or s.lower[at + 1] in ("but", "so", "as", "since")
        )
    if s.lower[at] not in ("and", "but", "or", "nor"):
        return False
    if s.lower[at] == "but" or s.lower[at + 1] in _SUBJECTS:
        return True
    after = at + 1
    while after < s.body - 1 and (s.tags[after] == "RB" or s.lower[after] in ("then", "often")):
        after += 1
    if s.tags[after] in ("VBD", "VBZ", "VBP", "VB", "VBG", "VBN", "MD") and verb_forms(s.lower[after]):
        return True
    for index in range(after, s.body):
        if s.lower[index] in _ENDS:
            return False
        if s.lower[index] in AUXILIARIES or s.tags[index] in ("VBZ", "VBD", "VBP"):
            return True
    return False
