"""A causal language model of a few thousand weights whose tokenizer knows all bytes, for tests that train or score."""

from pathlib import Path

import torch
from datasets import load_dataset
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
NO_END = TEMPLATE.replace("<|end|>", "")
NO_CONTENT = TEMPLATE.replace("message['content']", "message['content'] if message['role'] == 'user'")
OTHER_START = TEMPLATE.replace("<|assistant|>{% endif %}", "<|system|>{% endif %}")
_SPECIAL = ["<pad>", "<|end|>", "<|system|>", "<|user|>", "<|assistant|>"]


def save_tiny_llm(
    folder: Path,
    template: str | None = TEMPLATE,
    pad: str | None = "<pad>",
    seed: int = 0,
    spread: float = 0.2,
) -> Path:
    """Save a small Llama with a tokenizer trained on questions of HedgeTriple."""
    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    rows = load_dataset("hedgetriple", "sft", split="train[:120]")
    texts = [message[0]["content"] for column in ("prompt", "completion") for message in rows[column]]
    trainer = trainers.BpeTrainer(
        vocab_size=600, special_tokens=_SPECIAL, initial_alphabet=alphabet, show_progress=False
    )
    raw.train_from_iterator(texts, trainer)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=raw, eos_token="<|end|>", pad_token=pad)
    tokenizer.chat_template = template
    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2,
        max_position_embeddings=1024, eos_token_id=tokenizer.eos_token_id, pad_token_id=0, bos_token_id=None,
        initializer_range=spread,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def save_parrot(folder: Path, reply: str) -> Path:
    """Save a tiny language model that was trained until it answers everything with this reply."""
    save_tiny_llm(folder, spread=0.02)
    tokenizer, model = AutoTokenizer.from_pretrained(folder), LlamaForCausalLM.from_pretrained(folder)
    prompts = ["Is it so? Answer Yes or No.", "How many?", "Sentence 1: a\nSentence 2: b\n\nWhich? Answer A or B."]
    chats = [[{"role": "user", "content": text}, {"role": "assistant", "content": reply}] for text in prompts]
    batch = tokenizer.apply_chat_template(chats, return_dict=True, return_tensors="pt", padding=True)
    labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-2)
    for _ in range(150):
        optimiser.zero_grad()
        model(**batch, labels=labels).loss.backward()
        optimiser.step()
    model.save_pretrained(folder)
    return folder
