import pytest
import torch
from transformers import ClapFeatureExtractor, ClapModel, ClapProcessor

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.train.clap_model import check_processor, frames_of, load_clap, new_clap

CAPTIONS = ["A slow song with piano.", "It has no drums.", "Bright bells without reverb."]


@pytest.fixture(scope="module")
def small():
    torch.manual_seed(0)
    return new_clap("small", CAPTIONS)


def test_the_small_model_hears_three_seconds_and_reads_captions(small):
    model, processor = small
    extractor = processor.feature_extractor
    assert frames_of(extractor) == 256
    sound = torch.randn(3 * 16_000).numpy()
    inputs = processor(text=CAPTIONS, audio=sound, sampling_rate=16_000, padding=True, return_tensors="pt")
    found = model.eval()(**inputs)
    assert found.text_embeds.shape == (3, 128)
    assert found.audio_embeds.shape == (1, 128)
    assert torch.isfinite(found.logits_per_audio).all()


def test_the_tokenizer_forgets_nothing_but_case(small):
    tokenizer = small[1].tokenizer
    for text in (*CAPTIONS, "Étude № 5 — naïve 鋼琴"):
        assert tokenizer.decode(tokenizer(text).input_ids, skip_special_tokens=True).strip() == text.lower()
    assert tokenizer.convert_tokens_to_ids(["<s>", "<pad>", "</s>"]) == [0, 1, 2]
    assert len(tokenizer("word " * 500, truncation=True).input_ids) == 96


def test_it_is_the_same_after_saving(small, tmp_path):
    model, processor = small
    model.save_pretrained(tmp_path)
    processor.save_pretrained(tmp_path)
    again, processor_again = load_clap(str(tmp_path))
    before, after = (one.state_dict() for one in (model, again))
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert processor_again.tokenizer(CAPTIONS).input_ids == processor.tokenizer(CAPTIONS).input_ids
    assert processor_again.feature_extractor.to_dict() == processor.feature_extractor.to_dict()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"feature_size": 32}, "32 mel bands, and the model reads 64"),
        ({"hop_length": 100}, "481 frames, and the model reads at most 256"),
    ],
)
def test_a_processor_of_another_model_is_refused(small, options, message):
    model, processor = small
    settings = {
        "sampling_rate": 16_000,
        "frequency_max": 8_000,
        "max_length_s": 3,
        "hop_length": 188,
        "truncation": "rand_trunc",
    }
    other = ClapProcessor(ClapFeatureExtractor(**settings | options), processor.tokenizer)
    with pytest.raises(UsageError, match=message):
        check_processor(model, other, "a model")


def test_a_tokenizer_of_another_model_is_refused(small):
    model, processor = small
    other = new_clap("small", [*CAPTIONS, "theremin swells and ocarina choirs"])[1].tokenizer
    with pytest.raises(UsageError, match=r"\d+ tokens, and the model knows \d+"):
        check_processor(model, ClapProcessor(processor.feature_extractor, other), "a model")


def test_a_model_without_processor_is_one_line(small, tmp_path):
    small[0].save_pretrained(tmp_path)
    with pytest.raises(HedgeError, match="no CLAP model with its processor") as caught:
        load_clap(str(tmp_path))
    assert "\n" not in str(caught.value)


def test_a_folder_of_something_else_is_one_line(tiny_encoder, tmp_path):
    for name in (tiny_encoder, str(tmp_path / "none"), "none/such"):
        with pytest.raises(HedgeError, match="no CLAP model with its processor") as caught:
            load_clap(name)
        assert "\n" not in str(caught.value)


def test_the_base_model_is_that_of_laion():
    from transformers import ClapConfig

    config = ClapConfig()
    model, processor = new_clap("base", CAPTIONS)
    assert isinstance(model, ClapModel)
    assert model.config.audio_config.depths == config.audio_config.depths
    assert processor.feature_extractor.sampling_rate == 48_000
    check_processor(model, processor, "base")
