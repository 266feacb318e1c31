import importlib.util
import subprocess
import sys

import pytest

from hedge_hf import cli
from hedge_hf.errors import HedgeError, UsageError, require


def call(*argv):
    return subprocess.run([sys.executable, "-m", "hedge_hf.cli", *argv], capture_output=True, text=True)


def test_every_command_has_a_module():
    assert all(importlib.util.find_spec(module) for module, _ in cli.COMMANDS.values())


def test_help_lists_the_commands():
    done = call("--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in cli.COMMANDS)


def test_an_unknown_command_is_a_usage_error():
    done = call("trian", "encoder")
    assert done.returncode == 2
    assert "no command 'trian encoder'" in done.stderr


def test_a_usage_error_of_a_command_is_one_line():
    done = call("train", "encoder", "--config", "odd")
    assert done.returncode == 2
    assert done.stderr.startswith("hedge-hf: error: odd: no such file")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(("error", "code"), [(HedgeError("x"), 1), (UsageError("x"), 2), (KeyboardInterrupt(), 130)])
def test_exit_codes(error, code, capsys):
    def fail(argv):
        raise error

    assert cli.run(fail, []) == code
    assert capsys.readouterr().err.startswith("hedge-hf: ")


def test_a_missing_package_names_its_extra():
    with pytest.raises(HedgeError, match=r"pip install 'hedge-hf\[music\]'"):
        require("no_such_package", "music")
