"""A causal language model of a few thousand weights with a chat template, for tests; it replies with noise."""

from pathlib import Path

import torch
from tokenizers import Regex, Tokenizer, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from hedge_hf.taxonomy.languages import english

_TEMPLATE = (
    "{% for message in messages %}<{{ message['role'] }}> {{ message['content'] }} <end> {% endfor %}"
    "{% if add_generation_prompt %}<assistant> {% endif %}"
)
_SPECIAL = ["<pad>", "<unk>", "<end>", "<system>", "<user>", "<assistant>"]
CONTEXT = 8192


def save_tiny_chat_model(folder: Path, template: str | None = _TEMPLATE) -> Path:
    """Save a Llama with one layer and one token per common word."""
    words = {word for kind in english.LANGUAGE.types for cue in kind.cues for word in cue.split()}
    vocabulary = {token: index for index, token in enumerate([*_SPECIAL, *'{}[]":,.', *sorted(words)])}
    raw = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    raw.pre_tokenizer = pre_tokenizers.Split(Regex(r"<\w+>|\w+|\S|\s+"), "removed", invert=True)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=raw, unk_token="<unk>", eos_token="<end>", pad_token="<pad>")
    tokenizer.chat_template = template
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(vocabulary), hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2,
        max_position_embeddings=CONTEXT, eos_token_id=2, pad_token_id=0, bos_token_id=None,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
