"""The words for music that can be denied: how they are found in tags and captions, and which exclude each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, Literal

import yaml

from hedge_hf.errors import UsageError, one_line

Kind = Literal["things", "qualities"]

_SHIPPED = Path(__file__).parent / "music.yaml"
KINDS: tuple[Kind, ...] = ("things", "qualities")


@dataclass(frozen=True)
class Term:
    """Something that a piece of music has, or is.

    Attributes:
        name: Its usual name, which captions deny.
        kind: "things" take no and without, "qualities" take not.
        synonyms: Other words for it, or for forms of it that need no name of their own.
        parents: Names of what it is a kind of.
    """

    name: str
    kind: Kind
    synonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mention:
    """Where a text names a term: text[start:end]."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True)
class Vocabulary:
    """Terms by name."""

    terms: dict[str, Term]

    def mentions(self, text: str) -> list[Mention]:
        """Return where a text names terms, from left to right; of words that overlap the longest counts."""
        return [Mention(*found.span(), self._by_words[_key(found.group())]) for found in self._pattern.finditer(text)]

    def named(self, tags: Iterable[str]) -> set[str]:
        """Return the names of the terms that tags name, such as "vocals" for "soft vocal"."""
        return {mention.term.name for tag in tags for mention in self.mentions(_plain(tag))}

    def unknown(self, tags: Iterable[str]) -> list[str]:
        """Return the tags that name no term."""
        return [tag for tag in tags if not self.mentions(_plain(tag))]

    def related(self, names: Iterable[str]) -> set[str]:
        """Return the names with all that they are kinds of and all that are kinds of them."""
        return {other for name in names for other in self._family[name]}

    def implied(self, names: Iterable[str]) -> set[str]:
        """Return the names with all that they are kinds of."""
        return {other for name in names for other in (name, *self._ancestors(name))}

    @cached_property
    def _by_words(self) -> dict[str, Term]:
        return {_key(words): term for term in self.terms.values() for words in (term.name, *term.synonyms)}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = {words for term in self.terms.values() for words in (term.name, *term.synonyms)}
        longest_first = sorted(words, key=lambda text: (-len(text), text))
        choices = "|".join(re.escape(text).replace(r"\ ", "[ -]?") for text in longest_first)
        return re.compile(rf"(?<![\w-])(?:{choices})(?![\w-])", re.IGNORECASE)

    @cached_property
    def _family(self) -> dict[str, set[str]]:
        above = {name: self._ancestors(name) for name in self.terms}
        return {
            name: {name} | above[name] | {other for other in self.terms if name in above[other]} for name in self.terms
        }

    def _ancestors(self, name: str) -> set[str]:
        parents = set(self.terms[name].parents)
        return parents.union(*(self._ancestors(parent) for parent in parents))


@cache
def load_vocabulary(path: Path | None = None) -> Vocabulary:
    """Read a vocabulary.

    Args:
        path: A YAML file with `things` and `qualities`, each a mapping of names to {also: synonyms, in: parents};
            None for the one that this package carries.

    Raises:
        UsageError: If it cannot be read, a word names several terms, or a parent is no term.
    """
    source = path or _SHIPPED
    try:
        content = yaml.safe_load(source.read_text(encoding="utf-8"))
        terms = [_term(str(name), kind, about or {}) for kind in KINDS for name, about in content[kind].items()]
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"{source}: no vocabulary ({one_line(error)})") from None
    except (KeyError, TypeError, AttributeError):
        raise UsageError(
            f"{source}: a vocabulary has things and qualities, each name: {{also: [...], in: [...]}}"
        ) from None
    if not terms:
        raise UsageError(f"{source}: it has no terms; give things or qualities")
    words = Counter(word for term in terms for word in {_key(words) for words in (term.name, *term.synonyms)})
    if twice := [word for word, count in words.items() if count > 1 or not word]:
        raise UsageError(f"{source}: {twice[0]!r} names no term or several; give each word to one term")
    by_name = {term.name: term for term in terms}
    for term in terms:
        for parent in term.parents:
            if parent not in by_name:
                raise UsageError(f"{source}: {term.name} is in {parent!r}, which is no term; add it")
    try:
        TopologicalSorter({term.name: term.parents for term in terms}).prepare()
    except CycleError as error:
        names = " and ".join(dict.fromkeys(error.args[1]))
        raise UsageError(f"{source}: {names} are each in the other; take one out") from None
    return Vocabulary(by_name)


def _term(name: str, kind: Kind, about: dict[str, Any]) -> Term:
    lists = [about.get(part) or [] for part in ("also", "in")]
    if not all(isinstance(words, list) for words in lists):
        raise TypeError
    synonyms, parents = (tuple(map(str, words)) for words in lists)
    return Term(name, kind, synonyms, parents)


def _plain(tag: str) -> str:
    """Drop the category before a tag of MTG-Jamendo, and underscores: mood/theme---happy, female_vocal."""
    return tag.rsplit("---", 1)[-1].replace("_", " ")


def _key(words: str) -> str:
    return re.sub(r"[ -]", "", words.lower())
