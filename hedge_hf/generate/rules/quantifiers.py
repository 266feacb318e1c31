"""Quantifiers under negation: some becomes no, all none, both neither, somebody nobody."""

from __future__ import annotations

from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.finite import is_subject_plural
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import is_plural
from hedge_hf.generate.rules.predicate import set_number
from hedge_hf.generate.rules.sentence import Edit, Rewrite, Sentence
from hedge_hf.generate.rules.time_frame import tells_when

_NUMBERS = read_words(
    """
    two three four five six seven eight nine ten several many some
    """
)
NEGATIVE_PRONOUNS = {
    "everyone": ("no one", "nobody"),
    "everybody": ("nobody", "no one"),
    "someone": ("no one", "nobody"),
    "somebody": ("nobody", "no one"),
    "everything": ("nothing",),
    "something": ("nothing",),
    "everywhere": ("nowhere",),
    "somewhere": ("nowhere",),
}
_POSSESSIVES = read_words("his her their our my your its")
_PRONOUNS = read_words("i you he she it we they this that")
_DEFINITE = frozenset({"the", "these", "those"}) | _POSSESSIVES
_NEARLY = read_words("other others another almost nearly likely")
_REFERRING = read_words(
    """
    he she it they them their theirs his her hers him its one ones former latter each themselves himself herself
    itself some
    """
)
_SHARED = read_words("together alike same similar different neighbouring divided common united plentiful numerous")
_OF_EACH = read_words(
    """
    be have do accept answer approve arrive attend finish obey open pass pay read recognise recognize reply return
    sign survive trust understand vote win work believe know agree speak use wear need contain
    """
)
_PARTITIVES = read_words("lot number variety range majority handful series bunch")


def quantified_subject(s: Sentence, clause: Clause) -> list[Rewrite]:
    """Return the ways to negate a clause by the quantifier of its subject."""
    start, stop = clause.subject, clause.verb
    first, following = s.lower[start], s.lower[start + 1]
    if first in NEGATIVE_PRONOUNS and not first.endswith("where"):
        return [Rewrite(cue, (s.swap(start, cue),)) for cue in NEGATIVE_PRONOUNS[first]]
    if not clause.exact or _NEARLY & set(s.lower) or _refers_back(s, clause):
        return []
    words = s.lower[start:stop]
    if first == "both":
        return _both(s, clause)
    if "and" in words or "or" in words:
        return _neither_nor(s, clause)
    if first in ("every", "each"):
        cues = ("none of",) if following == "of" else ("no", "not a single", "not one")
        return [Rewrite(cue, (s.swap(start, cue, start + 1 + (following == "of")),)) for cue in cues]
    if first in ("all", "most"):
        few = ("few of",) if first == "most" else ()
        if following in _DEFINITE:
            return [Rewrite(cue, (s.swap(start, cue),)) for cue in ("none of", *few)]
        if following == "of":
            return [Rewrite(cue, (s.swap(start, cue, start + 2),)) for cue in ("none of", *few)]
        if s.tags[start + 1] == "CD" and s.lower[start + 2] == "of":
            return []
        if s.tags[start + 1] == "CD":
            return [Rewrite("none of", (s.swap(start, "none of the"),))]
        return (
            [Rewrite(cue, (s.swap(start, cue),)) for cue in ("no", *(("few",) if few else ()))]
            if clause.plural
            else []
        )
    if first in _DEFINITE and clause.plural and _head_is_plural(s, start, stop):
        shared = tells_when(s, clause) or clause.lemma not in _OF_EACH or _SHARED & set(s.lower)
        return [] if shared else [Rewrite("none of", (s.before(start, "none of"),))]
    bare = s.tags[start] == "NNS" and not _SHARED & set(s.lower) and not tells_when(s, clause)
    if first in ("a", "an") and (clause.plural or (clause.lemma == "be" and s.tags[clause.verb + 1] in ("DT", "JJ"))):
        return []
    if first in ("a", "an") or (clause.plural and (first in _NUMBERS or bare)):
        return [Rewrite(cue, (edit,)) for cue, edit in no_phrase(s, start)]
    if first == "one" and following == "of":
        return [Rewrite("none of", (s.swap(start, "none of", start + 2),))]
    return []


def is_definite(s: Sentence, clause: Clause) -> bool:
    """Tell whether the subject is one that the reader knows, rather than any of its kind."""
    start = clause.subject
    return (
        s.lower[start] in _DEFINITE | _PRONOUNS
        or s.tags[start] in ("NNP", "NNPS")
        or "POS" in s.tags[start : start + 4]
    )


def _refers_back(s: Sentence, clause: Clause) -> bool:
    """Tell whether a later word refers back to the subject, so that there must be one."""
    return bool(_REFERRING & set(s.lower[clause.verb : s.body])) or "," in s.words[clause.subject : s.body]


def no_phrase(s: Sentence, at: int) -> list[tuple[str, Edit]]:
    """Return how the noun phrase at `at` becomes one with no."""
    word, following = s.lower[at], s.lower[at + 1] if at + 1 < s.body else ""
    after = s.lower[at + 2] if at + 2 < s.body else ""
    if word in ("a", "an"):
        if following == "few":
            return [("no", s.swap(at, "no", at + 2))]
        if following in _PARTITIVES and after == "of":
            return [(cue, s.swap(at, cue, at + 3)) for cue in ("no", "hardly any")]
        if following in ("little", "bit", "lot", "couple", "great", "good", "pair"):
            return []
        return [(cue, s.swap(at, cue)) for cue in ("no", "not a single", "not one")]
    if word in _NUMBERS and following == "of":
        return [("none of", s.swap(at, "none of", at + 2))]
    if word in _NUMBERS and s.tags[at + 1 : at + 2] and s.tags[at + 1] in ("NNS", "JJ", "NN"):
        if following in ("more", "other", "hundred", "thousand", "million"):
            return []
        few = ("few", "hardly any", "scarcely any") if word in ("many", "several", "some") else ()
        return [(cue, s.swap(at, cue)) for cue in ("no", *few)]
    if s.tags[at] == "NNS" and s.tags[at - 1] != "POS" and following not in ("and", "or", ","):
        return [(cue, s.before(at, cue)) for cue in ("no", "hardly any")]
    return []


def _head_is_plural(s: Sentence, start: int, stop: int) -> bool:
    for index in range(start + 1, stop):
        if s.tags[index] in ("IN", "WDT", "WP", "VBG", "VBN", "TO", "VBD") or s.lower[index] == ",":
            return index > start + 1 and s.tags[index - 1] == "NNS"
    return s.tags[stop - 1] == "NNS" or (s.tags[stop - 1] == "RB" and s.tags[stop - 2] == "NNS")


def _both(s: Sentence, clause: Clause) -> list[Rewrite]:
    start, number = clause.subject, set_number(s, clause, False)
    if number is None:
        return []
    words = s.lower[start : clause.verb]
    if words.count("and") == 1:
        joint = start + words.index("and")
        if is_subject_plural(s, joint + 1, clause.verb):
            number = []
        return [Rewrite("neither", (s.swap(start, "neither"), s.swap(joint, "nor"), *number))]
    if s.lower[start + 1] in _DEFINITE:
        return [Rewrite("neither of", (s.swap(start, "neither of"), *number))]
    if s.lower[start + 1] == "of":
        return [Rewrite("neither", (s.swap(start, "neither"), *number))]
    if s.tags[start + 1] == "NNS":
        singular = _singular(s.lower[start + 1])
        return (
            [Rewrite("neither", (s.swap(start, "neither"), s.swap(start + 1, singular), *number))] if singular else []
        )
    return []


def _singular(noun: str) -> str | None:
    if noun.endswith(("ses", "xes", "ches", "shes", "ves", "ies")) or not noun.endswith("s"):
        return {"women": "woman", "men": "man", "children": "child"}.get(noun) or (
            noun[:-3] + "y" if noun.endswith("ies") else None
        )
    return noun[:-1]


def _neither_nor(s: Sentence, clause: Clause) -> list[Rewrite]:
    start, stop = clause.subject, clause.verb
    words = s.lower[start:stop]
    if words.count("and") != 1 or set(words) & {",", "or", "that", "who", "which", "between"}:
        return []
    joint = start + words.index("and")
    parts = set(s.tags[start:stop]) - {"CC"}
    if not parts <= {"DT", "NN", "NNP", "JJ", "PRP$", "NNS"} or s.tags[joint - 1] not in ("NN", "NNP", "NNS"):
        return []
    first, second = s.tags[start], s.tags[joint + 1]
    if (first, second) not in {
        ("DT", "DT"),
        ("PRP$", "PRP$"),
        ("NNP", "NNP"),
        ("DT", "PRP$"),
        ("NNP", "PRP$"),
        ("NNS", "NNS"),
    }:
        return []
    if second == "NNP" and stop - start != 3:
        return []
    number = [] if is_plural(s.lower[stop - 1]) else set_number(s, clause, False)
    if number is None:
        return []
    return [Rewrite("neither", (s.before(start, "neither"), s.swap(joint, "nor"), *number))]
