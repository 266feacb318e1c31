"""Lexical negation: antonyms, converses, and verbs such as fail, refuse and stop."""

from __future__ import annotations

from hedge_hf.generate.rules import lexicon
from hedge_hf.generate.rules.affixal import is_inside, is_left_alone, is_predicate
from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.failing import anything_but, failing
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import HAVE, inflect, verb_forms
from hedge_hf.generate.rules.predicate import is_person, main_verb
from hedge_hf.generate.rules.sentence import Rewrite, Sentence

_YOUNG = read_words(
    """
    boy girl child kid children boys girls kids toddler baby lady
    """
)
_AGED = read_words(
    """
    man men woman women person people couple adults adult guy guys gentleman female male
    """
)
_COLOURS = read_words(
    """
    brown blue green gray grey red orange pink purple yellow blond coat jacket suit shirt hair skin clothes
    """
)
_NOT_BEFORE = {
    "old": _YOUNG | {"town", "city", "fashioned", "lady", "age"},
    "young": _YOUNG | {"adult", "adults"},
    "small": _YOUNG,
    "short": {"time", "sleeve", "sleeves", "story", "stories", "film"},
    "long": {"time", "ago", "term", "sleeve", "sleeves", "way", "sleeved"},
    "new": {"year", "world"},
    "first": {"time", "person", "name", "lady", "aid"},
    "last": {"year", "week", "month", "night", "name", "time", "summer", "winter"},
    "high": {"school", "street", "court", "chair", "schools"},
    "big": {"deal", "man", "bang"},
    "hot": {"dog", "dogs", "tub", "air", "sauce", "spring"},
    "light": {"brown", "blue", "green", "house", "pole", "bulb", "fixture", "source", "post"},
    "good": {"deal", "morning", "night", "luck"},
    "public": {"house"},
    "wild": {"animals", "card", "west"},
    "full": {"time", "name", "moon", "length", "size"},
    "dry": {"cleaner"},
    "cold": {"war"},
    "deep": {"end"},
    "open": {"air", "field", "source", "surgery", "space", "mouth", "water", "mic", "wheel", "area"},
    "real": {"estate", "time", "madrid", "life"},
    "busy": set(),
}


def lexical(s: Sentence, clause: Clause) -> list[Rewrite]:
    """Return the ways to negate by another word without a negative form."""
    ways = _adjectives(s, clause) + _verbs(s, clause) + _prepositions(s, clause)
    return ways + failing(s, clause) + anything_but(s, clause) if len(ways) < 2 else ways


def _adjectives(s: Sentence, clause: Clause) -> list[Rewrite]:
    predicative, attributive = [], []
    for at in range(s.body):
        word, after = s.lower[at], s.tags[at + 1]
        if s.tags[at] not in ("JJ", "JJR", "JJS") or (is_left_alone(s, at) and not word.endswith("er")):
            continue
        opposites = lexicon.ANTONYM_ADJECTIVES.get(word, ())
        if is_predicate(s, at) and not is_inside(s, clause, at) and after not in ("NN", "NNS", "JJ", "VBG"):
            if after not in ("IN", "TO") or s.lower[at + 1] in ("in", "at", "on", "today", "when", "after", "during"):
                predicative += [Rewrite(other, (s.swap(at, other),)) for other in opposites]
        elif word in lexicon.ANTONYM_ATTRIBUTES and _describes(s, clause, at):
            attributive += [Rewrite(other, (s.swap(at, other),)) for other in _fitting(word, opposites, s, at)]
    return predicative or [way for way in attributive if way.cue not in s.lower]


def _describes(s: Sentence, clause: Clause, at: int) -> bool:
    """Tell whether an adjective describes an indefinite noun that follows it."""
    after = s.tags[at + 1]
    if after not in ("NN", "NNS", "JJ") or s.lower[at + 1] in _NOT_BEFORE.get(s.lower[at], ()):
        return False
    if after == "NN" and s.lower[at + 2] in _NOT_BEFORE.get(s.lower[at], ()):
        return False
    return (bool(at) and s.lower[at - 1] in ("a", "an")) or at == clause.subject


def _fitting(word: str, opposites: tuple[str, ...], s: Sentence, at: int) -> tuple[str, ...]:
    following = {s.lower[at + 1], s.lower[at + 2]}
    if word == "dark":
        return ("light",) if _COLOURS & following else ()
    if word in ("old", "young", "elderly"):
        if _YOUNG & following or (word != "old" and not _AGED & following):
            return ()
        return (
            ("young",) if _AGED & following and word != "young" else ("new",) if word == "old" else ("old", "elderly")
        )
    if word in ("tall", "short"):
        if _AGED & following:
            return ("short" if word == "tall" else "tall",)
        return ("long",) if word == "short" else ()
    return ("closed",) if word == "open" else opposites


def _verbs(s: Sentence, clause: Clause) -> list[Rewrite]:
    at = main_verb(s, clause)
    if at is None:
        return _passive(s, clause)
    after = s.tags[at + 1] if at + 1 < s.body else "."
    following = s.lower[at + 1] if at + 1 < s.body else ""
    ways = []
    for tag, lemma in verb_forms(s.lower[at]).items():
        if s.lower[clause.verb] in HAVE and at > clause.verb and tag != "VBN":
            continue
        opposites = lexicon.ANTONYM_VERBS.get(lemma)
        if not opposites:
            continue
        takes_object = after in ("DT", "PRP$", "NNS", "NNP", "CD") or (after == "PRP" and lemma not in ("sell", "buy"))
        takes_object = takes_object or (
            after in ("NN", "JJ") and s.tags[at + 2] in ("NN", "NNS", "IN", ".") and after != s.tags[at + 2] == "."
        )
        if tag == "VBG" and lemma == "have":
            return []
        if clause.tag == "MD" and lemma in ("hear", "see", "find"):
            return []
        if following in ("up", "down", "out", "off", "in", "on", "over", "that", "as", "to", "like", "away", "back"):
            takes_object = False
        intransitive = (
            lemma in lexicon.INTRANSITIVE_ANTONYMS
            and after in (".", "IN", "RB", ",")
            and following not in ("that", "up", "to", "out")
        )
        if (not takes_object and not intransitive) or (lemma in ("have", "go") and not _is_concrete(s, at + 1)):
            continue
        if lemma in lexicon.DONE_BY_PEOPLE and not is_person(s, clause):
            continue
        if not _fits(s, at, lemma):
            continue
        for other in opposites:
            if other in ("ban", "prohibit") and "to" in s.lower[at + 1 :]:
                continue
            form = inflect(other, tag)
            ways.append(Rewrite(form, (s.swap(at, form),)))
        break
    return ways


def _fits(s: Sentence, at: int, lemma: str) -> bool:
    """Tell whether a verb stands in a frame that it shares with its antonym."""
    later = set(s.lower[at + 1 : s.body])
    if any(word.endswith("ly") for word in later) or {"well", "as", "like"} & later:
        return False
    if lemma in ("finish", "complete", "read") and "from" in later:
        return False
    if lemma in ("open", "close", "start", "stop"):
        return not {"before", "after", "at", "until", "from", "by", "when"} & later
    return "to" not in later or lemma not in ("encourage", "allow", "permit", "invite", "elect", "cause")


def _is_concrete(s: Sentence, at: int) -> bool:
    """Tell whether have is followed by what can be lacked."""
    return s.lower[at] in ("a", "an") and s.lower[at + 1 : at + 2] not in (
        ["lot"],
        ["look"],
        ["chance"],
        ["baby"],
        ["few"],
    )


def _passive(s: Sentence, clause: Clause) -> list[Rewrite]:
    if clause.kind != "statement" or (clause.lemma not in ("be", "have") and clause.tag != "MD"):
        return []
    for at in range(clause.verb + 1, min(clause.verb + 4, s.body)):
        opposites = lexicon.PASSIVE_ANTONYMS.get(s.lower[at])
        if s.lower[at] in ("allowed", "permitted") and s.lower[at + 1] == "to":
            return [Rewrite("forbidden", (s.swap(at, "forbidden"),))]
        if s.lower[at] in ("awarded", "granted") and s.tags[at + 1] not in ("DT", "NN", "NNS", "JJ"):
            return []
        if (
            opposites
            and "from" not in s.lower[at:]
            and s.lower[at + 1 : at + 2] not in (["to"], ["that"], ["as"])
            and s.lower[at - 1] in ("is", "are", "was", "were", "be", "been")
        ):
            return [Rewrite(other, (s.swap(at, other),)) for other in opposites]
        if s.tags[at] != "RB" and s.lower[at] not in ("be", "been"):
            return []
    return []


def _prepositions(s: Sentence, clause: Clause) -> list[Rewrite]:
    for at in range(max(clause.verb, clause.subject) + 1, s.body):
        opposites = lexicon.ANTONYM_PREPOSITIONS.get(s.lower[at])
        if (
            opposites
            and s.tags[at + 1] == "DT"
            and s.lower[at + 2] not in ("breeding", "season", "hours", "age", "average", "norm")
            and not is_inside(s, clause, at)
            and opposites[0] not in s.lower
            and s.lower[at + 1 : at + 2] != ["of"]
            and s.lower[at - 1] not in ("from", "the", "going", "-")
        ):
            return [Rewrite(other, (s.swap(at, other),)) for other in opposites]
    return []
