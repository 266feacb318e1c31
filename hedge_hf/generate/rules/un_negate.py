"""The affirmative of an anchor that is negated already, of the type of its negation."""

from __future__ import annotations

from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import BE, inflect, is_plural, verb_forms
from hedge_hf.generate.rules.sentence import Edit, Rewrite, Sentence
from hedge_hf.generate.rules.verb_lists import CLAUSE_OPENERS

NEGATORS = read_words(
    """
    not n't no never nobody nothing nowhere none neither nor without cannot hardly barely scarcely seldom rarely
    few little unless
    """
)
_POSITIVE = {
    "any": "some",
    "anything": "something",
    "anyone": "someone",
    "anybody": "somebody",
    "anywhere": "somewhere",
}
_UNDONE = read_words(
    """
    ever yet anymore even still either only until but much enough all necessarily entirely quite exactly
    """
)
_FIXED = read_words("help stand wait miss bear resist")
_NOT_FEW = read_words("a the his her their these those last next first past quite")
_BARRIERS = CLAUSE_OPENERS | {"that", "who", "which", "whose", "where", ",", "how", "what", "why"}


def is_negated(s: Sentence) -> bool:
    """Tell whether a negator stands anywhere in a sentence."""
    return any(_negates(s, at) for at, word in enumerate(s.lower) if word in NEGATORS)


def _negates(s: Sentence, at: int) -> bool:
    word, before = s.lower[at], s.lower[at - 1] if at else ""
    if word == "few":
        return before not in _NOT_FEW
    if word == "little":
        return (
            s.lower[at + 1] == "of"
            or before in ("very", "so", "too")
            or (s.tags[at - 1][:2] == "VB" and s.tags[at + 1] == "NN")
        )
    return True


def un_negate(s: Sentence, clause: Clause | None) -> tuple[str, list[Rewrite]]:
    """Return the type of the one negation of the main clause and the ways to take it away."""
    found = [at for at, word in enumerate(s.lower) if word in NEGATORS]
    if len(found) != 1 or clause is None or clause.kind not in ("statement", "there") or _UNDONE & set(s.lower):
        return "", []
    at = found[0]
    if _BARRIERS & set(s.lower[clause.subject : at]) or at < clause.subject:
        return "", []
    if s.lower[at] in ("not", "n't", "cannot"):
        return "verbal", _verbal(s, at, clause)
    return "absolute", _absolute(s, at, clause)


def _positive(s: Sentence, start: int) -> tuple[Edit, ...]:
    return tuple(s.swap(at, _POSITIVE[s.lower[at]]) for at in range(start, s.body) if s.lower[at] in _POSITIVE)


def _verbal(s: Sentence, at: int, clause: Clause) -> list[Rewrite]:
    if s.lower[at + 1] in _FIXED:
        return []
    if s.lower[at] == "cannot":
        return [Rewrite("can", (s.swap(at, "can"), *_positive(s, at)))] if at == clause.verb else []
    if at != clause.verb + 1:
        return []
    auxiliary, after = s.lower[clause.verb], at + 1
    edits = _positive(s, at)
    if auxiliary not in ("do", "does", "did"):
        if auxiliary in ("'s", "'re", "'ve", "'ll", "'m"):
            return []
        if s.lower[at] == "n't":
            whole = Edit(s.starts[clause.verb], s.ends[at], auxiliary)
            return [Rewrite(auxiliary, (whole, *edits))]
        return [Rewrite(auxiliary, (s.drop(at), *edits))]
    while after < s.body and s.tags[after] == "RB":
        after += 1
    if after >= s.body or "VB" not in verb_forms(s.lower[after]) or after != at + 1:
        return []
    tag = {"does": "VBZ", "did": "VBD"}.get(auxiliary, "VBP")
    form = s.lower[after] if tag == "VBP" else inflect(s.lower[after], tag)
    return [Rewrite(form, (Edit(s.starts[clause.verb], s.ends[after], form), *edits))]


def _absolute(s: Sentence, at: int, clause: Clause) -> list[Rewrite]:
    word = s.lower[at]
    following = s.lower[at + 1]
    cues: tuple[str, ...] = ()
    edits = _positive(s, at)
    if word == "never":
        cues = (
            ("always", "often", "sometimes", "usually")
            if clause.tag in ("VBZ", "VBP") and clause.lemma != "have"
            else ()
        )
    elif word in ("seldom", "rarely"):
        cues = ("often", "usually", "frequently")
    elif word in ("nobody", "nothing", "nowhere"):
        cues = {
            "nobody": ("somebody", "everybody")[: 1 if clause.kind == "there" else 2],
            "nothing": ("something",),
            "nowhere": ("somewhere",),
        }[word]
        if following == "else" or following == "more" or following == "but":
            cues = ()
    elif word == "without" and s.tags[at + 1] in ("DT", "NNS", "PRP$"):
        cues = ("with",)
    elif word == "none" and following == "of":
        return [Rewrite(cue, (s.swap(at, cue, at + 2), *edits)) for cue in ("some of", "all of")]
    elif word == "no" and following == "longer":
        return [Rewrite("still", (s.swap(at, "still", at + 2), *edits))]
    elif word == "no" and following in ("one", "matter", "more", "doubt", "sooner", ","):
        if following == "one":
            return [Rewrite(cue, (s.swap(at, cue, at + 2), *edits)) for cue in ("someone", "everyone")]
    elif (
        word == "no"
        and s.tags[at + 1] in ("NN", "NNS", "JJ")
        and (clause.kind == "there" or s.lower[at - 1] not in BE)
    ):
        noun = next(
            (i for i in range(at + 1, s.body) if s.tags[i] in ("NN", "NNS") and s.tags[i + 1 : i + 2] != ["NN"]), at
        )
        cues = ("some", "many") if is_plural(s.lower[noun]) else ("some",)
    return [Rewrite(cue, (s.swap(at, cue), *edits)) for cue in cues]
