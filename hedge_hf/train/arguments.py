"""Turns a recipe and the command line into dataclasses: YAML gives the defaults, options override them."""

from __future__ import annotations

import argparse
from dataclasses import fields
from typing import Any, NoReturn

from transformers import HfArgumentParser

from hedge_hf import recipes
from hedge_hf.errors import UsageError, one_line


class _Parser(HfArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see --help)")


def parse(argv: list[str], dataclass_types: tuple[Any, ...], prog: str) -> tuple[Any, ...]:
    """Parse `--config RECIPE --field value ...`.

    Args:
        argv: The arguments after the command's name.
        dataclass_types: Dataclasses whose fields are the options and the recipe's keys.
        prog: Name of the command, for messages.

    Returns:
        One instance per dataclass.

    Raises:
        UsageError: For an unknown recipe, key, option or value.
    """
    parser = _Parser(list(dataclass_types), prog=prog, allow_abbrev=False)
    parser.add_argument("--config", help="a recipe: a YAML file or one of " + ", ".join(recipes.names()))
    name = _config_of(argv)
    if name is not None:
        parser.set_defaults(**_checked(name, recipes.read(name), dataclass_types))
    try:
        parsed = parser.parse_args_into_dataclasses(argv, look_for_args_file=False)[: len(dataclass_types)]
    except (ValueError, TypeError, ImportError) as error:
        raise UsageError(one_line(error)) from error
    if any(getattr(values, "eval_strategy", "no") != "no" for values in parsed):
        raise UsageError("eval_strategy: these commands only train; measure afterwards with hedge-hf evaluate")
    return parsed


def _config_of(argv: list[str]) -> str | None:
    finder = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    finder.add_argument("--config")
    try:
        found, _ = finder.parse_known_args(argv)
    except argparse.ArgumentError as error:
        raise UsageError(str(error)) from None
    return found.config


def _checked(name: str, values: dict[str, Any], dataclass_types: tuple[Any, ...]) -> dict[str, Any]:
    known = {field.name: field for dataclass_type in dataclass_types for field in fields(dataclass_type)}
    for key, value in values.items():
        if key not in known:
            raise UsageError(f"{name}: unknown key {key!r}; the keys are the options that --help lists")
        choices = known[key].metadata.get("choices")  # argparse checks what is typed, not its defaults
        if choices and value not in (*choices, known[key].default):
            raise UsageError(f"{name}: {key} is {value!r}; take {', '.join(choices)}")
    return values
