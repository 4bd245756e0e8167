"""A formula in x, typed by a user, evaluated on arrays: numbers, x, pi, e, + - * / ^ and functions.

`3x sin(x)` means 3 * x * sin(x), and `x sin 3x` x * sin(3 * x): what a function without parentheses
is of ends at the next + - * /. Python parses the expression, but only a fixed list of node types
is walked, so nothing else that a user types can ever run.
"""

import ast
import operator
import re
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.wording import quoted

Floats = NDArray[np.float64]

_FUNCTIONS: dict[str, Callable[[Floats], Floats]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "tanh": np.tanh,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
}
_CONSTANTS = {"pi": np.pi, "e": np.e}
_BINARY: dict[type[ast.operator], Callable[[Floats, Floats], Floats]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_UNARY: dict[type[ast.unaryop], Callable[[Floats], Floats]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}
_DIGITS = "0123456789."
_OPERATORS = ("+", "-", "*", "/", "**")
_NAMES = sorted([*_FUNCTIONS, *_CONSTANTS, "x"], key=len, reverse=True)
_TOKEN = re.compile(
    rf"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>{'|'.join(_NAMES)})"
    r"|(?P<operator>\*\*|[-+*/^()]))"
)
_WORD = re.compile(r"\s*(\w+|\S)")
_ALLOWED = f"x, numbers, pi, e, + - * / ^, parentheses and {', '.join(_FUNCTIONS)}"


def evaluate(formula: str, x: Floats) -> Floats:
    """The values of `formula` at every `x`; raises ExperimentError on "data.formula".

    Where it has no value (log of a negative number), the result is not finite.
    """
    try:
        tokens = _with_products(_with_calls(_tokens(formula)))
        tree = ast.parse(" ".join(tokens), mode="eval").body
        with np.errstate(all="ignore"):
            values = _value(tree, x)
    except (SyntaxError, RecursionError, MemoryError):
        raise _problem(formula, "is not a complete formula in x, such as sin(3x) + x/2") from None
    return np.broadcast_to(values, x.shape).astype(np.float64)


def _tokens(formula: str) -> list[str]:
    """The numbers, names and signs of the formula."""
    tokens: list[str] = []
    text = formula.replace("−", "-").replace("·", "*").replace("×", "*").replace("²", "^2").rstrip()
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            word = _WORD.match(text, position)
            raise _problem(
                formula, f"has {quoted(word[1] if word else text)}; it may use {_ALLOWED}"
            )
        token = match[match.lastgroup or 0]
        tokens.append("**" if token == "^" else token)
        position = match.end()
    return tokens


def _with_calls(tokens: list[str]) -> list[str]:
    """With parentheses around what a function is of, where there are none."""
    written: list[str] = []
    place = 0
    while place < len(tokens):
        token, start = tokens[place], place + 1
        written.append(token)
        place = start
        if token in _FUNCTIONS and tokens[start : start + 1] != ["("]:
            place = _end_of_product(tokens, start)
            written += ["(", *_with_calls(tokens[start:place]), ")"]
    return written


def _end_of_product(tokens: list[str], start: int) -> int:
    """Where a product without signs ends that begins at `start`, such as 3x, 2 pi x^2 or sqrt x."""
    place = start
    while place < len(tokens):
        token = tokens[place]
        if token in _FUNCTIONS:
            if place > start:
                break
            place += 1
        elif token == "(":
            place = _closing(tokens, place) + 1
        elif token == "**":
            place += 2 if tokens[place + 1 : place + 2] == ["-"] else 1
        elif token in _OPERATORS or token == ")":
            break
        else:
            place += 1
    return min(place, len(tokens))


def _closing(tokens: list[str], opening: int) -> int:
    """The place of the parenthesis that closes the one at `opening`; the end where none does."""
    depth = 0
    for place in range(opening, len(tokens)):
        depth += (tokens[place] == "(") - (tokens[place] == ")")
        if depth == 0:
            return place
    return len(tokens)


def _with_products(tokens: list[str]) -> list[str]:
    """With every multiplication written out."""
    written = tokens[:1]
    for left, right in pairwise(tokens):
        written += ["*", right] if _is_product(left, right) else [right]
    return written


def _is_product(left: str, right: str) -> bool:
    """Whether two neighbors stand for a multiplication, as in `3x`, `x sin(x)` and `(x)(x)`."""
    ends_value = left not in (*_FUNCTIONS, *_OPERATORS, "(")
    starts_value = right not in (*_OPERATORS, ")")
    two_numbers = left[-1] in _DIGITS and right[0] in _DIGITS
    return ends_value and starts_value and not two_numbers


def _value(node: ast.expr, x: Floats) -> Floats:
    match node:
        case ast.Constant(value=int() | float() as number):
            return np.asarray(number, dtype=np.float64)
        case ast.Name(id="x"):
            return x
        case ast.Name(id=name) if name in _CONSTANTS:
            return np.asarray(_CONSTANTS[name])
        case ast.UnaryOp(op=sign, operand=inner) if type(sign) in _UNARY:
            return _UNARY[type(sign)](_value(inner, x))
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _BINARY:
            return _BINARY[type(sign)](_value(left, x), _value(right, x))
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](_value(argument, x))
        case _:
            raise SyntaxError


def _problem(formula: str, what: str) -> ExperimentError:
    return ExperimentError(Problem("data.formula", f"{quoted(formula, len(formula))} {what}"))
