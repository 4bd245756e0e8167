"""What a step of a lesson waits for, in words: the conditions of its `done`, and which hold."""

import ast
import re
from dataclasses import dataclass

from nnstudio.experiment.lessons.expression import Expression, parse_expression
from nnstudio.experiment.lessons.state import State, reached

_SIGNS = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}
_SHARES = ("accuracy", "fraction", "dropout")
_LAYER = re.compile(r"(\w+)\[(-?\d+)\]")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\d.\]])")
_NAMES = {
    "train_": "training ",
    "_fraction": " units",
    "r2": "R²",
    "l2": "L2",
    "l1": "L1",
    "_": " ",
}


@dataclass(frozen=True, slots=True)
class Goal:
    """One condition in words, such as "epoch ≥ 200"."""

    words: str
    is_met: bool


def goals(done: Expression, state: State) -> tuple[Goal, ...]:
    """The conditions that `done` joins by `and`, in its order."""
    tree = ast.parse(done.text.strip(), mode="eval").body
    joined = isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And)
    parts = tree.values if isinstance(tree, ast.BoolOp) and joined else [tree]
    texts = [ast.unparse(part) for part in parts]
    return tuple(Goal(_words(text), reached(parse_expression(text), state)) for text in texts)


def _words(condition: str) -> str:
    if any(share in condition for share in _SHARES):
        condition = _NUMBER.sub(_percent, condition)
    words = _LAYER.sub(_of_layer, condition)
    for name, shown in (_NAMES | _SIGNS).items():
        words = words.replace(name, shown)
    return words


def _percent(number: re.Match[str]) -> str:
    return f"{100 * float(number[0]):g} %"


def _of_layer(found: re.Match[str]) -> str:
    place = int(found[2])
    layer = "the output" if place == -1 else f"hidden layer {place + 1}"
    return f"{found[1]} of {layer}"
