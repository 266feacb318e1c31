"""What the small model learns before it is asked about negation: what sentences say, and what it is to agree.

No lesson asks whether a negated or hedged sentence agrees with another, or is more certain: that is for fine-tuning.
"""

from __future__ import annotations

import random
from typing import Any

from hedge_hf.data.instructions import AGREEMENT, ANSWER_ONLY, LAYOUTS

Chat = list[dict[str, str]]
_OPPOSITES = (("hot", "cold"), ("big", "small"), ("old", "new"), ("full", "empty"))
# evenly drawn, a word or a wording alone says nothing about the answer, and a small model takes far longer to start
_COMMON = 0.75


def chat(asked: str, replied: str) -> Chat:
    """Return a turn of the user and one of the model."""
    return [{"role": "user", "content": asked}, {"role": "assistant", "content": replied}]


def lesson(groups: list[dict[str, Any]], draw: random.Random) -> Chat:
    """Return a lesson on one or two sentences of one of the groups, or on two sentences without a negation."""
    teach = draw.choices((_agreement, _count, _follows, _repeat), (8, 4, 1, 1))[0]
    return teach(draw.choice(groups), draw)


def _follows(group: dict[str, Any], draw: random.Random) -> Chat:
    """Tell what follows, as text goes on: "The lamp is not safe. So it is unsafe."."""
    sentence, true = _sentence(group, draw)
    affixal = next(one["text"] for one in group["negations"] if one["type"] == "affixal")
    follows = (group["anchor"] if true else affixal).split()[-1]
    return chat(f"Sentence: {sentence}\n\nWhat follows?", f"So it is {follows}")


def _repeat(group: dict[str, Any], draw: random.Random) -> Chat:
    sentence, _ = _sentence(group, draw)
    return chat(f"Sentence: {sentence}\n\nRepeat it.", sentence)


def _count(group: dict[str, Any], draw: random.Random) -> Chat:
    """Count the sentences that say so: of a group, or with one of two opposites."""
    if draw.random() < 0.5:
        quality = group["anchor"].split()[-1].removesuffix(".")
        sentences = [_sentence(group, draw) for _ in range(2)]
    else:
        quality, sentences = _opposites(group, draw)
    (first, first_true), (second, second_true) = sentences
    question = f"How many of the sentences say that it is {quality}?"
    asked = draw.choice(LAYOUTS).format(first=first, second=second, question=question)
    return chat(asked, str(first_true + second_true))


def _agreement(group: dict[str, Any], draw: random.Random) -> Chat:
    """Ask in HedgeTriple's words whether two sentences agree, such as "It is hot." and "It is cold."."""
    _, ((first, first_true), (second, second_true)) = _opposites(group, draw)
    agree, clash = draw.choice(AGREEMENT)
    direct = draw.random() < _COMMON
    asked = draw.choice(LAYOUTS).format(first=first, second=second, question=agree if direct else clash)
    return chat(f"{asked}\n{ANSWER_ONLY}", "Yes" if (first_true == second_true) == direct else "No")


def _opposites(group: dict[str, Any], draw: random.Random) -> tuple[str, list[tuple[str, bool]]]:
    """Return a quality, and two sentences that say it or its opposite of the group's subject."""
    subject = group["anchor"].rsplit(" ", 1)[0]
    quality, opposite = draw.choice(_OPPOSITES)
    sides = [draw.random() < _COMMON for _ in range(2)]
    return quality, [(f"{subject} {quality if true else opposite}.", true) for true in sides]


def _sentence(group: dict[str, Any], draw: random.Random) -> tuple[str, bool]:
    """Return a sentence of a group, and whether it is on the side of the anchor."""
    true = draw.random() < 0.5
    own = [group["anchor"], *(one["text"] for one in group["hedges"])]
    return draw.choice(own if true else [one["text"] for one in group["negations"]]), true
