import pytest

from hedge_hf.errors import HedgeError, one_line, require


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (ValueError("\n first line\n  second line\n"), "first line second line"),
        (StopIteration(), "StopIteration"),
        ("two\nlines", "two lines"),
    ],
)
def test_a_message_becomes_one_line(message, line):
    assert one_line(message) == line


def test_a_long_message_is_cut():
    assert len(one_line("word " * 100)) == 200 and one_line("word " * 100).endswith("...")


def test_a_missing_library_names_its_extra():
    with pytest.raises(HedgeError, match=r"no_such_library is not installed: pip install 'hedge-hf\[mining\]'"):
        require("no_such_library", "mining")
