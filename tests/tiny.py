"""Real transformers of a few thousand weights, for tests that load, train or encode."""

from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification, BertModel, PreTrainedTokenizerFast

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,?!'-"
_SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
_VOCABULARY = {token: index for index, token in enumerate([*_SPECIAL, *_LETTERS])}


def save_tiny_transformer(folder: Path) -> Path:
    """Save a BERT with one layer and one token per character, without pooling."""
    return _save(BertModel, folder)


def save_tiny_encoder(folder: Path) -> Path:
    """Save that BERT as a sentence encoder."""
    transformer = Transformer(str(save_tiny_transformer(folder / "raw")), max_seq_length=64)
    encoder = SentenceTransformer(modules=[transformer, Pooling(16)], device="cpu")
    encoder.save(str(folder / "encoder"), create_model_card=False)
    return folder / "encoder"


def save_tiny_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """Save a BERT that gives a pair of texts so many numbers."""
    return _save(BertForSequenceClassification, folder, num_labels=labels)


def load_tiny_encoder(folder: Path) -> SentenceTransformer:
    return SentenceTransformer(str(folder), device="cpu")


def _save(kind: type, folder: Path, **options: int) -> Path:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(_VOCABULARY), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=64, **options,
    )  # fmt: skip
    kind(config).save_pretrained(folder)
    _tokenizer().save_pretrained(folder)
    return folder


def _tokenizer() -> PreTrainedTokenizerFast:
    tokenizer = Tokenizer(models.WordPiece(_VOCABULARY, unk_token="[UNK]", continuing_subword_prefix=""))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]", mask_token="[MASK]",
        model_max_length=64,
    )  # fmt: skip
