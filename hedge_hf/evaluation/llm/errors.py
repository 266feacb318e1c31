"""Why an answer to a word problem is wrong: inverted operands, a wrong operation, a slip, or the format.

The classes follow the error analysis in the appendix of arXiv 2507.12782; the decision is made by comparing the
calculations of a reply with those of the worked answer.
"""

from __future__ import annotations

import ast
import operator
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hedge_hf.evaluation.llm.gsm8k import flexible, result, strict
from hedge_hf.evaluation.llm.problems import Problem

CLASSES = ("inverted operands", "wrong operation", "arithmetic slip", "format", "other")
_NUMBER = r"-?\$?\d[\d,]*(?:\.\d+)?%?"
_CALCULATION = re.compile(rf"((?:\(?\s*{_NUMBER}\s*\)?\s*[-+*/x×÷−]\s*)+\(?\s*{_NUMBER}\s*\)?)\s*=\s*({_NUMBER})")
_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
_TOLERANCE = 0.01
_WRITTEN = str.maketrans("x×÷−", "**/-", "$,%")


@dataclass(frozen=True)
class Calculation:
    """An expression and what was written as its value.

    Attributes:
        operation: Its operator if it is of two numbers, else "".
        operands: These numbers.
        value: The true value; None if there is none.
        written: What stands after "=".
    """

    operation: str
    operands: tuple[float, ...]
    value: float | None
    written: float

    @property
    def holds(self) -> bool:
        """Whether the written value is the true one, up to rounding to cents."""
        return self.value is not None and abs(self.value - self.written) <= _TOLERANCE


def calculations(text: str) -> list[Calculation]:
    """Return the calculations "a + b = c" of a text, in their order."""
    return [_calculation(expression, written) for expression, written in _CALCULATION.findall(text)]


def classify(problem: Problem, reply: str) -> str | None:
    """Return the class of an error, or None for a right answer in the right format.

    Args:
        problem: The problem, with its worked answer.
        reply: The model's answer.

    Returns:
        "format" if there is no number, or the right one stands without "#### " or before other numbers; "inverted
        operands" if a calculation takes those of a step of the worked answer the other way round; "wrong operation" if
        it combines them by another operator; "arithmetic slip" if a calculation does not hold; else "other".
    """
    gold = result(problem)
    if strict(reply) == gold:
        return None
    found = calculations(reply)
    if flexible(reply) in (None, gold) or (found and found[-1].holds and found[-1].written == gold):
        return "format"
    steps = [step for text in (problem.steps or (problem.answer,)) for step in calculations(text)]
    pairs = [(step, one) for step in steps for one in found if len(step.operands) == len(one.operands) == 2]
    if any(
        step.operation == one.operation in ("-", "/") and step.operands == one.operands[::-1] != one.operands
        for step, one in pairs
    ):
        return "inverted operands"
    if any(step.operation != one.operation and sorted(step.operands) == sorted(one.operands) for step, one in pairs):
        return "wrong operation"
    return "arithmetic slip" if any(not one.holds for one in found) else "other"


def error_counts(problems: Sequence[Problem], replies: Sequence[str]) -> dict[str, int]:
    """Return how many replies fall into each of `CLASSES`."""
    counted = Counter(classify(problem, reply) for problem, reply in zip(problems, replies, strict=True))
    return {name: counted[name] for name in CLASSES}


def _calculation(expression: str, written: str) -> Calculation:
    plain = _plain(expression)
    try:
        tree = ast.parse(plain, mode="eval").body
        value: float | None = _value(tree)
    except (SyntaxError, ArithmeticError, ValueError):
        return Calculation("", (), None, float(_plain(written)))
    if isinstance(tree, ast.BinOp) and not any(isinstance(side, ast.BinOp) for side in (tree.left, tree.right)):
        sign = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}[type(tree.op)]
        return Calculation(sign, (_value(tree.left), _value(tree.right)), value, float(_plain(written)))
    return Calculation("", (), value, float(_plain(written)))


def _plain(text: str) -> str:
    return re.sub(r"(?<![\d.])0+(?=\d)", "", text.translate(_WRITTEN)).strip()


def _value(tree: ast.expr) -> float:
    if isinstance(tree, ast.BinOp) and type(tree.op) in _OPERATORS:
        return float(_OPERATORS[type(tree.op)](_value(tree.left), _value(tree.right)))
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        return -_value(tree.operand)
    if isinstance(tree, ast.Constant) and isinstance(tree.value, int | float):
        return float(tree.value)
    raise ValueError("not a calculation")
