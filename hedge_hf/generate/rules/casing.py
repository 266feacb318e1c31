"""Which words lose their capital inside a sentence."""

from __future__ import annotations

from functools import cache

from lemminflect import getAllLemmas
from textblob.en import lexicon

from hedge_hf.generate.rules.lexicon import read_words

FUNCTION_WORDS = read_words(
    """
    a an the this that these those some many all both each every few several most any no another two three four
    five six seven eight nine ten he she it we they you his her its our their my your there what who when where
    why how which in on at for from with by of to as after before during while if although though because since
    under over and but or so yet not one people former
    """
)
_NAMES = read_words(
    """
    amazon amber american apple april art august baker bill bob brown bush carol carter catholic chase china
    christian clay cliff congress crystal daisy dale dawn dean dick dole don drew earth east english eve faith
    fisher ford frank french gene german gore grace grant harry heather hope hunter internet iris ivy jack
    jasmine jean josh joy june kerry kitty lance lily march mark mars may mercury miles mo nick norman north olive
    parliament pat penny pierce polish ray reed rice rob robin rose ruby rusty sandy south sue trump turkey
    rovers wanderers victor violet wade ward warren wells west will woods
    """
)


@cache
def is_common(lower: str) -> bool:
    """Tell whether a lower-case word is no name, so that it has a capital only at the beginning."""
    if lower in FUNCTION_WORDS:
        return True
    tag = lexicon.get(lower) or (next(iter(getAllLemmas(lower)), None) if lower.isalpha() else None)
    return tag is not None and tag != "PROPN" and not tag.startswith("NNP") and lower not in _NAMES
