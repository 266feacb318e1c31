from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedge_hf.generate.llm.replies import ReplyError, parse

GOOD = {
    "multi": {"text": "It seems that the lamp is lit.", "cue": "it seems that"},
    "verbal": {"text": "The lamp isn't lit.", "cue": "isn't"},
    "lexical": None,
    "single": {"text": "The lamp is perhaps lit.", "cue": "perhaps"},
}
TEXT = json.dumps(GOOD)


def test_variants_come_in_the_order_of_the_taxonomy_without_nulls() -> None:
    draft = parse(TEXT)

    assert [variant["type"] for variant in draft.negations] == ["verbal"]
    assert [variant["type"] for variant in draft.hedges] == ["single", "multi"]
    assert draft.negations[0] == {"text": "The lamp isn't lit.", "type": "verbal", "cue": "isn't"}


@pytest.mark.parametrize(
    "reply",
    [
        f"```json\n{TEXT}\n```",
        f"Here is the object:\n{TEXT}\nI hope this helps {{really}}.",
        TEXT + "}",
        TEXT.replace('"isn\'t"}', '"isn\'t",}')[:-1] + ",\n}",
        f'<think>Maybe {{"verbal": null}}?</think>{TEXT}',
        f'The words are {{"cue": 1}}. {TEXT}',
        json.dumps(GOOD | {"comment": "done"}),
    ],
    ids=["fence", "around", "brace", "commas", "reasoning", "other object", "other key"],
)
def test_harmless_faults_are_passed_over(reply: str) -> None:
    assert parse(reply) == parse(TEXT)


def test_a_cue_takes_the_case_of_the_text_and_a_missing_one_is_kept() -> None:
    assert parse(TEXT).hedges[1]["cue"] == "It seems that"
    assert parse('{"single": {"text": "It is lit.", "cue": "maybe"}}').hedges[0]["cue"] == "maybe"


def test_a_comma_inside_a_text_stays() -> None:
    assert parse('{"verbal": {"text": "Not [a, ] b.", "cue": "Not"}}').negations[0]["text"] == "Not [a, ] b."


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("", "no complete JSON object"),
        ("I cannot do that.", "no complete JSON object"),
        (TEXT[:60], "no complete JSON object"),
        ("[1, 2]", "no complete JSON object"),
        ('{"verbal": "The lamp isn\'t lit."}', '"verbal" is neither an object'),
        ('{"verbal": {"text": "The lamp isn\'t lit."}}', '"cue" of "verbal" is not a text'),
        ('{"verbal": {"text": " ", "cue": "not"}}', '"text" of "verbal" is not a text'),
        ('{"verbal": {"text": 3, "cue": "not"}}', '"text" of "verbal" is not a text'),
        ('{"verbal": null, "single": null}', "every type is null"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(reply: str, reason: str) -> None:
    with pytest.raises(ReplyError, match=reason):
        parse(reply)


@given(st.text() | st.from_regex(r"\{[\"a-z:, {}\[\]0-9]*\}"))
def test_any_text_is_parsed_or_refused(reply: str) -> None:
    try:
        parse(reply)
    except ReplyError as error:
        assert "\n" not in str(error)
