"""The bins of a distribution in words, and the units in them."""

from collections.abc import Sequence

import numpy as np

from nnstudio.app.widgets.histogram import ZEROS
from nnstudio.app.widgets.ticks import MINUS
from nnstudio.experiment.looks.insights import Distribution


def bin_words(shown: Distribution, place: int) -> str:
    """A bin and how much is in it: "0.32 to 0.37: 12 of 400"."""
    if place == ZEROS:
        return f"exactly 0: {int(shown.zeros.sum()):,} of {shown.total:,}"
    count = int(shown.counts[:, place].sum())
    low, high = (_value(float(edge)) for edge in shown.edges[place : place + 2])
    return f"{low} to {high}: {count:,} of {shown.total:,}"


def _value(value: float) -> str:
    return f"{value:.3g}".replace("-", MINUS)


def axis_end(value: float, is_log: bool) -> str:
    """An end of an axis in few characters."""
    is_tiny = is_log and value < 0.001
    return (f"{value:.0e}".replace("e-0", "e-") if is_tiny else f"{value:g}").replace("-", MINUS)


def units_in(shown: Distribution, place: int) -> Sequence[int]:
    """The units that have something in a bin."""
    counts = shown.zeros if place == ZEROS else shown.counts[:, place]
    return [unit for unit, count in enumerate(counts.tolist()) if count]


def filled_bins(shown: Distribution) -> list[int]:
    """The bins that hold something, from the left; the zeros come first."""
    zeros = [ZEROS] if shown.zeros.sum() else []
    return [*zeros, *np.flatnonzero(shown.counts.sum(axis=0)).tolist()]


def fullest_bin(shown: Distribution) -> int:
    """The bin that holds most; without any, the zeros."""
    counts = shown.counts.sum(axis=0)
    return int(counts.argmax()) if counts.any() else ZEROS
