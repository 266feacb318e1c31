from __future__ import annotations

from hedge_hf.generate.audit.rejects import EXAMPLES, count_rejects
from hedge_hf.generate.types import Reject


def reject(number: int, reason: str, kind: str = "verbal") -> dict[str, str]:
    return Reject(f"id-{number}", f"Anchor {number}.", "news", kind, "text" if kind else "", "", reason, "")._asdict()


def test_rejects_are_counted_by_reason_and_type() -> None:
    found = count_rejects([reject(1, "far"), reject(2, "near"), reject(3, "far", "single"), reject(4, "far", "")])

    assert list(found) == ["far", "near"]
    assert (found["far"].count, found["far"].types) == (3, {"": 1, "single": 1, "verbal": 1})
    assert found["near"].examples == [reject(2, "near")]
    assert count_rejects([]) == {}


def test_examples_are_few_and_do_not_depend_on_the_order() -> None:
    rows = [reject(number, "far") for number in range(20)]
    found, other = count_rejects(rows)["far"].examples, count_rejects(reversed(rows))["far"].examples

    assert len(found) == EXAMPLES
    assert found == other
