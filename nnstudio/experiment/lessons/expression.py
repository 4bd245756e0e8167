"""The language in which a lesson says what must hold: `median(fast.dead_fraction[0]) >= 0.4`.

Numbers, quantities, + - * /, comparisons (also in chains), and, or, not, an index that picks a
layer (0 is the first hidden one, -1 the output), and a few functions. A quantity is a name such as
`epoch`, or a measure of a run, `fast.weight_norm`, with numbers in parentheses where it needs some:
`fast.epochs_to_loss(0.1)`. Over a block of runs a quantity is an array with one entry a run:
arithmetic and comparisons are taken run by run, and functions such as `median` make one number.

Python parses the text, but only the nodes named here are walked, so nothing else can ever run.
"""

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

LONGEST = 300

_REDUCTIONS: dict[str, Callable[[Values], Any]] = {
    "median": np.median,
    "mean": np.mean,
    "min": np.min,
    "max": np.max,
    "all": np.all,
    "any": np.any,
    "share": np.mean,
}
_FUNCTIONS: dict[str, Callable[[Values], Values]] = {
    "abs": np.abs,
    "sqrt": np.sqrt,
    "log": np.log,
    "log10": np.log10,
    "ceil": np.ceil,
}
_BINARY: dict[type[ast.operator], Callable[[Values, Values], Values]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Values, Values], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
WORDS = ("quantile", *_REDUCTIONS, *_FUNCTIONS)


class ExpressionError(ValueError):
    """The text says nothing that can be computed; the message goes on after the text."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a name in an expression stands for; `run` is "" for one that belongs to no run."""

    run: str
    name: str
    arguments: tuple[float, ...] = ()

    def __str__(self) -> str:
        """As it is written in an expression."""
        prefix = f"{self.run}." if self.run else ""
        numbers = ", ".join(f"{number:g}" for number in self.arguments)
        return f"{prefix}{self.name}({numbers})" if self.arguments else f"{prefix}{self.name}"


@dataclass(frozen=True, slots=True)
class Expression:
    """A text that was found to be sound, and the quantities it needs."""

    text: str
    quantities: tuple[Quantity, ...]

    def __str__(self) -> str:
        """The text itself."""
        return self.text


def parse_expression(text: str) -> Expression:
    """Raises ExpressionError for anything but the language of this module."""
    quantities = dict.fromkeys(_walk(_tree(text)))
    return Expression(text, tuple(quantities))


def evaluate(expression: Expression, values: Mapping[Quantity, Any]) -> Values:
    """The value of `expression`; a comparison is 1 where it holds and 0 where it does not.

    `values` has a number, or an array with one entry a run, for each of its quantities. Raises
    ExpressionError where shapes do not fit.
    """
    return _guarded(_tree(expression.text), values)


def sides(expression: Expression, values: Mapping[Quantity, Any]) -> tuple[Values, Values] | None:
    """Both sides of an expression that compares two numbers, otherwise None."""
    match _tree(expression.text):
        case ast.Compare(left=left, comparators=[right]):
            both = _guarded(left, values), _guarded(right, values)
            return both if both[0].ndim == both[1].ndim == 0 else None
    return None


def _tree(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise ExpressionError(f"is longer than {LONGEST} characters")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError("cannot be read; write for example: train_accuracy >= 0.95") from None


def _walk(node: ast.expr) -> Iterator[Quantity]:
    """The quantities below a node; raises ExpressionError at the first node that is not allowed."""
    quantity = _quantity(node)
    if quantity is not None:
        yield quantity
        return
    for part in _parts(node):
        yield from _walk(part)


def _quantity(node: ast.expr) -> Quantity | None:
    match node:
        case ast.Name(id=name):
            return Quantity("", name)
        case ast.Attribute(value=ast.Name(id=run), attr=name):
            return Quantity(run, name)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=run), attr=name), args=arguments):
            if node.keywords or not all(_number(argument) is not None for argument in arguments):
                raise ExpressionError(f"gives {run}.{name} something that is not a number")
            return Quantity(run, name, tuple(_number(argument) or 0.0 for argument in arguments))
    return None


def _number(node: ast.expr) -> float | None:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return float(value) if abs(value) < 1e300 else None
    return None


def _parts(node: ast.expr) -> list[ast.expr]:
    """What an allowed node is made of."""
    match node:
        case ast.Constant() if _number(node) is not None:
            return []
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return [left, right]
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=operand):
            return [operand]
        case ast.BoolOp(values=parts):
            return parts
        case ast.Compare(left=left, ops=ops, comparators=others):
            if all(type(op) in _COMPARISONS for op in ops):
                return [left, *others]
        case ast.Subscript(value=value) if _index(node) is not None:
            return [value]
        case ast.Call(func=ast.Name(id=name), args=parts, keywords=[]) if name in WORDS:
            if len(parts) == (2 if name == "quantile" else 1):
                return parts
    raise ExpressionError(f"holds something that is not allowed: {ast.unparse(node)[:60]}")


def _index(node: ast.Subscript) -> int | None:
    match node.slice:
        case ast.Constant(value=int() as index):
            return index
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as index)):
            return -index
    return None


def _guarded(node: ast.expr, values: Mapping[Quantity, Any]) -> Values:
    try:
        with np.errstate(all="ignore"):
            return _value(node, values)
    except (IndexError, ValueError) as error:
        raise ExpressionError(f"cannot be computed: {error}") from None


def _value(node: ast.expr, values: Mapping[Quantity, Any]) -> Values:
    quantity = _quantity(node)
    if quantity is not None:
        return np.asarray(values[quantity], np.float64)
    match node:
        case ast.Constant():
            return np.asarray(_number(node), np.float64)
        case ast.Subscript(value=value):
            return _value(value, values)[..., _index(node)]
        case ast.Call(func=ast.Name(id=name), args=parts):
            return _called(name, [_value(part, values) for part in parts])
    operands = [_value(part, values) for part in _parts(node)]
    return np.asarray(_combined(node, operands), np.float64)


def _combined(node: ast.expr, operands: list[Values]) -> Any:
    match node:
        case ast.BinOp(op=op):
            return _BINARY[type(op)](*operands)
        case ast.UnaryOp(op=ast.USub()):
            return -operands[0]
        case ast.UnaryOp():
            return operands[0] == 0
        case ast.BoolOp(op=op):
            return reduce(np.logical_and if isinstance(op, ast.And) else np.logical_or, operands)
        case ast.Compare(ops=ops):
            pairs = zip(ops, operands, operands[1:], strict=False)
            held = [_COMPARISONS[type(op)](left, right) for op, left, right in pairs]
            return reduce(np.logical_and, held)
    raise ExpressionError(f"holds something that is not allowed: {ast.unparse(node)[:60]}")


def _called(name: str, arguments: list[Values]) -> Values:
    if name in _FUNCTIONS:
        return np.asarray(_FUNCTIONS[name](arguments[0]), np.float64)
    if name == "quantile":
        return np.asarray(np.quantile(arguments[0], arguments[1]), np.float64)
    return np.asarray(_REDUCTIONS[name](arguments[0]), np.float64)
