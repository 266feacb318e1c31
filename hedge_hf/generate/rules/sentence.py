"""A sentence as tagged words that remember where they stand, so that a rewriting keeps everything else as it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from textblob.en import parser

from hedge_hf.generate.rules.casing import FUNCTION_WORDS, is_common

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|\b(?:Mr|Mrs|Ms|Dr|St|Jr|Lt|Gen|Sen|Rep|Prof|vs|[A-HJ-Z])\.(?=\s+\w)"
    r"|\w+(?=n['’]t\b)|n['’]t\b"
    r"|['’](?:s|re|ve|ll|d|m)\b"
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s|%)?(?![-\w])"
    r"|\w+(?:[-/&]\w+|['’](?!(?:s|re|ve|ll|d|m|t)\b)\w+)*"
    r"|\.\.\.|--|\S"
)
_ARTICLE = re.compile(r"\b([Aa])n? $")
_VOWEL_SOUND = re.compile(
    r"(?!uni(?!n|m)|use|usu|util|eu|one\b|once|u[bcfhjkrst][aeiou])[aeiou]|hono|hour|heir|honest", re.IGNORECASE
)
_TERMINAL = re.compile(r"[\s.!?…\"”’']*$")
_TAGS = {
    "people": "NNS", "n't": "RB", "not": "RB", "that": "IN", "there": "EX", "its": "PRP$", "his": "PRP$",
    "her": "PRP$", "their": "PRP$", "our": "PRP$", "my": "PRP$", "your": "PRP$", "who": "WP", "which": "WDT",
    "like": "IN", "cannot": "MD", "to": "TO", "one": "CD", "another": "DT", "outside": "IN", "inside": "IN",
    "no": "DT", "each": "DT", "every": "DT", "some": "DT", "any": "DT", "all": "DT", "both": "DT", "near": "IN",
    "still": "RB",
    "these": "DT", "those": "DT", "this": "DT", "past": "IN", "down": "RP", "up": "RP", "off": "RP", "out": "RP",
}  # fmt: skip


_NOUN_NEXT = (["NN"], ["NNS"], ["JJ"], ["NNP"], ["CD"], ["CC"], ["VBG"], [","])
_PAST_THE_END = ["", "", ""]
_BEFORE_NT = {"wo": "will", "ca": "can", "sha": "shall"}


class Edit(NamedTuple):
    """Characters `start` to `end` of the text become `new`."""

    start: int
    end: int
    new: str


class Rewrite(NamedTuple):
    """A variant before it is spelt out: its cue and the edits that make it from the anchor."""

    cue: str
    edits: tuple[Edit, ...]


class Sentence:
    """A tokenised and tagged sentence.

    Attributes:
        text: The sentence as it was.
        words: Its words, as they stand.
        lower: The same in lower case, with straight apostrophes; three empty words follow the last.
        tags: Penn tags, guesses of a lexicon with contextual rules; three full stops follow the last.
        body: Index past the last word before the final punctuation.
    """

    def __init__(self, text: str) -> None:
        """Tag `text`."""
        self.text = text
        spans = [match.span() for match in _TOKEN.finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.words = [text[start:end] for start, end in spans]
        self.lower = [word.lower().replace("’", "'") for word in self.words]
        for index, word in enumerate(self.lower[1:]):
            if word == "n't":
                self.lower[index] = _BEFORE_NT.get(self.lower[index], self.lower[index])
        self.tags = [_TAGS.get(lower) or tag for lower, (_, tag) in zip(self.lower, _tag(self.words), strict=True)]
        for index, word in enumerate(self.lower):
            if word.endswith("ing") and self.tags[index] == "NN" and index and self.tags[index - 1] == "NNS":
                self.tags[index] = "VBG"
            elif (
                self.tags[index - 1 : index + 1] == ["IN", "JJ"] and self.tags[index + 1 : index + 2] not in _NOUN_NEXT
            ):
                self.tags[index] = "NN"
        if self.tags[:1] == ["VB"] and (self.lower[1:2] == ["'s"] or (self.words[1:2] and self.words[1][0].isupper())):
            self.tags[0] = "NNP"
        self.lower += _PAST_THE_END
        self.tags += ["."] * len(_PAST_THE_END)
        closing = _TERMINAL.search(text)
        stop = closing.start() if closing else len(text)
        self.body = sum(1 for start in self.starts if start < stop)

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.words)

    @property
    def is_question(self) -> bool:
        """Whether the sentence ends in a question mark."""
        return self.text.rstrip("\"”'’) ").endswith("?")

    def before(self, index: int, new: str) -> Edit:
        """Insert words before a word."""
        return Edit(self.starts[index], self.starts[index], f"{new} ")

    def after(self, index: int, new: str) -> Edit:
        """Insert text after a word; `new` begins with a space or a comma."""
        return Edit(self.ends[index], self.ends[index], new)

    def at_end(self, new: str) -> Edit:
        """Insert text before the final punctuation."""
        return self.after(self.body - 1, new)

    def swap(self, index: int, new: str, stop: int = 0) -> Edit:
        """Replace the words from `index` to before `stop`, by default one."""
        return Edit(self.starts[index], self.ends[(stop or index + 1) - 1], new)

    def drop(self, index: int, stop: int = 0) -> Edit:
        """Remove the words from `index` to before `stop`, by default one, with the space after them."""
        stop = stop or index + 1
        if stop < len(self) and self.lower[stop][0].isalnum():
            return Edit(self.starts[index], self.starts[stop], "")
        return Edit(self.ends[index - 1] if index else 0, self.ends[stop - 1], "")

    def realise(self, rewrite: Rewrite) -> tuple[str, str]:
        """Spell a rewrite out.

        Returns:
            The text with its first letter in the case it had, articles agreeing, and the cue as it stands in it.
        """
        text, pieces, at = self.text, [], 0
        edits = sorted(rewrite.edits)
        for start, end, new in edits:
            kept, new = text[at:start], self._in_style(new)
            following = new.lstrip() or text[end:].lstrip()
            if (article := _ARTICLE.search(kept)) and following:
                letter = article.group(1)
                kept = kept[: article.start()] + letter + ("n " if _VOWEL_SOUND.match(following) else " ")
            if start == end == self.starts[0] and new:
                kept += new
                pieces.append(kept)
                pieces.append(self._first_inside())
                at = self.ends[0]
                continue
            pieces.append(kept + new)
            at = end
        pieces.append(text[at:])
        return self._as_it_stands("".join(pieces), rewrite.cue)

    def _first_inside(self) -> str:
        """Return the first word as it is spelt inside a sentence."""
        return self.words[0].lower() if self.first_is_common else self.words[0]

    @property
    def first_is_common(self) -> bool:
        """Whether the first word is capital only because it is first."""
        word, lower = self.words[0], self.lower[0]
        if lower in ("i", "i'm") or (not word[1:].islower() and len(word) > 1):
            return False
        return is_common(lower) and not (
            lower not in FUNCTION_WORDS and len(self) > 1 and self.words[1][0].isupper() and self.words[1] != "I"
        )

    def _in_style(self, new: str) -> str:
        """Give new words the apostrophes of the sentence."""
        return new.replace("'", "’") if "’" in self.text else new

    def _as_it_stands(self, text: str, cue: str) -> tuple[str, str]:
        lead = self.starts[0]
        if self.words[0][0].isupper() or (self.words[0][0].isdigit() and self.text.rstrip()[-1:] in (".", "!", "?")):
            text = text[:lead] + text[lead : lead + 1].upper() + text[lead + 1 :]
        cue = self._in_style(cue)
        if cue not in text:
            cue = cue[:1].upper() + cue[1:]
        return text, cue


def _tag(words: Sequence[str]) -> list[list[str]]:
    plain = [word.replace("’", "'") for word in words]
    if plain and plain[0][0].isupper() and is_common(plain[0].lower()):
        plain[0] = plain[0].lower()
    return parser.find_tags(plain)
