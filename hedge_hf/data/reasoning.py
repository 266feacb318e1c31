"""The reasoning before an answer, from a row's own annotations: cue, type and scope of each sentence."""

from __future__ import annotations

from hedge_hf.data.instructions import Instruction, Sentence

_HEDGES = {"single": "a hedge of one word", "multi": "a hedge of several words"}


def reasoning(instruction: Instruction) -> str:
    """Return what leads to the answer, and the answer in the last line.

    Args:
        instruction: A question about two sentences.

    Returns:
        Four lines: what each sentence says about the statement, what follows, and "Answer: Yes" or "Answer: No".
    """
    sentences = (("first", instruction.first), ("second", instruction.second))
    return "\n".join(
        [
            *(f"The {place} sentence {_says(sentence, instruction.anchor)}" for place, sentence in sentences),
            f"{_conclusion(instruction)} The question is whether {instruction.asks}.",
            f"Answer: {instruction.word}",
        ]
    )


def _says(sentence: Sentence, anchor: str) -> str:
    if sentence.side == "anchor":
        return "has no cue: it states this plainly."
    scope = f'with "{anchor}" in its scope'
    if sentence.denies:
        return f'has the cue "{sentence.cue}", {_article(sentence.type)} negation {scope}: it denies this.'
    return f'has the cue "{sentence.cue}", {_HEDGES[sentence.type]} {scope}: it states this with less certainty.'


def _conclusion(instruction: Instruction) -> str:
    if instruction.aspect == "certainty":
        hedged, plain = ("second", "first") if instruction.second.side == "hedge" else ("first", "second")
        return f"So the {plain} is more certain and the {hedged} more cautious."
    denials = [sentence.denies for sentence in (instruction.first, instruction.second)]
    if denials[0] != denials[1]:
        return "One affirms it and the other denies it, so they clash."
    return f"Both {'deny' if denials[0] else 'affirm'} it, so they agree."


def _article(type_name: str) -> str:
    return f"{'an' if type_name[0] in 'aeiou' else 'a'} {type_name}"
