"""CLAP models: from scratch with a tokenizer of their own, or loaded and checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from safetensors import SafetensorError
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import ClapConfig, ClapFeatureExtractor, ClapModel, ClapProcessor, PreTrainedTokenizerFast

from hedge_hf.errors import HedgeError, UsageError, one_line

ARCHITECTURES = ("small", "base")
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
_VOCABULARY = {"small": 2_000, "base": 30_000}
_TEXT_LENGTH = {"small": 96, "base": 512}


def new_clap(architecture: str, captions: Iterable[str]) -> tuple[ClapModel, ClapProcessor]:
    """Make a model with random weights.

    Args:
        architecture: "small" reads three seconds at 16 kHz and trains in minutes on two cores; "base" is that of
            laion/clap-htsat-unfused, ten seconds at 48 kHz.
        captions: Texts to make the tokenizer from.

    Returns:
        The model and its processor.
    """
    tokenizer = _new_tokenizer(captions, _VOCABULARY[architecture], _TEXT_LENGTH[architecture])
    if architecture == "base":
        config = ClapConfig(text_config={"vocab_size": len(tokenizer)}, audio_config={"enable_fusion": False})
        extractor = ClapFeatureExtractor(truncation="rand_trunc")
    else:
        config = _small(len(tokenizer))
        extractor = ClapFeatureExtractor(
            sampling_rate=16_000, max_length_s=3, hop_length=188, frequency_max=8_000, truncation="rand_trunc"
        )
    return ClapModel(config), ClapProcessor(extractor, tokenizer)


def load_clap(name: str) -> tuple[ClapModel, ClapProcessor]:
    """Load a model and its processor.

    Args:
        name: A folder or a Hub id. Code of the repository is never run.

    Raises:
        HedgeError: If there is no CLAP model.
        UsageError: If the processor is not that of the model.
    """
    try:
        processor = ClapProcessor.from_pretrained(name)
        model = ClapModel.from_pretrained(name)
    except (OSError, ValueError, TypeError, RuntimeError, SafetensorError) as error:
        raise HedgeError(f"{name}: no CLAP model with its processor ({one_line(error)})") from error
    check_processor(model, processor, name)
    return model, processor


def check_processor(model: ClapModel, processor: ClapProcessor, name: str) -> None:
    """Raise UsageError if the processor makes inputs that the model does not take."""
    extractor: Any = processor.feature_extractor
    audio: Any = model.config.audio_config
    text: Any = model.config.text_config
    frames, most = frames_of(extractor), audio.spec_size * (audio.spec_size // audio.num_mel_bins)
    problem = None
    if extractor.feature_size != audio.num_mel_bins:
        problem = f"{extractor.feature_size} mel bands, and the model reads {audio.num_mel_bins}"
    elif frames > most:
        problem = f"{frames} frames, and the model reads at most {most}"
    elif len(processor.tokenizer) > text.vocab_size:
        problem = f"{len(processor.tokenizer)} tokens, and the model knows {text.vocab_size}"
    if problem:
        raise UsageError(f"{name}: the processor gives {problem}; give the processor that was saved with the model")


def has_fusion(model: ClapModel) -> bool:
    """Tell whether the audio encoder fuses several views of long clips."""
    audio: Any = model.config.audio_config
    return bool(audio.enable_fusion)


def frames_of(extractor: ClapFeatureExtractor) -> int:
    """Return how many frames a spectrogram has."""
    return int(extractor.nb_max_samples) // extractor.hop_length + 1


def _small(vocabulary: int) -> ClapConfig:
    text: dict[str, Any] = {
        "vocab_size": vocabulary, "hidden_size": 96, "num_hidden_layers": 2, "num_attention_heads": 4,
        "intermediate_size": 192, "max_position_embeddings": _TEXT_LENGTH["small"] + 2,
        "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0,
    }  # fmt: skip
    audio: dict[str, Any] = {
        "num_mel_bins": 64, "spec_size": 128, "patch_size": 8, "patch_stride": [8, 8], "window_size": 4,
        "depths": [1, 1, 1], "num_attention_heads": [2, 2, 4], "patch_embeds_hidden_size": 32, "hidden_size": 128,
        "enable_fusion": False, "drop_path_rate": 0.0,
    }  # fmt: skip
    return ClapConfig(text_config=text, audio_config=audio, projection_dim=128)


def _new_tokenizer(captions: Iterable[str], size: int, length: int) -> PreTrainedTokenizerFast:
    """Learn byte pairs from captions; it has the special tokens of RoBERTa, in their order."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=list(_SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(captions, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    # the class of RoBERTa would forget the normaliser when it is loaded again
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=length,
        bos_token="<s>", pad_token="<pad>", eos_token="</s>", unk_token="<unk>", mask_token="<mask>",
        cls_token="<s>", sep_token="</s>",
    )  # fmt: skip
