"""A statement by its finite verb, or nothing where the verb may belong to another clause or be no verb."""

from __future__ import annotations

from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.finite import Finite, is_group, is_subject_plural
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import AUXILIARIES, BE, HAVE, verb_forms
from hedge_hf.generate.rules.sentence import Sentence

_AFTER_NOUN = read_words("i the a an this these those")


def read_statement(s: Sentence, start: int, at: int, finite: Finite, exact: bool) -> Clause | None:
    """Read a statement whose subject begins at `start` and whose finite verb is the word `at`."""
    if (
        s.lower[at - 1] in BE | HAVE
        or _hides_relative(s, start, at)
        or (finite.tag == "VBD" and _follows_present(s, start, at))
        or (finite.weak and s.lower[at + 1] == "by")
    ):
        return None
    plural = is_subject_plural(s, start, at)
    if _disagrees(finite, plural) and not is_group(s, start):
        return None
    agreed = {"VBZ": False, "VBP": s.lower[at] != "am"}.get(finite.tag, bool(plural))
    if s.lower[at] in ("was", "were"):
        agreed = s.lower[at] == "were"
    return Clause("statement", start, at, finite.tag, finite.lemma, agreed, exact)


def _disagrees(finite: Finite, plural: bool | None) -> bool:
    """Tell whether subject and verb are known to differ in number."""
    if finite.tag == "VBP":
        return plural is False
    return finite.tag == "VBZ" and plural is True and finite.lemma != "be"


def _hides_relative(s: Sentence, start: int, at: int) -> bool:
    """Tell whether the verb may belong to a relative clause without a pronoun: the dress my sister chose."""
    inner = [
        index
        for index in range(start + 1, at)
        if s.tags[index - 1] in ("NN", "NNS") and (s.tags[index] in ("PRP$", "PRP") or s.lower[index] in _AFTER_NOUN)
    ]
    return bool(inner) and not any(
        s.tags[index][:2] in ("VB", "MD") or s.lower[index] in AUXILIARIES for index in range(inner[-1] + 1, at)
    )


def _follows_present(s: Sentence, start: int, at: int) -> bool:
    """Tell whether a past form may be a participle after a verb read as a noun: the shop repairs cracked screens."""
    return (
        s.tags[at - 1] == "NNS"
        and "VBZ" in verb_forms(s.lower[at - 1])
        and s.tags[at + 1] in ("NN", "NNS")
        and "NN" in s.tags[start : at - 1]
    )
