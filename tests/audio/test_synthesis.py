from dataclasses import replace

import numpy as np
import pytest

from hedge_hf.audio.synthesis import QUALITIES, SECONDS, THINGS, Piece, draw_piece, render
from hedge_hf.audio.timbres import RATE, TIMBRES, note

PLAIN = Piece(("piano",), drums=False, tempo="", register="", mood="", reverb=False)


def played(piece, seed=0):
    return render(piece, np.random.default_rng(seed)).astype(np.float64)


def centroid(wave):
    spectrum = np.abs(np.fft.rfft(wave)) ** 2
    return (spectrum * np.fft.rfftfreq(len(wave), 1 / RATE)).sum() / spectrum.sum()


@pytest.mark.parametrize("instrument", TIMBRES)
@pytest.mark.parametrize("frequency", [70.0, 1_400.0])
def test_every_instrument_sounds_and_fades_out(instrument, frequency):
    wave = note(instrument, frequency, RATE // 4, np.random.default_rng(0))
    assert wave.shape == (RATE // 4,)
    assert np.isfinite(wave).all()
    assert np.abs(wave).max() == pytest.approx(1)
    assert wave[-1] == 0


def test_a_piece_is_as_long_as_it_should_be_and_does_not_clip():
    for seed in range(20):
        piece = draw_piece(np.random.default_rng(seed))
        wave = render(piece, np.random.default_rng(seed))
        assert wave.shape == (int(SECONDS * RATE),)
        assert wave.dtype == np.float32
        assert 0.4 < np.abs(wave).max() < 1
        assert set(piece.tags) <= {*THINGS, *QUALITIES}
        assert 1 <= len(piece.instruments) <= 3


def test_the_same_seed_gives_the_same_piece():
    assert np.array_equal(played(PLAIN, 3), played(PLAIN, 3))
    assert not np.array_equal(played(PLAIN, 3), played(PLAIN, 4))


def test_tags_are_heard():
    assert centroid(played(replace(PLAIN, mood="dark"))) < centroid(played(replace(PLAIN, mood="bright")))
    assert centroid(played(replace(PLAIN, register="low-pitched"))) < centroid(
        played(replace(PLAIN, register="high-pitched"))
    )
    marimba = replace(PLAIN, instruments=("marimba",))
    quiet = np.quantile(np.abs(played(marimba)), 0.3)
    assert quiet < np.quantile(np.abs(played(replace(marimba, reverb=True))), 0.3)
    hiss = [
        np.abs(np.fft.rfft(played(replace(PLAIN, drums=drums))))[-3 * RATE // 4 :].sum() for drums in (False, True)
    ]
    assert hiss[0] < hiss[1]


def test_tags_name_what_the_piece_is_made_of():
    piece = Piece(("flute", "organ"), drums=True, tempo="slow", register="", mood="dark", reverb=True)
    assert piece.tags == ["flute", "organ", "drums", "reverb", "slow", "dark"]
