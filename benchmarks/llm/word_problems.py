"""Makes word problems of one or two steps with worked answers, as GSM8K writes them."""

from __future__ import annotations

import random

from hedge_hf.evaluation.llm.problems import Problem

_NAMES = ("Ann", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gita", "Hugo", "Ines", "Jon", "Kira", "Liam")
_THINGS = ("apples", "books", "cards", "coins", "eggs", "marbles", "pens", "shells", "stamps", "tickets")
_ONE_STEP = (
    ("+", "{name} has {a} {thing} and finds {b} more. How many {thing} does {name} have?"),
    ("+", "There are {a} {thing} in a box and {b} in a bag. How many {thing} are there?"),
    ("-", "{name} has {a} {thing} and loses {b} of them. How many {thing} are left?"),
    ("-", "{name} has {a} {thing}. {other} has {b} fewer. How many {thing} does {other} have?"),
    ("*", "{name} buys {a} boxes of {b} {thing}. How many {thing} does {name} buy?"),
)
_THEN = (
    ("+", " Then {other} brings {c} more. How many {thing} are there in the end?"),
    ("-", " Then {other} takes {c} away. How many {thing} are there in the end?"),
)


def word_problems(count: int, seed: int) -> list[Problem]:
    """Return so many problems; different seeds give different ones."""
    draw = random.Random(seed)
    return [_problem(draw) for _ in range(count)]


def _problem(draw: random.Random) -> Problem:
    operation, text = draw.choice(_ONE_STEP)
    a, b = sorted((draw.randint(2, 20), draw.randint(2, 20)), reverse=True)
    if operation == "*":
        a, b = draw.randint(2, 9), draw.randint(2, 9)
    name, other = draw.sample(_NAMES, 2)
    words = {"name": name, "other": other, "thing": draw.choice(_THINGS), "a": a, "b": b}
    value = {"+": a + b, "-": a - b, "*": a * b}[operation]
    steps = [f"{a}{operation}{b}={value}"]
    if draw.random() < 0.3:
        sign, more = draw.choice(_THEN)
        c = draw.randint(0, min(9, value))
        total = value + c if sign == "+" else value - c
        text = text[: text.index("How many")].rstrip() + more
        words["c"] = c
        steps.append(f"{value}{sign}{c}={total}")
        value = total
    return Problem(text.format(**words), "\n".join([*steps, f"#### {value}"]), tuple(steps))
