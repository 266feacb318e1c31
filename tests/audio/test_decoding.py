import io

import numpy as np
import pytest
import soundfile

from hedge_hf.audio.decoding import BadAudio, decode


def encoded(samples, rate=16_000, kind="WAV", subtype="FLOAT"):
    stream = io.BytesIO()
    soundfile.write(stream, samples, rate, format=kind, subtype=subtype)
    return {"bytes": stream.getvalue(), "path": None}


def tone(seconds, rate, frequency=440.0):
    return 0.5 * np.sin(2 * np.pi * frequency * np.arange(int(seconds * rate)) / rate)


def test_a_clip_is_read_as_it_is():
    assert decode(encoded(tone(1, 16_000)), 16_000, 3) == pytest.approx(tone(1, 16_000), abs=1e-6)


def test_another_rate_is_resampled():
    for rate in (8_000, 44_100, 48_000):
        wave = decode(encoded(tone(1, rate), rate), 16_000, 3)
        assert len(wave) == pytest.approx(16_000, abs=2)
        assert np.abs(np.fft.rfft(wave)).argmax() == pytest.approx(440, abs=2)


def test_channels_are_averaged():
    both = np.stack([tone(0.1, 16_000), np.zeros(1_600)], axis=1)
    assert decode(encoded(both), 16_000, 3) == pytest.approx(tone(0.1, 16_000) / 2, abs=1e-6)


def test_of_a_long_clip_the_middle_is_taken():
    samples = np.concatenate([np.full(16_000, 0.1), np.full(16_000, 0.5), np.full(16_000, 0.1)])
    assert decode(encoded(samples), 16_000, 1) == pytest.approx(np.full(16_000, 0.5), abs=1e-6)


def test_a_file_is_read_by_its_path(tmp_path):
    soundfile.write(tmp_path / "a.flac", tone(0.5, 16_000), 16_000)
    assert len(decode({"bytes": None, "path": str(tmp_path / "a.flac")}, 16_000, 3)) == 8_000


@pytest.mark.parametrize(
    ("audio", "reason"),
    [
        (None, "no audio"),
        ({"bytes": None, "path": None}, "no audio"),
        ({"bytes": b"", "path": None}, "unreadable audio"),
        ({"bytes": b"RIFF no more", "path": None}, "unreadable audio"),
        ({"bytes": None, "path": "none/such.wav"}, "unreadable audio"),
        (encoded(np.zeros(0)), "empty audio"),
        (encoded(np.zeros(16_000)), "silent audio"),
        (encoded(np.full(16_000, np.nan)), "audio that is not finite"),
    ],
)
def test_bad_audio_has_a_reason(audio, reason):
    with pytest.raises(BadAudio, match=reason):
        decode(audio, 16_000, 3)
