"""Verbal negation: not or n't at the finite verb of the main clause, with do where it has no auxiliary."""

from __future__ import annotations

from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import BE, DO, HAVE, MODALS, negated_auxiliary
from hedge_hf.generate.rules.sentence import Edit, Rewrite, Sentence
from hedge_hf.generate.rules.verb_group import coordinated_verbs, is_auxiliary

_BEFORE_NEGATOR = read_words(
    """
    probably possibly perhaps apparently certainly definitely clearly obviously reportedly allegedly presumably
    supposedly evidently likely
    """
)
_INDEFINITE = read_words(
    """
    a an one two three four five six seven eight nine ten many several some few most half more fewer another
    """
)
_OPEN_SCOPE = read_words(
    """
    every everyone everybody everything each all both most many several always often usually few plenty lots dozens
    again throughout until
    """
)
_CLASHING = read_words(
    """
    just only even almost nearly once soon always sometimes both merely barely hardly then ever mostly largely
    somewhat rather quite fairly partly mainly
    """
)
_PLACES = read_words("here there together alike alone outside now today")
_DROPPED = read_words("still also already")
_POLAR = {
    "some": "any",
    "something": "anything",
    "someone": "anyone",
    "somebody": "anybody",
    "somewhere": "anywhere",
}
_QUANTIFIED = read_words(
    """
    all every everyone everybody everything each both some someone somebody something many several few half
    """
)


def verbal(s: Sentence, clause: Clause) -> list[Rewrite]:
    """Return the ways to negate the main clause at its verb."""
    if clause.kind == "caption":
        return _caption(s, clause)
    if clause.kind == "question":
        return _question(s, clause)
    if clause.kind == "imperative":
        return [
            Rewrite(cue, (s.before(clause.verb, cue), *polarity(s, clause.verb + 1))) for cue in ("do not", "don't")
        ]
    if _is_indefinite(s, clause):
        return _no_such(s, clause)
    if "already" in s.lower and s.lower[clause.verb + 1] != "already" and s.lower[clause.verb - 1] != "already":
        return []
    lifted = _lift_quantifier(s, clause)
    if lifted is None or _clashes(s, clause.verb) or _OPEN_SCOPE & set(s.lower[clause.verb :]):
        return []
    edits = (*lifted, *polarity(s, clause.verb + 1))
    for index in (clause.verb - 1, clause.verb + 1):
        if s.lower[index] in _DROPPED and index > clause.subject:
            edits = (*edits, s.drop(index))
    if is_auxiliary(s, clause):
        return _auxiliary(s, clause.verb, edits)
    return _do_support(s, clause, edits)


def _is_indefinite(s: Sentence, clause: Clause) -> bool:
    """Tell whether a subject could be another one each time, so that not would deny less than the sentence."""
    first = s.lower[clause.subject]
    return clause.kind == "statement" and (first in _INDEFINITE or s.tags[clause.subject] == "CD")


def _no_such(s: Sentence, clause: Clause) -> list[Rewrite]:
    """Deny that there is somebody doing something: a man is riding becomes there isn't a man riding."""
    at, first = clause.verb, s.lower[clause.subject]
    if s.lower[at] not in ("is", "are") or s.tags[at + 1] != "VBG" or not clause.exact or clause.subject:
        return []
    if {"VBG", "VBN", "VBD", "WP", "WDT", ",", "CC", "PRP$", "PRP"} & set(s.tags[:at]):
        return []
    if first not in ("a", "an", "some", "two", "three", "four", "five") or (s.lower[at] == "are") != clause.plural:
        return []
    if clause.plural and first in ("a", "an"):
        return []
    if s.lower[1] in ("of", "people's") or (first == "some" and s.tags[1] not in ("NNS", "JJ")):
        return []
    gone, any_ = s.drop(at), "any" if first == "some" else first
    return [
        Rewrite(cue, (s.swap(0, f"there {cue} {any_}"), gone)) for cue in (f"{s.lower[at]}n't", f"{s.lower[at]} not")
    ]


def polarity(s: Sentence, start: int) -> tuple[Edit, ...]:
    """Return what a negation changes in the words it governs: some becomes any, too becomes either."""
    edits = []
    for index in range(start, s.body):
        word = s.lower[index]
        if word in (",", "that", "who", "which", "because", "and", "but", "when", "if", "while"):
            break
        if word in _POLAR and s.lower[index - 1] != "for":
            edits.append(s.swap(index, _POLAR[word]))
    if s.lower[s.body - 1] == "too":
        edits.append(s.swap(s.body - 1, "either"))
    return tuple(edits)


def _clashes(s: Sentence, verb: int) -> bool:
    """Tell whether a word beside the verb makes bad company for not."""
    near = s.lower[max(verb - 1, 0) : verb + 3]
    if s.lower[0] == "only":
        return True
    return bool(_CLASHING & set(near)) or ("better" in near and s.lower[verb] in ("had", "'d")) or s.lower[0] == "even"


def _lift_quantifier(s: Sentence, clause: Clause) -> tuple[Edit, ...] | None:
    """Turn all and both into the, since not would leave their scope open; None if there is no way."""
    first, start = s.lower[clause.subject], clause.subject
    if {"each", "every", "almost", "nearly", "not"} & set(s.lower[: start + 2]) and clause.kind == "statement":
        return None
    if first not in _QUANTIFIED or clause.kind != "statement":
        return ()
    following = s.lower[start + 1]
    if first in ("many", "several", "some") and s.tags[start + 1] in ("NN", "NNS", "JJ"):
        return ()
    if first in ("all", "both") and following == "of":
        return (s.drop(start, start + 2),) if start else (s.swap(start, s.lower[start + 2], start + 3),)
    if first in ("all", "both") and following in ("the", "these", "those", "his", "her", "their", "our", "my"):
        return (s.swap(start, following, start + 2),)
    if (
        first in ("all", "both")
        and s.tags[start + 1] in ("NNS", "CD", "JJ")
        and "and" not in s.lower[start : clause.verb]
    ):
        return (s.swap(start, "the"),)
    return None


def _auxiliary(s: Sentence, at: int, edits: tuple[Edit, ...]) -> list[Rewrite]:
    word, after = s.lower[at], at + 1
    if after < s.body and s.lower[after] in _BEFORE_NEGATOR:
        return [Rewrite("not", (s.after(after, " not"), *edits))]
    if word in ("'s", "'d"):
        return [Rewrite("not", (s.after(at, " not"), *edits))] if word == "'s" else []
    if word in ("may", "might"):
        return [Rewrite(cue, (s.swap(at, cue), *edits)) for cue in ("cannot", "can't")]
    if word.startswith("'"):
        full = {"'re": "aren't", "'ve": "haven't", "'ll": "won't"}.get(word)
        ways = [Rewrite("not", (s.after(at, " not"), *edits))]
        return ways + ([Rewrite(full, (Edit(s.starts[at], s.ends[at], f" {full}"), *edits))] if full else [])
    full, short = negated_auxiliary(word, False), negated_auxiliary(word, True)
    return [Rewrite(cue, (s.swap(at, cue), *edits)) for cue in dict.fromkeys((full, short))]


def _do_support(s: Sentence, clause: Clause, edits: tuple[Edit, ...]) -> list[Rewrite]:
    at = clause.verb
    if s.lower[at : at + 2] == ["used", "to"] or s.lower[at] in ("'d", "'ve"):
        return []
    others = coordinated_verbs(s, clause)
    if others is None:
        return []
    base = tuple(s.swap(index, lemma) for index, lemma in ((at, clause.lemma), *others))
    auxiliary = {"VBZ": "does", "VBD": "did"}.get(clause.tag, "do")
    first = at
    left_alone = _BEFORE_NEGATOR | _DROPPED | _PLACES
    while first - 1 > clause.subject and s.lower[first - 1].endswith("ly") and s.lower[first - 1] not in left_alone:
        first -= 1
    ways = []
    for cue in (f"{auxiliary} not", f"{auxiliary}n't"):
        if first == at:
            ways.append(Rewrite(cue, (s.swap(at, f"{cue} {clause.lemma}"), *base[1:], *edits)))
        else:
            ways.append(Rewrite(cue, (s.before(first, cue), *base, *edits)))
    return ways


def _caption(s: Sentence, clause: Clause) -> list[Rewrite]:
    ways = []
    if clause.verb > 0:
        ways.append(Rewrite("not", (s.before(clause.verb, "not"),)))
    if clause.exact and s.tags[clause.subject] in ("DT", "CD", "JJ", "NN", "NNS") and s.lower[clause.subject] not in (
        "the", "this", "these", "that", "those", "every", "each", "all", "both", "another", "many", "several", "most",
        "few",
    ) and (clause.plural or s.tags[clause.subject] in ("DT", "CD")):  # fmt: skip
        verb = "are" if clause.plural and s.lower[clause.subject] not in ("a", "an") else "is"
        some = s.lower[clause.subject] == "some"
        bare = clause.plural and s.tags[clause.subject] in ("NNS", "JJ")
        for cue in (f"{verb}n't", f"{verb} not"):
            if some:
                edits = (s.swap(clause.subject, f"there {cue} any"),)
            else:
                edits = (s.before(clause.subject, f"there {cue}" + (" any" if bare else "")),)
            ways.append(Rewrite(cue, edits))
    return ways


def _question(s: Sentence, clause: Clause) -> list[Rewrite]:
    word, at = s.lower[clause.verb], clause.verb
    wh = s.lower[clause.subject] in ("who", "what", "which", "where", "when", "how", "why")
    if s.lower[clause.subject] in ("how", "where", "when", "what") and s.lower[clause.subject + 1] != "time":
        return []
    if (_OPEN_SCOPE | {"so", "how", "some"}) & set(s.lower):
        return []
    if word not in BE | DO | HAVE | MODALS:
        return _do_support(s, clause, polarity(s, at + 1))[1:]
    if word in ("am", "may", "might", "'s") or _clashes(s, at):
        return []
    if word in HAVE and s.tags[at + 1] in ("DT", "CD"):
        return []
    if wh and word in DO and s.lower[clause.subject] not in ("who", "which", "why"):
        return []
    cue = negated_auxiliary(word, True)
    return [Rewrite(cue, (s.swap(at, cue), *polarity(s, at + 1)))]
