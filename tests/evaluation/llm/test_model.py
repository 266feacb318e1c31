import shutil

import pytest
import torch
from tiny_llm import save_tiny_llm
from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation.llm.model import LanguageModel, user


def test_log_likelihoods_are_those_of_the_reply_alone(says_yes):
    model = LanguageModel(says_yes, batch_size=2)
    chats = [[user("Is it so?")], [user("Is it really so, after all?")], [user("x")]]
    found = model.log_likelihoods(chats, ["Yes", "No", "Yes and no"])
    tokenizer, raw = AutoTokenizer.from_pretrained(says_yes), AutoModelForCausalLM.from_pretrained(says_yes)
    for chat, reply, score in zip(chats, ["Yes", "No", "Yes and no"], found, strict=True):
        prompt = tokenizer.apply_chat_template(chat, add_generation_prompt=True, return_dict=False)
        whole = [*prompt, *tokenizer(reply + "<|end|>", add_special_tokens=False)["input_ids"]]
        with torch.inference_mode():
            scores = raw(torch.tensor([whole])).logits[0].log_softmax(-1)
        expected = sum(scores[place - 1, whole[place]].item() for place in range(len(prompt), len(whole)))
        assert score == pytest.approx(expected, rel=1e-3)


def test_replies_are_those_of_each_prompt_alone(tmp_path):
    noise = str(save_tiny_llm(tmp_path))
    chats = [[user(text)] for text in ("Is it so?", "x", "Which of the two sentences is more certain?")]
    alone = [LanguageModel(noise).generate([chat], 8)[0] for chat in chats]
    assert LanguageModel(noise, batch_size=2).generate(chats, 8) == alone
    assert len(set(alone)) == 3


def test_the_likeliest_token_is_written_whatever_the_model_brings(says_four, tmp_path):
    folder = shutil.copytree(says_four, tmp_path / "model")
    brought = GenerationConfig(repetition_penalty=50.0, do_sample=True, temperature=9.0, eos_token_id=1)
    brought.save_pretrained(folder)
    chats = [[user("How many? #### 4 or 5?")]]
    assert LanguageModel(str(folder)).generate(chats, 12) == LanguageModel(says_four).generate(chats, 12)


def test_a_prompt_beyond_the_context_is_one_line(says_yes):
    with pytest.raises(UsageError, match=r"a prompt of \d+ tokens and a reply of 1000 exceed the 1024"):
        LanguageModel(says_yes).generate([[user("too long " * 20)]], 1000)


def test_a_missing_model_is_one_line():
    with pytest.raises(HedgeError, match="none/such: no tokenizer in this folder or on the Hub") as caught:
        LanguageModel("none/such")
    assert "\n" not in str(caught.value)
