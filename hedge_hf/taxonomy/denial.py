"""Ways to deny in a description that something is there or is so: what is inserted into captions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Of = Literal["things", "qualities"]
Place = Literal["front", "tail", "sentence"]


@dataclass(frozen=True)
class Denial:
    """A phrase that denies a thing ("no drums") or a quality ("not slow").

    Attributes:
        cue: What negates, in lower case.
        of: Whether it takes a noun or an adjective.
        place: Where it stands in a description: before it, at the end of its last sentence, or as one of its own.
        phrase: The phrase; {} is what is denied.
    """

    cue: str
    of: Of
    place: Place
    phrase: str


DENIALS: tuple[Denial, ...] = (
    Denial("without", "things", "front", "Without any {}, "),
    Denial("without", "things", "tail", " without {}"),
    Denial("without", "things", "tail", ", without any {}"),
    Denial("no", "things", "tail", ", with no {}"),
    Denial("free of", "things", "tail", ", free of any {}"),
    Denial("lacking", "things", "tail", ", lacking any {}"),
    Denial("no", "things", "sentence", "It has no {}."),
    Denial("lacks", "things", "sentence", "It lacks any {}."),
    Denial("not", "things", "sentence", "It does not have any {}."),
    Denial("without", "things", "sentence", "It does without any {}."),
    Denial("not", "qualities", "tail", ", not {}"),
    Denial("never", "qualities", "tail", ", never {}"),
    Denial("not", "qualities", "sentence", "It is not {}."),
    Denial("not", "qualities", "sentence", "It does not sound {}."),
    Denial("isn't", "qualities", "sentence", "It isn't {}."),
)
"""Descriptions are noun phrases or sentences in the present tense; the phrases fit both."""

DENIAL_CUES: tuple[str, ...] = tuple(sorted({denial.cue for denial in DENIALS}))
