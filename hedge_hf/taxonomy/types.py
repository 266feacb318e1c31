"""The shapes of the taxonomy: a construction, an affix, a type of negation or hedge, and a language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Construction:
    """One typical way to build a variant, shown by a pair of sentences.

    Attributes:
        name: What a grammar would call it.
        before: The anchor: affirmative, or unhedged.
        after: The same sentence negated or hedged; it contains a cue of its type.
    """

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Affix:
    """A negative prefix or suffix with words that carry it.

    Attributes:
        form: The affix with its hyphen: `un-` is a prefix, `-less` a suffix.
        words: Lower-case words, each a cue of affixal negation.
        note: Where the affix does not simply mean "not".
    """

    form: str
    words: tuple[str, ...]
    note: str = ""

    @property
    def is_prefix(self) -> bool:
        """Whether the affix stands before its base."""
        return self.form.endswith("-")


@dataclass(frozen=True)
class VariantType:
    """A type of negation or hedge.

    Attributes:
        name: The value of the `type` column.
        definition: What belongs to the type, in one or two sentences.
        source: The work the type is taken from.
        cues: Lower-case words and phrases that mark the type. Closed classes (auxiliaries, negators) are
            listed in full, open ones (affixed words, negative verbs, antonyms, phrases) by a sample.
        constructions: Typical ways to build it.
    """

    name: str
    definition: str
    source: str
    cues: tuple[str, ...]
    constructions: tuple[Construction, ...]


@dataclass(frozen=True, eq=False)
class Language:
    """The types of negation and hedging as one language marks them.

    Attributes:
        code: ISO 639-1 code, the value of the column `language`.
        name: Its English name.
        advice: What a writer of variants must mind in this language, in a few sentences.
        negations: The types of negation, named as in English and in the same order.
        hedges: The types of hedge, likewise.
        negators: Lower-case closed-class words that negate a clause by themselves. An elided form keeps its
            apostrophe (n'). Words that as often do something else (French plus, few in a few) are left out.
    """

    code: str
    name: str
    advice: str
    negations: tuple[VariantType, ...]
    hedges: tuple[VariantType, ...]
    negators: frozenset[str]

    @property
    def types(self) -> tuple[VariantType, ...]:
        """The negations, then the hedges."""
        return self.negations + self.hedges


def split_cues(text: str) -> tuple[str, ...]:
    """Return the comma-separated cues of `text`, each stripped of white space."""
    return tuple(cue.strip() for cue in text.split(","))
