from __future__ import annotations

import httpx2
import pytest
from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

from hedge_hf.errors import HedgeError
from hedge_hf.hub.refusals import refusals


def answered(status: int) -> HfHubHTTPError:
    request = httpx2.Request("GET", "http://127.0.0.1/api/models/me/x")
    return HfHubHTTPError("refused", response=httpx2.Response(status, request=request))


@pytest.mark.parametrize(
    ("status", "fix"),
    [(429, "later, it goes on"), (412, "give the command again"), (507, "make room"), (401, "token")],
)
def test_an_answer_is_one_line_with_its_fix(status: int, fix: str) -> None:
    with pytest.raises(HedgeError, match=fix) as caught, refusals("me/x"):
        raise answered(status)
    assert "\n" not in str(caught.value)


def test_the_answer_behind_a_missing_file_is_what_is_told() -> None:
    with pytest.raises(HedgeError, match=r"gets too many requests \(429\)"), refusals("me/x"):
        raise LocalEntryNotFoundError("no such file in the cache") from answered(429)
