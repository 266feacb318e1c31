from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from hedge_hf.errors import HedgeError
from hedge_hf.generate.llm.cues import OFFERED, draw, read_weights, round_weights, weights_file
from hedge_hf.taxonomy.languages import LANGUAGES, language

ENGLISH = language("en")


@pytest.mark.parametrize("spoken", LANGUAGES, ids=lambda spoken: spoken.code)
def test_every_type_gets_as_many_different_cues_of_its_own_as_it_is_offered(spoken) -> None:
    drawn = draw("00ff", spoken, {}, seed=1)

    assert {name: len(set(cues)) for name, cues in drawn.items()} == OFFERED
    assert all(set(drawn[kind.name]) <= set(kind.cues) for kind in spoken.types)


def test_a_draw_depends_on_the_anchor_and_the_seed_only() -> None:
    assert draw("a", ENGLISH, {}, 0) == draw("a", ENGLISH, {}, 0)
    assert draw("a", ENGLISH, {}, 0) != draw("b", ENGLISH, {}, 0)
    assert draw("a", ENGLISH, {}, 0) != draw("a", ENGLISH, {}, 1)


def test_without_weights_all_cues_come_up() -> None:
    first = Counter(draw(str(number), ENGLISH, {}, 0)["absolute"][0] for number in range(3000))

    assert set(first) == set(ENGLISH.negations[1].cues)
    assert max(first.values()) < 4 * 3000 / len(ENGLISH.negations[1].cues)


def test_a_cue_is_drawn_as_often_as_it_weighs() -> None:
    weights = {"single": {"perhaps": 4.0, "maybe": 0.25}}
    first = Counter(draw(str(number), ENGLISH, weights, 0)["single"][0] for number in range(6000))

    assert first["perhaps"] > 5 * first["maybe"]


def test_the_weights_of_a_round_make_up_for_the_rounds_before() -> None:
    weights = round_weights({"single": {"perhaps": 500, "maybe": 1}}, ENGLISH)

    assert set(weights) == set(OFFERED)
    assert weights["single"]["perhaps"] < weights["single"]["maybe"]
    assert set(weights["multi"].values()) == {1.0}


def test_weights_are_read_from_the_folder_of_the_run(tmp_path: Path) -> None:
    file = weights_file(tmp_path, 2)
    assert file == tmp_path / "cues" / "02.json" and read_weights(file) == {}

    file.parent.mkdir()
    file.write_text('{"single": {"perhaps": 0.5}}')
    assert read_weights(file) == {"single": {"perhaps": 0.5}}

    file.write_text('{"single"')
    with pytest.raises(HedgeError, match=r"02\.json is damaged"):
        read_weights(file)
