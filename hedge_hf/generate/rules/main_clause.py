"""The main clause of a sentence: its kind, its subject and its finite verb, or nothing where that is in doubt."""

from __future__ import annotations

from hedge_hf.generate.rules import verb_lists as lists
from hedge_hf.generate.rules.clause import Clause, read_imperative, read_question
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.plain_clause import read_plain
from hedge_hf.generate.rules.sentence import Sentence

_OPENING = frozenset({",", '"', "“", "'", "‘", "(", "-", "—", "``"})
_COORDINATORS = read_words("and but so or yet")
_DOUBTFUL = read_words("uh um yeah okay um-hum uh-huh huh oh")
_FILLERS = (["you", "know"], ["i", "mean"])
_OPENS_INSIDE = read_words("how that when why whether where if")
_FRONTED_TAGS = frozenset({"IN", "TO", "RB", "VBG", "VBN", "RBR", "WRB"})
_CONJUNCTIONS = lists.CLAUSE_OPENERS - {"as", "after", "before", "since"}


def find_clause(s: Sentence) -> Clause | None:
    """Find the main clause of a sentence; None if there is a doubt."""
    if (
        not len(s)
        or not s.body
        or _DOUBTFUL & set(s.lower)
        or _inner_end(s)
        or s.lower[:2] in _FILLERS
        or s.lower[0] == s.lower[1]
    ):
        return None
    start = 0
    while start < s.body - 1 and (s.words[start] in _OPENING or s.lower[start] in _COORDINATORS):
        start += 1
    if s.is_question:
        return read_question(s, start)
    return _fronted(s, start) or read_plain(s, start) or read_imperative(s, start)


def _inner_end(s: Sentence) -> bool:
    """Tell whether a sentence ends inside the text, so that there is more than one."""
    return any(word in (".", "?", "!", ";", "...", "…", ":") for word in s.words[: s.body])


def _fronted(s: Sentence, start: int) -> Clause | None:
    """Read the clause after the adverbial that opens a sentence."""
    word, tag = s.lower[start], s.tags[start]
    if tag not in _FRONTED_TAGS and word not in lists.CLAUSE_OPENERS and word != "following":
        return None
    if word in ("that", "there") or _breaks_off(s, start):
        return None
    if clause := _after_comma(s, start):
        return clause
    if tag != "IN" or word in _CONJUNCTIONS or "," in s.words[: s.body]:
        return None
    return _after_noun(s, start)


def _breaks_off(s: Sentence, start: int) -> bool:
    """Tell whether a comma follows the first word of an inner clause."""
    return any(s.words[at] == "," and s.lower[at - 1] in _OPENS_INSIDE for at in range(start + 1, s.body))


def _after_comma(s: Sentence, start: int) -> Clause | None:
    """Read the first clause with a finite verb after a comma: in spring, the river rises."""
    for comma in range(start + 1, s.body - 2):
        if s.words[comma] == "," and s.tags[comma + 1] in lists.SUBJECT_STARTS:
            clause = read_plain(s, comma + 1)
            if clause and clause.kind in ("statement", "there"):
                return clause
    return None


def _after_noun(s: Sentence, start: int) -> Clause | None:
    """Read the clause that a pronoun begins right after a noun: in spring it rises."""
    for at in range(start + 1, s.body - 1):
        if s.lower[at] in lists.NEW_SUBJECTS and s.tags[at - 1] in lists.NOUN_TAGS:
            return read_plain(s, at)
    return None
