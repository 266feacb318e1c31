from datasets import load_dataset
from rows import make_group

from hedge_hf.data.instructions import Instruction, Sentence, instructions
from hedge_hf.data.reasoning import reasoning

ANCHOR = Sentence("The town is inhabited.", "anchor")
DENIAL = Sentence("The town is uninhabited.", "negation", "affixal", "uninhabited")
HEDGED = Sentence("The town is possibly inhabited.", "hedge", "single", "possibly")


def explained(first, second, aspect, asks, answer):
    return reasoning(Instruction(ANCHOR.text, first, second, aspect, "?", asks, answer, "")).splitlines()


def test_cue_type_and_scope_are_named_before_the_answer():
    assert explained(DENIAL, ANCHOR, "agreement", "they clash", True) == [
        'The first sentence has the cue "uninhabited", an affixal negation with "The town is inhabited." in its '
        "scope: it denies this.",
        "The second sentence has no cue: it states this plainly.",
        "One affirms it and the other denies it, so they clash. The question is whether they clash.",
        "Answer: Yes",
    ]


def test_two_denials_agree():
    assert "Both deny it, so they agree." in explained(DENIAL, DENIAL, "agreement", "they agree", True)[2]


def test_a_hedge_affirms_with_less_certainty():
    lines = explained(ANCHOR, HEDGED, "certainty", "the first is more cautious than the second", False)
    assert lines[1].endswith("it states this with less certainty.")
    assert lines[2].startswith("So the first is more certain and the second more cautious.")
    assert lines[3] == "Answer: No"


def test_the_conclusion_leads_to_the_answer():
    for group in [*load_dataset("hedgetriple", "groups", split="train[:200]").to_list(), make_group(1)]:
        for row in instructions(group):
            agree = "so they agree" in reasoning(row)
            if row.aspect == "agreement":
                assert row.answer is (agree is (row.asks == "they agree"))
            assert reasoning(row).endswith(f"Answer: {row.word}")


def test_the_views_are_conversations_with_the_same_questions():
    plain, reasoned = (load_dataset("hedgetriple", view, split="test") for view in ("sft", "sft-reasoning"))
    assert len(plain) == len(reasoned) == 6 * 119
    assert plain.column_names == ["prompt", "completion"]
    for one, other in zip(plain, reasoned, strict=True):
        assert [message["role"] for message in one["prompt"] + one["completion"]] == ["user", "assistant"]
        assert other["completion"][0]["content"].splitlines()[-1] == f"Answer: {one['completion'][0]['content']}"


def test_types_can_be_left_out():
    rows = load_dataset(
        "hedgetriple", "sft-reasoning", split="test", negation_types=["verbal"], hedge_types=["single"]
    )
    texts = " ".join(row["completion"][0]["content"] for row in rows)
    assert "verbal negation" in texts and "affixal negation" not in texts and "several words" not in texts
