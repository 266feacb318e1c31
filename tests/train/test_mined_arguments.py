import pytest

from hedge_hf.errors import UsageError
from hedge_hf.train.mined_arguments import MinedArguments


def test_the_shipped_queries_bring_their_corpus():
    assert MinedArguments(queries="hedgetriple").corpus == "hedgetriple"


def test_steps_are_read():
    given = {"queries": "q", "corpus": "c"}
    assert MinedArguments(**given, refresh_negatives="20_steps").steps == 20
    assert MinedArguments(**given, refresh_negatives="every_epoch").steps == 0


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"queries": "q"}, "queries and corpus belong together"),
        ({"queries": "q", "corpus": "c", "refresh_negatives": "often"}, "refresh_negatives is 'often'; take never"),
        ({"queries": "q", "corpus": "c", "refresh_negatives": "0_steps"}, "refresh_negatives is '0_steps'"),
        ({"queries": "q", "corpus": "c", "curriculum": "easy_to_hard"}, "curriculum has no effect with refresh_nega"),
        ({"queries": "q", "corpus": "c", "refresh_in_background": True}, "refresh_in_background has no effect with"),
        ({"queries": "q", "corpus": "c", "false_negatives": "relabel"}, "relabel needs a teacher"),
        ({"queries": "q", "corpus": "c", "negatives_per_row": 0}, "negatives is 0"),
        ({"refresh_negatives": "every_epoch"}, "refresh_negatives has no effect without queries and corpus"),
        ({"index": "ivf"}, "index has no effect without queries and corpus"),
    ],
)
def test_wrong_options_are_one_line(values, message):
    with pytest.raises(UsageError, match=message):
        MinedArguments(**values)
