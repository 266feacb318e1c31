"""Whether a sentence tells when: a dated or bounded event is not what never and rarely speak of."""

from __future__ import annotations

import re

from hedge_hf.generate.rules.clause import Clause
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.sentence import Sentence

_YEAR = re.compile(r"(?:1\d|20)\d\ds?$")
_WHEN = read_words(
    """
    yesterday today tonight tomorrow now ago by within until till since before after during when while once
    whenever last next soon then later earlier eventually finally already currently recently again
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december night morning afternoon evening noon midnight
    dawn dusk christmas easter day days week weeks weekend month months year years hour hours minute minutes
    seconds century centuries decade decades moment time times
    twice thrice upon throughout ahead afterwards overnight immediately initially
    """
)
_SEASONS = read_words("spring summer autumn winter")
_BEFORE_SEASON = read_words("in last this that next the every each by until since during of all")
_INNER = read_words("that who which whose whom how whether")
_RECURRENT = read_words("every each daily weekly monthly annually yearly nightly always automatically until now")
_PASSING = read_words(
    """
    now today tonight tomorrow currently next soon this since until already again last ago by within recently
    """
)


def tells_when(s: Sentence, clause: Clause) -> bool:
    """Tell whether the main clause has an opening or a time, so that it speaks of one occasion."""
    return clause.subject > 0 or any(
        (word in _WHEN and not _is_month_as_verb(s, at))
        or _YEAR.match(word)
        or (word in _SEASONS and s.lower[at - 1] in _BEFORE_SEASON)
        for at, word in enumerate(s.lower[: _own_end(s, clause)])
    )


def recurs(s: Sentence) -> bool:
    """Tell whether a sentence says how often already."""
    return bool(_RECURRENT & set(s.lower))


def is_passing(s: Sentence, clause: Clause) -> bool:
    """Tell whether a present tense speaks of one time only, or of one after an opening."""
    return clause.subject > 0 or bool(_PASSING & set(s.lower[clause.verb :]))


def _own_end(s: Sentence, clause: Clause) -> int:
    """Return where the words of the main clause end and those of an inner clause begin."""
    return next((at for at in range(max(clause.verb, 0) + 1, s.body) if s.lower[at] in _INNER), s.body)


def _is_month_as_verb(s: Sentence, at: int) -> bool:
    return s.lower[at] in ("march", "may", "second") and s.words[at].islower()
