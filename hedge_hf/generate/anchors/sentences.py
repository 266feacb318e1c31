"""Which sentences are fit to be anchors: each flaw has a name and a function that sees it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sentencex import segment

FEWEST_WORDS, MOST_WORDS, MOST_CHARACTERS = 5, 40, 200

_WORD = re.compile(r"\S*[^\W_]\S*")
_LETTER = re.compile(r"[^\W\d_]")
_MARKUP = re.compile(
    r"https?:|www\.|\S@\S+\.\w|&#?\w+;|</?\w[^>]*>|[{}|\\^~<>=#*_`\ufffd]|\[\[|-[LR][RS]B-|\.\.\.|…"
    r"|^(?:[-–—•·]|\(?(?:\d+|[a-zA-Z])[.)])\s"
)
_BRACKETS = {")": "(", "]": "[", "”": "“", "»": "«"}
_IN_PAIRS = re.compile(r"[()\[\]“”«»]")
_TALK = re.compile(r"[QA][:.]\s|(?:yes|no|okay|ok|oh|well|uh|um)[,.!]|(?:yeah|uh-huh)\b", re.IGNORECASE)
_START = re.compile(r"[\"“«'‘(\[]*([^\W_]|[$£€])")
_END = re.compile(r"[^\W_][.!%]?[.!\"”»'’)\]]*$")
_FEWEST_LETTERS, _MOST_CAPITALS, _MOST_CAPITALISED = 0.75, 0.4, 0.8


def split(text: str, language: str) -> Iterator[str]:
    """Yield the sentences of a text; a line break ends one, too."""
    for line in text.splitlines():
        for sentence in segment(language, line):
            if sentence := " ".join(sentence.split()):
                yield sentence


def length(sentence: str) -> bool:
    """Refuse under 5 words, over 40 words and over 200 characters."""
    return len(sentence) > MOST_CHARACTERS or not FEWEST_WORDS <= len(_WORD.findall(sentence)) <= MOST_WORDS


def markup(sentence: str) -> bool:
    """Refuse addresses, tags, entities, list bullets and marks of omission."""
    return bool(_MARKUP.search(sentence))


def characters(sentence: str) -> bool:
    """Refuse what has many figures and signs, or many capitals."""
    letters = _LETTER.findall(sentence)
    capitals = sum(map(str.isupper, letters))
    return len(letters) < _FEWEST_LETTERS * len(sentence.replace(" ", "")) or capitals > _MOST_CAPITALS * len(letters)


def unbalanced(sentence: str) -> bool:
    """Refuse a quotation or bracket that is open at either end."""
    opened: list[str] = []
    for mark in _IN_PAIRS.findall(sentence):
        if mark not in _BRACKETS:
            opened.append(mark)
        elif not opened or opened.pop() != _BRACKETS[mark]:
            return True
    return bool(opened) or sentence.count('"') % 2 == 1


def talk(sentence: str) -> bool:
    """Refuse questions, and what begins as an answer does."""
    return "?" in sentence or bool(_TALK.match(sentence))


def fragment(sentence: str) -> bool:
    """Refuse what starts or ends in the middle of a sentence."""
    return not _START.match(sentence) or not _END.search(sentence)


def lower_case(sentence: str) -> bool:
    """Refuse a lower-case start."""
    start = _START.match(sentence)
    return start is not None and start[1].islower()


def title(sentence: str) -> bool:
    """Refuse titles and lists of names: nearly all words are capitalised."""
    words = [word for word in sentence.split() if word[0].isalpha()]
    return sum(word[0].isupper() for word in words) > _MOST_CAPITALISED * len(words)


FLAWS: dict[str, Callable[[str], bool]] = {
    check.__name__.replace("_", " "): check
    for check in (length, markup, characters, unbalanced, talk, fragment, lower_case, title)
}


def flaw(sentence: str, captions: bool = False) -> str | None:
    """Return the name of the first flaw of a sentence, or None.

    Args:
        sentence: One sentence.
        captions: Whether it is a caption, which may start in lower case.
    """
    for name, sees in FLAWS.items():
        if sees(sentence) and not (captions and sees is lower_case):
            return name
    return None
