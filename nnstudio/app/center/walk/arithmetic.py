"""Sums spelled out as rich text: every term with its numbers, of long ones the largest."""

import numpy as np
from numpy.typing import NDArray

from nnstudio.app.center.walk.look import Look

_MOST, _LARGEST = 6, 4  # terms of a sum: all, or so many of the largest

Floats = NDArray[np.floating]


def products(left: Floats, right: Floats, look: Look) -> str:
    """The sum of products, "0.42 × 1.30 + (−0.11) × 0.55", without its total."""
    shown, rest = _split(left * right)
    pairs = ((float(left[place]), float(right[place])) for place in shown)
    terms = [f"{look.factor(a)} × {look.factor(b)}" for a, b in pairs]
    return " + ".join([*terms, *_more(len(left) - len(shown), rest, look)])


def costs(margins: Floats, look: Look) -> str:
    """The sum of what margins cost, "max(0, 2.9) + max(0, −3.9)", without its total."""
    shown, rest = _split(np.maximum(margins, 0.0))
    terms = [f"max(0, {look.written(float(margins[place]))})" for place in shown]
    return " + ".join([*terms, *_more(len(margins) - len(shown), rest, look)])


def strong(text: str) -> str:
    """A result, which the eye shall find."""
    return f"<b>{text}</b>"


def _split(terms: Floats) -> tuple[list[int], float]:
    """The places of the terms to show, in their order or, of many, by size; and the others' sum."""
    if len(terms) <= _MOST:
        return list(range(len(terms))), 0.0
    order = np.argsort(-np.abs(terms), kind="stable")
    shown = [int(place) for place in order[:_LARGEST]]
    return shown, float(terms[order[_LARGEST:]].sum())


def _more(count: int, rest: float, look: Look) -> list[str]:
    """What was left out, in brackets; nothing where nothing was."""
    return [f"[{count:,} more: {look.written(rest)}]"] if count else []
