"""Views: pure functions from a table of groups to the columns a loss wants. All work on whole Arrow tables."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from hedge_hf.data.instructions import ANSWER_ONLY, REASON_FIRST, Instruction, instructions
from hedge_hf.data.reasoning import reasoning
from hedge_hf.data.variants import Variants, neighbours, product, variants
from hedge_hf.taxonomy import HEDGE_TYPE_NAMES, NEGATION_TYPE_NAMES


def triplets(
    groups: pa.Table,
    hedge_types: tuple[str, ...] = HEDGE_TYPE_NAMES,
    negation_types: tuple[str, ...] = NEGATION_TYPE_NAMES,
    role_reversal: bool = False,
) -> pa.Table:
    """Every hedge with every negation of its anchor: 8 rows per anchor (arXiv 2507.12782, section 3).

    Without hedge types the anchor is its own positive (as in SimCSE, where dropout tells them apart);
    without negation types there is no negative. With `role_reversal`, 12 more rows per anchor follow: a
    negation as anchor, the next negation as positive, the anchor and its hedges as negatives.

    Returns:
        Columns anchor, positive, [negative], [hedge_type], [negation_type], in the order of the groups.
    """
    anchor = groups["anchor"].combine_chunks()
    hedges = variants(groups, "hedges", hedge_types)
    negations = variants(groups, "negations", negation_types)
    if not hedge_types:
        columns = {
            "anchor": anchor.take(pa.array(negations.owner)),
            "positive": anchor.take(pa.array(negations.owner)),
            "negative": negations.text,
            "negation_type": negations.type,
        }
        owner = negations.owner
    elif not negation_types:
        columns = {
            "anchor": anchor.take(pa.array(hedges.owner)),
            "positive": hedges.text,
            "hedge_type": hedges.type,
        }
        owner = hedges.owner
    else:
        owner, hedge, negation = product(hedges, negations)
        columns = {
            "anchor": anchor.take(pa.array(owner)),
            "positive": hedges.text.take(hedge),
            "negative": negations.text.take(negation),
            "hedge_type": hedges.type.take(hedge),
            "negation_type": negations.type.take(negation),
        }
    table = pa.table(columns)
    if not role_reversal:
        return table
    reversed_owner, reversed_rows = _reversed_triplets(anchor, hedges, negations)
    return _interleave([(owner, table), (reversed_owner, reversed_rows.select(table.column_names))])


def n_tuples(
    groups: pa.Table,
    hedge_types: tuple[str, ...] = HEDGE_TYPE_NAMES,
    negation_types: tuple[str, ...] = NEGATION_TYPE_NAMES,
) -> pa.Table:
    """Each hedge with one negation per type: 2 rows per anchor.

    Anchors that lack a negation of a selected type are left out.

    Returns:
        Columns anchor, positive, negative_1 .. negative_n, one per negation type in the taxonomy's order.
    """
    hedges = variants(groups, "hedges", hedge_types)
    complete, negatives = _one_per_type(groups, "negations", negation_types, "negative")
    rows = np.flatnonzero(complete[hedges.owner])
    owner = pa.array(hedges.owner[rows])
    columns = {"anchor": groups["anchor"].combine_chunks().take(owner), "positive": hedges.text.take(rows)}
    return pa.table(columns | {name: text.take(owner) for name, text in negatives.items()})


def groups_flat(
    groups: pa.Table,
    hedge_types: tuple[str, ...] = HEDGE_TYPE_NAMES,
    negation_types: tuple[str, ...] = NEGATION_TYPE_NAMES,
) -> pa.Table:
    """An anchor with one hedge and one negation per type: 1 row per anchor.

    Anchors that lack a selected type are left out.

    Returns:
        Columns anchor, positive_1 .. positive_m, negative_1 .. negative_n, in the taxonomy's order.
    """
    has_hedges, positives = _one_per_type(groups, "hedges", hedge_types, "positive")
    has_negations, negatives = _one_per_type(groups, "negations", negation_types, "negative")
    columns = {"anchor": groups["anchor"].combine_chunks()} | positives | negatives
    return pa.table(columns).filter(pa.array(has_hedges & has_negations))


def pairs(
    groups: pa.Table,
    hedge_types: tuple[str, ...] = HEDGE_TYPE_NAMES,
    negation_types: tuple[str, ...] = NEGATION_TYPE_NAMES,
    role_reversal: bool = False,
) -> pa.Table:
    """Each anchor with each variant: 6 rows per anchor, score 1 for a hedge and 0 for a negation.

    With `role_reversal`, 4 more rows per anchor follow: a negation with the next negation, score 1.

    Returns:
        Columns sentence1, sentence2, score (float32), in the order of the groups.
    """
    anchor = groups["anchor"].combine_chunks()
    hedges = variants(groups, "hedges", hedge_types)
    negations = variants(groups, "negations", negation_types)
    parts = [
        (chosen.owner, _scored(anchor.take(pa.array(chosen.owner)), chosen.text, score))
        for chosen, score in ((hedges, 1.0), (negations, 0.0))
    ]
    if role_reversal:
        first, following = neighbours(negations)
        parts.append(
            (negations.owner[first], _scored(negations.text.take(first), negations.text.take(following), 1.0))
        )
    return _interleave(parts)


def sft(
    groups: pa.Table,
    hedge_types: tuple[str, ...] = HEDGE_TYPE_NAMES,
    negation_types: tuple[str, ...] = NEGATION_TYPE_NAMES,
) -> pa.Table:
    """Yes/No questions about two sentences of a group: 6 rows per anchor, three with each answer.

    Returns:
        Columns prompt and completion, each a list of one message with role and content, as TRL's SFTTrainer takes
        them. The rows of an anchor stand together, each question beside its twin of the same words.
    """
    return _conversations(groups, hedge_types, negation_types, lambda row: (row.prompt(ANSWER_ONLY), row.word))


def sft_reasoning(
    groups: pa.Table,
    hedge_types: tuple[str, ...] = HEDGE_TYPE_NAMES,
    negation_types: tuple[str, ...] = NEGATION_TYPE_NAMES,
) -> pa.Table:
    """The questions of `sft`, where the completion first names cues, types and scopes: 6 rows per anchor.

    Returns:
        Columns as in `sft`; the last line of a completion is "Answer: Yes" or "Answer: No".
    """
    return _conversations(groups, hedge_types, negation_types, lambda row: (row.prompt(REASON_FIRST), reasoning(row)))


View = Callable[..., pa.Table]
VIEWS: dict[str, View] = {
    "triplets": triplets,
    "n-tuples": n_tuples,
    "groups-flat": groups_flat,
    "pairs": pairs,
    "sft": sft,
    "sft-reasoning": sft_reasoning,
}
_MESSAGES = pa.list_(pa.struct({"role": pa.string(), "content": pa.string()}))
_CONVERSATION = pa.schema({"prompt": _MESSAGES, "completion": _MESSAGES})


def _conversations(
    groups: pa.Table,
    hedge_types: tuple[str, ...],
    negation_types: tuple[str, ...],
    words: Callable[[Instruction], tuple[str, str]],
) -> pa.Table:
    types = {"hedges": hedge_types, "negations": negation_types}
    rows = []
    for group in groups.select(["anchor", *types]).to_pylist():
        kept = {column: [one for one in group[column] if one["type"] in names] for column, names in types.items()}
        for instruction in instructions(group | kept):
            asked, replied = words(instruction)
            rows.append(
                {
                    "prompt": [{"role": "user", "content": asked}],
                    "completion": [{"role": "assistant", "content": replied}],
                }
            )
    return pa.Table.from_pylist(rows, schema=_CONVERSATION)


def _scored(first: pa.Array, second: pa.Array, score: float) -> pa.Table:
    scores = pa.array(np.full(len(first), score, dtype=np.float32))
    return pa.table({"sentence1": first, "sentence2": second, "score": scores})


def _reversed_triplets(anchor: pa.Array, hedges: Variants, negations: Variants) -> tuple[np.ndarray, pa.Table]:
    first, following = neighbours(negations)
    owner = negations.owner[first]
    reversed_anchors = Variants(
        owner=owner,
        text=negations.text.take(first),
        type=negations.type.take(first),
        counts=np.bincount(owner, minlength=len(anchor)),
    )
    positive = negations.text.take(following)
    against_anchor = pa.table(
        {
            "anchor": reversed_anchors.text,
            "positive": positive,
            "negative": anchor.take(pa.array(owner)),
            "hedge_type": pa.nulls(len(owner), pa.string()),
            "negation_type": reversed_anchors.type,
        }
    )
    hedge_owner, row, hedge = product(reversed_anchors, hedges)
    against_hedges = pa.table(
        {
            "anchor": reversed_anchors.text.take(row),
            "positive": positive.take(row),
            "negative": hedges.text.take(hedge),
            "hedge_type": hedges.type.take(hedge),
            "negation_type": reversed_anchors.type.take(row),
        }
    )
    parts = [(owner, against_anchor), (hedge_owner, against_hedges)]
    return np.sort(np.concatenate([owner, hedge_owner])), _interleave(parts)


def _one_per_type(
    groups: pa.Table, column: str, types: tuple[str, ...], prefix: str
) -> tuple[np.ndarray, dict[str, pa.Array]]:
    """Spread the first variant of each type over columns; the mask tells which groups have them all."""
    chosen = variants(groups, column, types)
    complete = np.ones(len(groups), dtype=bool)
    columns = {}
    for number, type_name in enumerate(types, 1):
        first = chosen.first_of(type_name)
        complete &= first >= 0
        columns[f"{prefix}_{number}"] = chosen.text.take(pa.array(first, mask=first < 0))
    return complete, columns


def _interleave(parts: list[tuple[np.ndarray, pa.Table]]) -> pa.Table:
    """Concatenate tables and bring the rows of each group together, keeping the order of the parts."""
    order = np.argsort(np.concatenate([owner for owner, _ in parts]), kind="stable")
    return pa.concat_tables([table for _, table in parts]).take(pa.array(order))
