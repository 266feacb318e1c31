"""Baselines that understand nothing and should fail: what they reach, and what they may reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hedge_hf.evaluation.bootstrap import Sample, score
from hedge_hf.evaluation.results import Score
from hedge_hf.generate.audit.group_baselines import group_baselines
from hedge_hf.generate.audit.pair_baselines import contrast_baselines, exclusion_baselines
from hedge_hf.generate.audit.sources import Row

ABOVE_CHANCE = 10.0


@dataclass(frozen=True)
class Baseline:
    """A rule that scores well only where the data gives the answer away.

    Attributes:
        data: Config that it is applied to.
        rule: What it does, and what its score means.
        chance: Percent that it reaches on data without the artefact.
        fix: What helps where it reaches more.
    """

    data: str
    rule: str
    chance: float
    fix: str


BASELINES: dict[str, Baseline] = {
    "anchor_blind_polarity": Baseline(
        "groups",
        "of a hedge and a negation, the one that naive Bayes takes for a hedge by its words alone is the hedge",
        50.0,
        "train on contrast pairs too, where each text is right for one query and wrong for the other",
    ),
    "word_overlap": Baseline(
        "groups",
        "of a hedge and a negation, the one that shares more words with the anchor is the hedge",
        50.0,
        "ask for negations of fewer changed words, or for hedges of more",
    ),
    "anti_overlap": Baseline(
        "groups",
        "of a hedge and a negation, the one that shares fewer words with the anchor is the hedge",
        50.0,
        "ask for hedges of fewer changed words, or for negations of more",
    ),
    "longer": Baseline(
        "groups",
        "of a hedge and a negation, the longer one is the hedge",
        50.0,
        "ask for shorter hedges and longer negations",
    ),
    "shorter": Baseline(
        "groups",
        "of a hedge and a negation, the shorter one is the hedge",
        50.0,
        "ask for longer hedges and shorter negations",
    ),
    "cue_position": Baseline(
        "groups",
        "of a hedge and a negation, the one whose cue stands where cues of hedges do is the hedge",
        50.0,
        "ask for cues in other places: fewer hedges at the start and the end",
    ),
    "hedge_cue_in_anchor": Baseline(
        "groups", "the cue of a hedge stands in the anchor already", 0.0, "leave out anchors that hedge"
    ),
    "negation_cue_in_anchor": Baseline(
        "groups", "the cue of a negation stands in the anchor already", 0.0, "leave out anchors that negate"
    ),
    "edit_place": Baseline(
        "groups",
        "the first changed word lies in the most frequent fifth of the variant",
        20.0,
        "ask for changes early and late in the sentence; take anchors of more than one clause",
    ),
    "contrast_word_overlap": Baseline(
        "contrast",
        "the document with more words of the query answers it; both queries right",
        25.0,
        "write queries in other words than their documents",
    ),
    "contrast_anti_overlap": Baseline(
        "contrast",
        "the document with fewer words of the query answers it; both queries right",
        25.0,
        "write some queries in the words of their documents",
    ),
    "contrast_edit_place": Baseline(
        "contrast",
        "the edited sentence lies in the most frequent fifth of the document",
        20.0,
        "edit sentences early and late in the document",
    ),
    "exclusion_word_overlap": Baseline(
        "exclusion",
        "the document with more words of the query is asked for; right rank",
        50.0,
        "name the excluded thing in other words",
    ),
    "exclusion_anti_overlap": Baseline(
        "exclusion",
        "the document with fewer words of the query is asked for; right rank",
        50.0,
        "train on the counter-query too, which wants what the query excludes",
    ),
    "exclusion_pairs_word_overlap": Baseline(
        "exclusion",
        "the document with more words of the query is asked for; query and counter-query right",
        25.0,
        "keep the words of query and counter-query the same",
    ),
    "exclusion_pairs_anti_overlap": Baseline(
        "exclusion",
        "the document with fewer words of the query is asked for; query and counter-query right",
        25.0,
        "keep the words of query and counter-query the same",
    ),
}


@dataclass(frozen=True)
class Gate:
    """What a baseline reached.

    Attributes:
        name: One of `BASELINES`.
        chance: Percent that it reaches on data without the artefact.
        limit: Percent from which on it is too good.
        score: Its score with a 95% interval; None if it was not measured.
        not_measured: Why not; None if it was.
    """

    name: str
    chance: float
    limit: float
    score: Score | None = None
    not_measured: str | None = None

    @property
    def above(self) -> bool:
        """Whether the whole interval lies above the limit."""
        return self.score is not None and self.score.low is not None and self.score.low > self.limit

    @property
    def label(self) -> str:
        """The name as a reader expects it."""
        words = self.name.replace("_", " ")
        return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Rise:
    """A gate whose interval lies above that of an earlier audit.

    Attributes:
        label: The gate's name as a reader expects it.
        before: The earlier score.
        now: The score.
    """

    label: str
    before: Score
    now: Score


def measure_gates(groups: Sequence[Row], contrast: Sequence[Row], exclusion: Sequence[Row]) -> list[Gate]:
    """Apply the baselines to groups, and to contrast pairs and exclusion queries if there are any.

    The limit of each gate is 10 points above chance.
    """
    samples: dict[str, Sample | str] = dict(group_baselines(groups))
    for baselines, rows in ((contrast_baselines, contrast), (exclusion_baselines, exclusion)):
        if rows:
            samples |= baselines(rows)
    return [_gate(name, samples) for name in BASELINES if name in samples]


def risen(gates: Iterable[Gate], earlier: Iterable[Gate]) -> list[Rise]:
    """Return the gates whose interval lies above that of an earlier audit; only those that both measured can."""
    before = {gate.name: gate.score for gate in earlier if gate.score}
    pairs = [(gate.label, before[gate.name], gate.score) for gate in gates if gate.score and gate.name in before]
    return [Rise(label, old, new) for label, old, new in pairs if _lies_above(new, old)]


def _lies_above(score: Score, other: Score) -> bool:
    return score.low is not None and other.high is not None and score.low > other.high


def _gate(name: str, samples: Mapping[str, Sample | str]) -> Gate:
    chance, sample = BASELINES[name].chance, samples[name]
    limit = chance + ABOVE_CHANCE
    if isinstance(sample, str):
        return Gate(name, chance, limit, not_measured=sample)
    if len(sample) < 2:
        return Gate(name, chance, limit, not_measured="needs two rows or more")
    return Gate(name, chance, limit, score(name, sample))
