"""Hedges of a sentence, by one word or by several."""

from __future__ import annotations

from hedge_hf.generate.rules import hedge_cues as cues
from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.hedge_places import NO_CLAUSE_AFTER, Family, at_first, at_last, at_word
from hedge_hf.generate.rules.hedgeable import is_general, may_be_clause, may_be_hedged
from hedge_hf.generate.rules.hedged_degrees import before_number, copulas, degree_phrases, degrees
from hedge_hf.generate.rules.hedged_questions import asked_by_one, asked_by_several
from hedge_hf.generate.rules.hedged_verbs import adverbs, modals, raising_verbs
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import AUXILIARIES
from hedge_hf.generate.rules.predicate import complement
from hedge_hf.generate.rules.sentence import Sentence
from hedge_hf.generate.rules.speaker import is_personal, is_quoted, reports
from hedge_hf.generate.rules.verb_lists import TAKES_CLAUSE

_OWN_OPINIONS = TAKES_CLAUSE | read_words("trust want have suspect like do")
_SHORT, _SHORT_CAPTION = 14, 16


def single(s: Sentence, clause: Clause | None) -> list[Family]:
    """Return the ways to hedge by one word."""
    if not may_be_hedged(s):
        return []
    if s.is_question:
        return asked_by_one(s, clause)
    if clause is None:
        return at_first(s, cues.GUESSED, ",") if may_be_clause(s) else []
    if clause.kind == "caption":
        middle = [at_word(s, clause.verb, cues.CAPTION_MIDDLE)] if clause.verb > 0 else []
        return [*at_first(s, cues.CAPTION_FIRST), at_last(s, cues.SEEN_WORDS), *middle]
    if clause.kind == "imperative":
        return at_first(s, ("perhaps", "maybe", "ideally", "preferably"), ",")
    if is_quoted(s):
        return degrees(s, clause)
    if is_personal(s):
        return _opinions(s, clause) + degrees(s, clause)
    return _stated_by_one(s, clause)


def multi(s: Sentence, clause: Clause | None) -> list[Family]:
    """Return the ways to hedge by several words."""
    if not may_be_hedged(s):
        return []
    if s.is_question:
        return asked_by_several(s)
    if clause is None:
        return at_first(s, cues.KNOWN, ",") if may_be_clause(s) else []
    if clause.kind == "caption":
        return _seen(s, clause)
    if clause.kind == "imperative":
        return at_first(s, cues.ADVICE, ",")
    if is_quoted(s):
        return degree_phrases(s, clause)
    if is_personal(s):
        own = cues.REMEMBERED if clause.tag == "VBD" else cues.OWN
        return at_first(s, own, ",") + degree_phrases(s, clause)
    return _stated_by_several(s, clause)


def _stated_by_one(s: Sentence, clause: Clause) -> list[Family]:
    families = at_first(s, ("perhaps", "maybe")) if clause.subject == 0 else []
    if not reports(s, clause):
        families += at_first(s, cues.GUESSED + cues.HEARD, ",") if clause.subject == 0 else []
        families += modals(s, clause, ("may", "might"))
        families += [at_last(s, cues.LAST)] if s.body <= _SHORT else []
    families += _opinions(s, clause) + adverbs(s, clause)
    return families + copulas(s, clause) + degrees(s, clause) + before_number(s, cues.APPROXIMATORS)


def _stated_by_several(s: Sentence, clause: Clause) -> list[Family]:
    knowledge = cues.KNOWN + (("if memory serves", "as I recall") if clause.tag == "VBD" else ())
    families = at_first(s, knowledge, ",") if clause.subject == 0 else []
    families += [at_last(s, knowledge + cues.AFTERTHOUGHTS)] if s.body <= _SHORT else []
    families += at_first(s, cues.CLAUSES)
    if not reports(s, clause):
        families += _likely(s, clause)
    if is_general(s, clause):
        families += at_first(s, cues.SCOPES, ",")
    return families + degree_phrases(s, clause) + before_number(s, cues.APPROXIMATING_PHRASES)


def _likely(s: Sentence, clause: Clause) -> list[Family]:
    """Say by several words how likely or how seeming something is that nobody is quoted for."""
    families = at_first(s, cues.LIKELY_CLAUSES)
    families += raising_verbs(s, clause) + modals(s, clause, ("may well", "might well"))
    if clause.subject == 0:
        families += at_first(s, ("chances are",)) + at_first(s, cues.LIKELY + cues.SAID, ",")
    if clause.kind != "there":
        families += at_first(s, cues.THERE_CLAUSES)
    if clause.subject == 0 and clause.lemma == "be" and complement(s, clause) == "JJ":
        families += at_first(s, cues.SEEMING, ",")
    return families


def _opinions(s: Sentence, clause: Clause) -> list[Family]:
    """Put the speaker before a clause: I think the road is closed."""
    if clause.subject or s.lower[0] in AUXILIARIES or s.tags[0] in NO_CLAUSE_AFTER:
        return []
    if s.lower[0] == "i" and clause.lemma in _OWN_OPINIONS:
        return []
    if s.lower[0] in ("i", "we") and reports(s, clause):
        return []
    words = cues.OPINIONS[:4] if is_personal(s) else cues.OPINIONS
    return [Family(words, lambda cue: (s.before(0, f"I {cue}"),))]


def _seen(s: Sentence, clause: Clause) -> list[Family]:
    """Hedge what a caption shows."""
    families = at_first(s, tuple(what.format("" if clause.plural else "s") for what in cues.WHAT))
    families += at_first(s, cues.LIKELY) + at_first(s, cues.SEEN, ",")
    if s.body <= _SHORT_CAPTION:
        families.append(at_last(s, cues.SEEN_LAST))
    return families + ([at_word(s, clause.verb, cues.LIKELY)] if clause.verb > 0 else [])
