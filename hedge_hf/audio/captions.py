"""Captions for synthetic pieces: the same tags in varied words."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hedge_hf.audio.synthesis import QUALITIES, THINGS

_WORDS: dict[str, tuple[str, ...]] = {
    "guitar": ("guitar", "guitars"),
    "violin": ("violin", "fiddle"),
    "trumpet": ("trumpet", "trumpets"),
    "bells": ("bells", "chimes"),
    "synthesizer": ("synthesizer", "synth"),
    "vocals": ("vocals", "singing", "a voice"),
    "drums": ("drums", "a drum beat"),
    "reverb": ("reverb", "echo"),
    "slow": ("slow", "slow-paced"),
    "fast": ("fast", "uptempo"),
    "dark": ("dark", "eerie"),
}
_NOUNS = ("piece", "song", "track", "tune", "recording")
_PLAIN = (
    "A {noun} with {things}.",
    "This {noun} features {things}.",
    "{things} in one {noun}.",
    "The {noun} has {things}.",
    "You hear {things} in this {noun}.",
)
_QUALIFIED = (
    "A {qualities} {noun} with {things}.",
    "This {noun} features {things}. It is {qualified}.",
    "{things} in a {qualities} {noun}.",
    "{qualities} {noun} built on {things}.",
    "The music is {qualified}, with {things}.",
    "The {noun} has {things} and sounds {qualified}.",
)


def write_caption(tags: Sequence[str], draw: random.Random) -> str:
    """Write a caption that states every tag.

    Args:
        tags: Tags of the synthetic set, with at least one thing among them.
        draw: Decides about the words.
    """
    shuffled = draw.sample(list(tags), len(tags))
    things, qualities = (
        [draw.choice(_WORDS.get(tag, (tag,))) for tag in shuffled if tag in kind] for kind in (THINGS, QUALITIES)
    )
    text = draw.choice(_QUALIFIED if qualities else _PLAIN).format(
        noun=draw.choice(_NOUNS), things=_listed(things), qualities=", ".join(qualities), qualified=_listed(qualities)
    )
    return text[0].upper() + text[1:]


def _listed(words: list[str]) -> str:
    return " and ".join([*([", ".join(words[:-1])] if words[1:] else []), *words[-1:]])
