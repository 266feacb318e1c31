"""The words from the beginning of a subject to the finite verb, read one by one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from hedge_hf.generate.rules import verb_lists as lists
from hedge_hf.generate.rules.finite import Finite, is_subject_plural, read_finite
from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.generate.rules.morphology import AUXILIARIES
from hedge_hf.generate.rules.sentence import Sentence

_RELATIVES = read_words("who which whom whose what")
_SUBORDINATORS = read_words("as before after until since")
_CLAUSE_ENDS = lists.STOPPERS | lists.NEW_SUBJECTS | lists.CLAUSE_OPENERS | {",", "who", "which", "that"}


class Outcome(Enum):
    """What a word means for the scan: read the next one, stop here, or give up."""

    NEXT = "next"
    STOP = "stop"
    DOUBT = "doubt"


@dataclass(slots=True)
class SubjectScan:
    """What the words from the first of the subject up to `at` have shown.

    Attributes:
        s: The sentence.
        start: Index of the subject's first word.
        at: Index of the word that is read.
        noun: Whether a noun or pronoun was read.
        subordinate: Whether a word such as before may have begun an inner clause.
        commas: Number of commas.
        open_relatives: Number of relative clauses whose verb is to come.
        closed_relative: Whether the verb of one was read.
        bare_relative: Whether one began without a pronoun: the dress she chose.
        participle: Index of the first -ing form after a noun, a caption's verb; -1 where there is none.
        weak: The first weak verb, with its index.
        verb: The finite verb of the clause, with its index.
    """

    s: Sentence
    start: int
    at: int = 0
    noun: bool = False
    subordinate: bool = False
    commas: int = 0
    open_relatives: int = 0
    closed_relative: bool = False
    bare_relative: bool = False
    participle: int = -1
    weak: tuple[int, Finite] | None = None
    verb: tuple[int, Finite] | None = None

    @property
    def is_exact(self) -> bool:
        """Whether no apposition or only a closed one stands in the subject."""
        return self.commas in (0, 2)

    def run(self) -> Outcome:
        """Read words until one ends the scan."""
        self.at = self.start
        while self.at < self.s.body:
            word, tag = self.s.lower[self.at], self.s.tags[self.at]
            previous = self.s.tags[self.at - 1] if self.at > self.start else ""
            if (outcome := self._read(word, tag, previous)) is not Outcome.NEXT:
                return outcome
            if tag == "VBG" and previous in lists.NOUN_TAGS and self.participle < 0 and not self.open_relatives:
                self.participle = self.at
            self.noun = self.noun or tag in lists.NOUN_TAGS or word in lists.PRONOUNS
            self.at += 1
        return Outcome.STOP

    def _read(self, word: str, tag: str, previous: str) -> Outcome:
        if word in _RELATIVES or (word == "that" and previous in lists.NOUN_TAGS) or (word == "where" and self.noun):
            return self._read_relative()
        if (self.noun and word in lists.STOPPERS) or (self.weak and word in lists.CLAUSE_OPENERS):
            return Outcome.STOP
        if self.noun and tag == "IN" and word in _SUBORDINATORS and self.s.tags[self.at + 1] != "CD":
            self.subordinate = True
            return Outcome.NEXT
        if word == ",":
            return self._read_comma()
        if self.at == self.start:
            return Outcome.NEXT
        if word in lists.NOMINATIVES:
            return self._read_nominative(previous)
        finite = read_finite(self.s, self.at, self.start, self.open_relatives > 0)
        return self._read_finite(finite, previous) if finite else Outcome.NEXT

    def _read_relative(self) -> Outcome:
        self.open_relatives += 1
        return Outcome.NEXT if self.noun else Outcome.DOUBT

    def _read_comma(self) -> Outcome:
        self.commas += 1
        return Outcome.DOUBT if self.noun and self.s.lower[self.at + 1] in lists.NEW_SUBJECTS else Outcome.NEXT

    def _read_nominative(self, previous: str) -> Outcome:
        """Read I, he, she, we or they: after a noun it begins a relative clause without a pronoun."""
        if previous in lists.NOUN_TAGS or previous == "VB":
            self.open_relatives += 1
            self.bare_relative = True
            return Outcome.NEXT
        return Outcome.NEXT if previous == "CC" or self.open_relatives else Outcome.DOUBT

    def _read_finite(self, finite: Finite, previous: str) -> Outcome:
        if finite.weak and (previous == "CC" or (previous == "," and not self.open_relatives)):
            return Outcome.NEXT
        if finite.weak and not self.open_relatives:
            self.weak = self.weak or (self.at, finite)
            return Outcome.NEXT
        if self.weak and (previous == "CC" or _takes_clause(self.s, *self.weak)):
            return Outcome.STOP
        if self.open_relatives:
            self._close_relative()
            return Outcome.NEXT
        if not finite.sure and self.participle < 0 and _later_finite(self.s, self.start, self.at):
            return Outcome.NEXT
        if self._is_doubtful(finite, previous):
            return Outcome.DOUBT
        self.verb = (self.at, finite)
        return Outcome.STOP

    def _close_relative(self) -> None:
        """Take a verb as that of the last relative clause; go on after the comma that ends it, if one began it."""
        self.open_relatives -= 1
        self.closed_relative = True
        if "," in self.s.words[self.start : self.at] and "," in self.s.words[self.at : self.s.body]:
            self.at = self.s.words.index(",", self.at)
            self.commas += 1

    def _is_doubtful(self, finite: Finite, previous: str) -> bool:
        """Tell whether a verb may be that of another clause."""
        s, at = self.s, self.at
        if (
            self.subordinate
            or _starts_anew(s, self.start, self.participle, at)
            or (previous == "," and self.commas % 2)
        ):
            return True
        if finite.lemma in lists.TAKES_CLAUSE:
            return self.commas > 0 and s.tags[at + 1] in (",", ".")
        return s.lower[at] not in AUXILIARIES and _later_finite(s, self.start, at)


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


def _later_finite(s: Sentence, start: int, at: int) -> bool:
    """Tell whether a surer finite verb follows in the same clause."""
    for index in range(at + 1, s.body):
        if s.lower[index] in _CLAUSE_ENDS or s.tags[index] == "CC":
            return False
        if (finite := read_finite(s, index, start, False)) and finite.sure:
            return True
    return False
