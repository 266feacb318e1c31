"""The languages that variants can be written in.

To add a language, for instance Italian:

1. Write a module beside these, `italian.py`, with one constant `LANGUAGE`, a `hedge_hf.taxonomy.types.Language`.
   Define the same types with the same names as English; what counts as each is told by the definitions in
   `negation.py` and `hedging.py`. List closed classes in full and open ones by some fifty common words, and show
   each typical construction by a sentence before and after.
2. Add the module to `LANGUAGES` below.

The tests then check it: names and order of the types, at least thirty cues a type, lower case, no cue in two types,
every `after` with a cue of its type and every `before` without one, single hedges of one word, the others of several.
"""

from __future__ import annotations

from hedge_hf.errors import UsageError
from hedge_hf.taxonomy.languages import english, french, german, spanish
from hedge_hf.taxonomy.types import Language

LANGUAGES: tuple[Language, ...] = (english.LANGUAGE, german.LANGUAGE, french.LANGUAGE, spanish.LANGUAGE)


def language(code: str) -> Language:
    """Return the language with an ISO 639-1 code.

    Raises:
        UsageError: If there is none.
    """
    for found in LANGUAGES:
        if found.code == code:
            return found
    known = ", ".join(f"{known.code} ({known.name})" for known in LANGUAGES)
    raise UsageError(
        f"language {code!r} is not one of {known}; hedge_hf/taxonomy/languages/__init__.py says how to add it"
    )
