"""Inflection of English words by lemminflect, remembered per word."""

from __future__ import annotations

from functools import cache

from lemminflect import getAllLemmas, getInflection

from hedge_hf.generate.rules.lexicon import read_words

BE = frozenset({"is", "are", "was", "were", "am", "'s", "'re", "'m"})
HAVE = frozenset({"has", "have", "had", "'ve"})
DO = frozenset({"do", "does", "did"})
MODALS = frozenset({"can", "could", "will", "would", "shall", "should", "may", "might", "must", "'ll"})
AUXILIARIES = BE | HAVE | DO | MODALS

_CONTRACTED = {"can": "can't", "will": "won't", "shall": "shan't", "'ll": "won't"}
_UNCONTRACTED = frozenset({"am", "may", "might", "'m"})
_FULL = {"'re": "are", "'ve": "have", "'ll": "will", "'m": "am"}
_BRITISH_FORMS = {
    ("dream", "VBD"): "dreamed",
    ("learn", "VBD"): "learned",
    ("hang", "VBD"): "hung",
    ("hang", "VBN"): "hung",
    ("get", "VBN"): "got",
    ("lie", "VBD"): "lay",
    ("quit", "VBD"): "quit",
    ("read", "VBD"): "read",
    ("read", "VBN"): "read",
}


@cache
def verb_lemmas(word: str) -> tuple[str, ...]:
    """Return the verbs that a lower-case word can be a form of."""
    lemmas = getAllLemmas(word)
    return tuple(lemmas.get("VERB", ())) + tuple(lemmas.get("AUX", ()))


@cache
def can_be(word: str, part: str) -> bool:
    """Tell whether the lexicon knows a lower-case word as a part of speech such as NOUN or ADJ."""
    return part in getAllLemmas(word)


@cache
def inflect(lemma: str, tag: str) -> str:
    """Return the form of a verb or noun for a Penn tag: `inflect("ride", "VBD")` is rode."""
    if tag == "VB":
        return lemma
    forms = getInflection(lemma, tag)
    return _BRITISH_FORMS.get((lemma, tag)) or (forms[0] if forms else lemma)


@cache
def verb_forms(word: str) -> dict[str, str]:
    """Return the verb forms that a lower-case word can be, Penn tag to lemma."""
    found: dict[str, str] = {}
    for lemma in verb_lemmas(word):
        for tag in ("VB", "VBZ", "VBD", "VBN", "VBG"):
            if word in (getInflection(lemma, tag) if tag != "VB" else (lemma,)):
                found.setdefault(tag, lemma)
    return found


@cache
def is_plural(word: str) -> bool:
    """Tell whether a lower-case noun is plural in form."""
    if word in _PLURALS:
        return True
    if word in _SINGULARS or not word.endswith("s"):
        return False
    lemmas = getAllLemmas(word).get("NOUN", ())
    return word not in lemmas if lemmas else not word.endswith(("ss", "us", "is"))


_PLURALS = read_words(
    """
    people men women children mice teeth feet geese police clothes scissors trousers jeans cattle folks
    """
)
_SINGULARS = read_words(
    """
    bus gas news grass glass dress series species tennis physics politics mathematics
    """
)


def negated_auxiliary(auxiliary: str, contract: bool) -> str:
    """Return an auxiliary with its negator: is not or isn't; a clitic such as 'll is spelt out."""
    full = _FULL.get(auxiliary, auxiliary)
    if contract and auxiliary not in _UNCONTRACTED:
        return _CONTRACTED.get(full, full + "n't")
    return "cannot" if full == "can" else f"{full} not"
