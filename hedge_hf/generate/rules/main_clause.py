"""The main clause of a sentence: its kind, its subject and its finite verb, or nothing where that is in doubt."""

from __future__ import annotations

from hedge_hf.generate.rules import verb_lists as lists
from hedge_hf.generate.rules.clause import Clause, read_caption, read_imperative, read_question, read_there
from hedge_hf.generate.rules.finite import Finite, is_group, is_subject_plural, read_finite
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import AUXILIARIES, BE, HAVE, verb_forms
from hedge_hf.generate.rules.sentence import Sentence

_OPENING = frozenset({",", '"', "“", "'", "‘", "(", "-", "—", "``"})
_COORDINATORS = read_words("and but so or yet")
_DOUBTFUL = read_words("uh um yeah okay um-hum uh-huh huh oh")
_FILLERS = (["you", "know"], ["i", "mean"])
_DEFINITE = read_words("the these those this both many most all")
_AFTER_NOUN = read_words("i the a an this these those")
_OPENS_INSIDE = read_words("how that when why whether where if")
_CLAUSE_ENDS = lists.STOPPERS | lists.NOMINATIVES | lists.CLAUSE_OPENERS | {",", "who", "which", "that", "it", "there"}


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
    return _fronted(s, start) or _plain(s, start, exact=True) or read_imperative(s, start)


def _inner_end(s: Sentence) -> bool:
    """Tell whether a sentence ends inside the text, so that there is more than one."""
    return any(word in (".", "?", "!", ";", "...", "…", ":") for word in s.words[: s.body])


def _fronted(s: Sentence, start: int) -> Clause | None:
    """Read what follows the comma of a sentence that opens with an adverbial."""
    word, tag = s.lower[start], s.tags[start]
    opens = (
        tag in ("IN", "TO", "RB", "VBG", "VBN", "RBR", "WRB") or word in lists.CLAUSE_OPENERS or word == "following"
    )
    if not opens or word in ("that", "there"):
        return None
    if any(s.words[at] == "," and s.lower[at - 1] in _OPENS_INSIDE for at in range(start + 1, s.body)):
        return None
    for comma in range(start + 1, s.body - 2):
        if s.words[comma] == "," and s.tags[comma + 1] in lists.SUBJECT_STARTS:
            clause = _plain(s, comma + 1, exact=True)
            if clause and clause.kind in ("statement", "there"):
                return clause
    if word in lists.CLAUSE_OPENERS and word not in ("as", "after", "before", "since"):
        return None
    if tag == "IN" and "," not in s.words[: s.body]:
        for index in range(start + 1, s.body - 1):
            if (
                s.lower[index] in ("there", "he", "she", "it", "we", "they", "i")
                and s.tags[index - 1] in lists.NOUN_TAGS
            ):
                return _plain(s, index, exact=True)
    return None


def _plain(s: Sentence, start: int, exact: bool) -> Clause | None:
    """Scan from the first word of the subject to the finite verb."""
    if s.lower[start] == "there" and start + 1 < s.body:
        return read_there(s, start)
    if (
        s.lower[start] in lists.CLAUSE_OPENERS
        or s.lower[start] in ("here", "perhaps")
        or s.tags[start] in ("IN", "TO", "WP", "WRB", "WDT", "VB", "MD", "UH")
    ):
        return None
    pending, noun, doubt, participle, commas, relative, at = 0, False, False, -1, 0, False, start
    zero = False
    weak: tuple[int, Finite] | None = None
    while at < s.body:
        word, tag, previous = s.lower[at], s.tags[at], s.tags[at - 1] if at > start else ""
        if word in ("who", "which", "whom", "whose", "what") or (word == "that" and previous in lists.NOUN_TAGS):
            if not noun:
                return None
            pending += 1
        elif word == "where" and noun:
            pending += 1
        elif (word in lists.STOPPERS and noun) or (weak and word in lists.CLAUSE_OPENERS):
            break
        elif word in ("as", "before", "after", "until", "since") and noun and tag == "IN" and s.tags[at + 1] != "CD":
            doubt = True
        elif word == ",":
            commas += 1
            following = s.lower[at + 1] if at + 1 < s.body else ""
            if noun and (following in lists.NOMINATIVES or following in ("it", "there")):
                return None
        elif word in lists.NOMINATIVES and at > start:
            if previous in lists.NOUN_TAGS or previous == "VB":
                pending, zero = pending + 1, True
            elif previous != "CC" and not pending:
                return None
        elif (finite := read_finite(s, at, start, pending > 0)) and at > start:
            if finite.weak and ((not pending and previous == ",") or previous == "CC"):
                pass
            elif finite.weak and not pending:
                weak = weak or (at, finite)
            elif weak and (previous == "CC" or _takes_clause(s, *weak)):
                break
            elif not finite.sure and participle < 0 and pending == 0 and _later_finite(s, at, start):
                pass
            elif pending:
                pending, relative = pending - 1, True
                if "," in s.words[start:at] and (close := _closing_comma(s, at)):
                    at, commas = close, commas + 1
            elif (
                doubt
                or _starts_anew(s, start, participle, at)
                or (previous == "," and commas % 2)
                or (finite.lemma in lists.TAKES_CLAUSE and commas and s.tags[at + 1] in (",", "."))
            ) or (
                finite.lemma not in lists.TAKES_CLAUSE
                and s.lower[at] not in AUXILIARIES
                and _later_finite(s, at, start)
            ):
                return None
            else:
                return _checked(s, start, at, finite, exact and commas in (0, 2))
        if tag == "VBG" and noun and participle < 0 and pending == 0 and previous in lists.NOUN_TAGS:
            participle = at
        noun = noun or tag in lists.NOUN_TAGS or word in lists.PRONOUNS
        at += 1
    if weak and _is_definite(s, start, weak):
        return _checked(s, start, *weak, exact and commas in (0, 2))
    return None if pending or zero or (weak and weak[1].tag != "VBD") else read_caption(s, start, participle, relative)


def _takes_clause(s: Sentence, at: int, finite: Finite) -> bool:
    """Tell whether a verb is followed by the beginning of a content clause."""
    return (
        finite.lemma in lists.TAKES_CLAUSE
        and s.tags[at + 1] in ("IN", "DT", "PRP", "PRP$", "NNP", "NNS")
        and (s.tags[at + 1] != "IN" or s.lower[at + 1] == "that")
    )


def _starts_anew(s: Sentence, start: int, participle: int, at: int) -> bool:
    """Tell whether a caption and a clause are joined: a man riding and a woman is watching."""
    if participle < 0 or "CC" not in s.tags[participle:at]:
        return False
    joint = s.tags.index("CC", participle)
    return s.tags[joint + 1] in ("DT", "PRP$", "CD", "NNP") and is_subject_plural(s, start, participle) is False


def _is_definite(s: Sentence, start: int, weak: tuple[int, Finite]) -> bool:
    """Tell whether a subject is definite, so that it is not likely to be a caption."""
    first, at = s.lower[start], weak[0]
    if s.words[-1] not in (".", "!") or (weak[1].tag != "VBD" and s.tags[at - 1] not in ("NNS", "NN", "NNP", "VBN")):
        return False
    return (
        first in _DEFINITE
        or s.tags[start] in ("PRP$", "NNP")
        or s.lower[start + 1] == "of"
        or s.lower[at + 1] in ("to", "the", "a")
    )


def _checked(s: Sentence, start: int, at: int, finite: Finite, exact: bool) -> Clause | None:
    plural = is_subject_plural(s, start, at)
    if (
        s.lower[at - 1] in BE | HAVE
        or _hides_relative(s, start, at)
        or (finite.tag == "VBD" and _follows_present(s, start, at))
    ):
        return None
    if (
        (finite.tag == "VBP" and plural is False and not is_group(s, start))
        or (finite.tag == "VBZ" and plural is True and finite.lemma != "be")
    ) and not (finite.tag == "VBZ" and is_group(s, start)):
        return None
    if finite.weak and s.lower[at + 1] == "by":
        return None
    agreed = {"VBZ": False, "VBP": s.lower[at] != "am"}.get(finite.tag, bool(plural))
    if s.lower[at] in ("was", "were"):
        agreed = s.lower[at] == "were"
    return Clause("statement", start, at, finite.tag, finite.lemma, agreed, exact)


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


def _later_finite(s: Sentence, at: int, start: int) -> bool:
    """Tell whether a surer finite verb follows in the same clause."""
    for index in range(at + 1, s.body):
        if s.lower[index] in _CLAUSE_ENDS:
            return False
        if s.tags[index] == "CC":
            return False
        if (finite := read_finite(s, index, start, False)) and finite.sure:
            return True
    return False


def _closing_comma(s: Sentence, at: int) -> int | None:
    return next((index for index in range(at, s.body) if s.words[index] == ","), None)
