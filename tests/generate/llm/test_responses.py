from __future__ import annotations

import time
from email.utils import formatdate

import httpx2
import pytest

from hedge_hf.generate.llm.responses import detail_of, seconds_to_wait


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b'{"error": {"message": "too long", "type": "x"}}', "too long"),
        (b'{"error": "too long"}', "too long"),
        (b'{"message": "too long"}', "too long"),
        (b'{"detail": "too\\nlong"}', "too long"),
        (b'[{"loc": "x"}]', "[{'loc': 'x'}]"),
        (b"<html>\n Bad </html>", "<html> Bad </html>"),
        (b"", "Bad Request"),
    ],
)
def test_the_servers_words_are_found(body: bytes, detail: str) -> None:
    assert detail_of(httpx2.Response(400, content=body)) == detail


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [("7", 7, 7), ("0.5", 0.5, 0.5), ("-3", 0, 0), ("soon", 0, 0), ("", 0, 0),
     (formatdate(0, usegmt=True), 0, 0)],
)  # fmt: skip
def test_the_wait_is_a_number_or_a_date_gone_by(value: str, least: float, most: float) -> None:
    assert least <= seconds_to_wait(httpx2.Response(429, headers={"retry-after": value})) <= most


def test_the_wait_lasts_until_a_date() -> None:
    header = {"retry-after": formatdate(time.time() + 1000, usegmt=True)}
    assert 900 <= seconds_to_wait(httpx2.Response(429, headers=header)) <= 1000


def test_without_a_header_there_is_no_wait() -> None:
    assert seconds_to_wait(httpx2.Response(429)) == 0
