"""Hand-made groups for the tests."""

import pyarrow as pa

from hedge_hf.data.schema import GROUPS
from hedge_hf.taxonomy import HEDGE_TYPE_NAMES, NEGATION_TYPE_NAMES


def make_group(number: int) -> dict:
    anchor = f"Lamp number {number} is safe."
    return {
        "id": f"id-{number}",
        "anchor": anchor,
        "source": "first" if number % 2 else "second",
        "domain": "everyday",
        "language": "en",
        "generator": "hand",
        "hedges": [
            {"text": f"{kind} hedge of lamp {number}", "type": kind, "cue": "hedge"} for kind in HEDGE_TYPE_NAMES
        ],
        "negations": [
            {"text": f"{kind} negation of lamp {number}", "type": kind, "cue": "negation"}
            for kind in NEGATION_TYPE_NAMES
        ],
    }


def make_groups(count: int) -> pa.Table:
    return pa.Table.from_pylist([make_group(number) for number in range(count)], schema=GROUPS.arrow_schema)
