import importlib.util
import subprocess
import sys

import pytest

from hedge_hf import cli
from hedge_hf.errors import HedgeError, UsageError, require


def call(*argv):
    return subprocess.run([sys.executable, "-m", "hedge_hf.cli", *argv], capture_output=True, text=True)


def test_every_command_has_a_module():
    assert all(importlib.util.find_spec(module) for module, _, _ in cli.COMMANDS.values())


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


@pytest.mark.parametrize(
    ("command", "package", "extra"), [("train encoder", "torch", "train"), ("app", "gradio", "app")]
)
def test_a_command_names_the_extra_it_lacks(command, package, extra):
    code = f"import sys; sys.modules[{package!r}] = None; from hedge_hf.cli import main; main({command.split()})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.endswith(f"hedge-hf: error: {package} is not installed: pip install 'hedge-hf[{extra}]'\n")
    assert "Traceback" not in done.stderr


def test_a_missing_package_names_its_extra():
    with pytest.raises(HedgeError, match=r"pip install 'hedge-hf\[music\]'"):
        require("no_such_package", "music")
