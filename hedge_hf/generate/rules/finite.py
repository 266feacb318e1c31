"""Whether a word is a finite verb where it stands, and the number of the subject before it."""

from __future__ import annotations

from typing import NamedTuple

from textblob.en import lexicon

from hedge_hf.generate.rules import verb_lists as lists
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import AUXILIARIES, BE, MODALS, can_be, is_plural, verb_forms
from hedge_hf.generate.rules.sentence import Sentence

_SAYS = read_words(
    """
    say think believe hope argue admit explain feel suggest conclude announce
    """
)
_IRREGULAR = {
    "left": "leave",
    "found": "find",
    "saw": "see",
    "felt": "feel",
    "lay": "lie",
    "fell": "fall",
    "wound": "wind",
}
_NEVER_VERBS = frozenset({"IN", "TO", "DT", "CD", "PRP$", "RB", "RP"})
_SINGULAR_DETERMINERS = read_words("a an this that each every one another")
_PLURAL_DETERMINERS = read_words(
    """
    these those many several both few two three four five six seven eight nine ten
    """
)


class Finite(NamedTuple):
    """A word read as a finite verb.

    Attributes:
        tag: Its Penn tag.
        lemma: Its lemma.
        sure: Whether it can hardly be anything else.
        weak: Whether it is taken only if nothing better follows and the subject is definite.
    """

    tag: str
    lemma: str
    sure: bool
    weak: bool = False


def read_finite(s: Sentence, at: int, start: int, relative: bool) -> Finite | None:
    """Read a word as a finite verb, if it can be one where it stands."""
    word, previous, before = s.lower[at], s.tags[at - 1] if at else "", s.lower[at - 1] if at else ""
    after = s.tags[at + 1] if at + 1 < s.body else "."
    if word in AUXILIARIES:
        return _auxiliary(s, at, before, previous, after)
    if (
        before == "to"
        or (before in MODALS and s.words[at - 1][0].islower())
        or previous in ("DT", "PRP$", "POS", "CD", "TO", "MD", "JJ", "$", "PDT", "VBG")
    ) and not (before in lists.PRONOUNS or before in ("all", "both", "some", "others")):
        return None
    if (previous == "IN" and before != "that") or (word.endswith("ing") and word not in ("bring", "sing")):
        return None
    if (s.words[at][0].isupper() or not word.isalpha() or s.tags[at] in _NEVER_VERBS) and not (
        word == "like" and (before in lists.PRONOUNS or (previous == "NNS" and after in ("DT", "PRP$", "TO")))
    ):
        return None
    if before == "that" and can_be(word, "NOUN") and (lexicon.get(word) or "NN").startswith("NN"):
        return None
    forms = verb_forms(word)
    if not forms or word in ("ought", "thanks"):
        return None
    who = relative and before in ("who", "which", "that")
    if previous == "CC" and "VBZ" in forms and can_be(forms["VBZ"], "NOUN"):
        return None
    pronoun = before in lists.PRONOUNS and not (before in ("this", "that", "these", "those") and can_be(word, "NOUN"))
    if before in ("these", "those", "this") and not pronoun:
        return None
    if "VBZ" in forms and previous == "RB":
        pronoun = True
    if "VBZ" in forms:
        return _third_person(word, forms["VBZ"], pronoun or who, after)
    if "VBD" in forms:
        return _past(s, at, start, forms, after, who)
    if before in ("help", "let", "make", "makes", "helps", "lets"):
        return None
    if previous == "RB" and at > 1 and s.lower[at - 2] in lists.PLURAL_SUBJECTS:
        before = s.lower[at - 2]
    if "VB" in forms and (before in lists.PLURAL_SUBJECTS or (who)):
        return Finite("VBP", word, True)
    plural = relative or is_subject_plural(s, start, at)
    plural = plural or (plural is None and is_group(s, start))
    if can_be(word, "NOUN") and previous not in ("NNS", "RB", "NNPS") and s.lower[start] != "both":
        return None
    if "VB" in forms and plural and _is_verb_by_use(word, forms["VB"], "VB", after):
        return Finite("VBP", word, not can_be(word, "NOUN") or word in lists.TAKES_CLAUSE)
    if (
        "VB" in forms
        and plural
        and (
            after in ("DT", "PRP$", "PRP")
            or (word in lists.INTRANSITIVES and after in ("IN", "JJ", "RB", "."))
            or (word in lists.ACTIONS and previous == "NNS" and after in ("NN", "NNS"))
        )
    ):
        return Finite("VBP", word, False, True)
    return None


def _auxiliary(s: Sentence, at: int, before: str, previous: str, after: str) -> Finite | None:
    word = s.lower[at]
    if before == "to" or (before in MODALS and s.words[at - 1][0].islower()) or previous == "MD":
        return None
    if word in ("can", "will", "might", "must", "may") and (
        previous in ("DT", "PRP$", "JJ", "POS", "IN") or s.words[at][0].isupper()
    ):
        return None
    if word == "'s":
        if before not in ("it", "he", "she", "that", "this", "there", "what", "who", "here", "where", "how"):
            return None
        following = at + 1 + (after == "RB")
        after = s.tags[following]
        perfect = after == "VBN" and s.lower[following] in ("been", "got", "become", "had", "gone")
        return None if after in ("VBN", "VBD") and not perfect else Finite("VBZ", "have" if perfect else "be", True)
    if word in MODALS:
        return Finite("MD", word, True)
    lemma = "be" if word in BE else "have" if word in ("has", "have", "had", "'ve") else "do"
    if word in ("did", "had", "was", "were"):
        return Finite("VBD", lemma, True)
    if (
        word in ("have", "do")
        and before not in lists.PLURAL_SUBJECTS
        and previous not in lists.NOUN_TAGS | {"RB", "WP", "WDT", ",", "IN", "VBG", "VBN", "JJ"}
    ):
        return None
    return Finite("VBZ" if word in ("is", "has", "does", "'s") else "VBP", lemma, True)


def _third_person(word: str, lemma: str, sure: bool, after: str) -> Finite | None:
    claims = lemma in lists.TAKES_CLAUSE and (lexicon.get(word) or "").startswith("VB")
    if sure or claims or not can_be(lemma, "NOUN"):
        return Finite("VBZ", lemma, True)
    if _is_verb_by_use(word, lemma, "VBZ", after):
        return Finite("VBZ", lemma, False)
    return Finite("VBZ", lemma, False, True) if after in ("DT", "PRP$", "PRP") else None


def _is_verb_by_use(word: str, lemma: str, tag: str, after: str) -> bool:
    known = (lexicon.get(word) or "").startswith("VB")
    if known and (lemma in lists.TAKES_CLAUSE or not can_be(lemma, "NOUN")):
        return True
    if after == "CC" and can_be(lemma, "NOUN"):
        return False
    if lemma in lists.ACTIONS or known:
        return after in lists.AFTER_VERB or (known and after in ("NN", "NNS", "JJ", "NNP"))
    return False


def _past(s: Sentence, at: int, start: int, forms: dict[str, str], after: str, who: bool) -> Finite | None:
    word = s.lower[at]
    lemma = _IRREGULAR.get(word, forms["VBD"])
    if lemma in _SAYS or word in ("saw", "lay", "fell") or "VBN" not in forms:
        return Finite("VBD", lemma, True)
    first = s.lower[start]
    if (
        who
        or s.lower[at - 1] in lists.PRONOUNS
        or (first in lists.PRONOUNS and at - start < 4 and s.tags[at - 1] in ("RB", "PRP"))
    ):
        return Finite("VBD", lemma, True)
    following = s.lower[at + 1] if at + 1 < s.body else ""
    if following == "by":
        return None
    if "VB" in forms and after not in ("DT", "PRP$") and word not in _IRREGULAR:
        return None
    if lemma in lists.NAMING and following != "that":
        return Finite("VBD", lemma, False, True)
    named = all(tag in ("NNP", "NNPS") for tag in s.tags[start:at]) and at - start < 4
    if after in ("DT", "PRP$", "PRP", "PDT") or following == "that" or named:
        return Finite("VBD", lemma, following == "that" or lemma in _SAYS)
    return Finite("VBD", lemma, False, lemma not in lists.INTRANSITIVES)


def is_subject_plural(s: Sentence, start: int, stop: int) -> bool | None:
    """Tell the number of the noun phrase that begins at `start`; None if unknown."""
    first = s.lower[start]
    if first in lists.SINGULAR_SUBJECTS and (stop == start + 1 or first not in ("this", "that")):
        return False
    if s.tags[start] == "VBG":
        return False
    if first in lists.PLURAL_SUBJECTS:
        return True
    if s.lower[start + 1] == "of" and first not in _SINGULAR_DETERMINERS:
        return None
    head = -1
    for index in range(start, stop):
        word, tag = s.lower[index], s.tags[index]
        if word == "and" and head >= 0:
            return True
        if head >= 0 and (tag in ("IN", "WDT", "WP", "VBG", "VBN", "TO", "WRB", "VBD") or word in (",", "or")):
            break
        if tag in ("NN", "NNS", "NNP", "NNPS") or (tag == "VBG" and head < 0):
            head = index
    if s.lower[head] in lists.GROUP_NOUNS and head + 1 < stop and s.lower[head + 1] == "of":
        return None
    if first in _SINGULAR_DETERMINERS:
        return False
    if first in _PLURAL_DETERMINERS:
        return True
    if head < 0:
        return True if first in ("some", "most", "others", "many", "all", "few") else None
    return is_plural(s.lower[head]) if s.tags[head] in ("NN", "NNS") else s.tags[head] == "NNPS" or None


def is_group(s: Sentence, start: int) -> bool:
    """Tell whether a noun phrase begins with a noun such as group, with verbs of either number."""
    return any(word in lists.GROUP_NOUNS for word in s.lower[start : start + 4])
