"""Whose word a sentence is: hearsay does not fit what its speaker, or the one it quotes, must know."""

from __future__ import annotations

from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import verb_lemmas
from hedge_hf.generate.rules.sentence import Sentence
from hedge_hf.generate.rules.verb_lists import TAKES_CLAUSE

_FIRST_PERSON = read_words("i my me mine myself we our us ours ourselves")
_SPEAKS = read_words(
    """
    say tell warn insist claim report argue complain explain show admit confirm agree think believe indicate note
    suggest announce estimate write reveal hear learn hint mention find
    """
)
_STATES = TAKES_CLAUSE | read_words(
    """
    state describe quote advise recommend promise hint mention suspect propose list judge consider rule propose
    acknowledge seem note ask reply complain point stress trust
    """
)


def is_personal(s: Sentence) -> bool:
    """Tell whether a sentence is about its speaker."""
    return bool(_FIRST_PERSON & set(s.lower))


def is_quoted(s: Sentence) -> bool:
    """Tell whether somebody's words end in a comma and that they said it, or begin with whose they are."""
    for at in range(2, s.body - 1):
        if (
            s.words[at] == ","
            and any(_SPEAKS & set(verb_lemmas(word)) for word in s.lower[at + 1 : at + 6])
            and s.lower[at + 1] not in ("which", "who", "and", "but")
        ):
            return True
    end = verb_lemmas(s.lower[s.body - 1])
    if "," in s.words[3:] and _SPEAKS & set(end):
        return True
    return "according" in s.lower or "opinion" in s.lower or "view" in s.lower


def reports(s: Sentence, clause: Clause) -> bool:
    """Tell whether the main clause says what somebody or something says or thinks."""
    return clause.lemma in _STATES or any(
        set(verb_lemmas(word)) & _STATES for word in s.lower[clause.verb + 1 : clause.verb + 3] if word.isalpha()
    )
