"""Moving what was learned into a network of another shape: what did not change keeps its weights.

A layer that continues another one keeps the biases and slopes of the units it shares with it, and
every weight both of whose ends were kept. All else starts as the new network drew it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from nnstudio.core.arrays import Floats
from nnstudio.core.spec import LayerSpec

if TYPE_CHECKING:
    from nnstudio.core.network import Network

Places = Sequence[int | None]
"""For each new unit or input its number in the old network, None for one that was not there."""
Source = tuple[int, Places]
"""The old layer that a new one continues, and where its units were in it."""


def transplant(
    old: "Network", new: "Network", inputs: Places, layers: Sequence[Source | None]
) -> int:
    """Copy into `new` what it shares with `old`, as `inputs` and `layers` tell.

    Returns how many numbers that were.
    """
    copied = 0
    before: Source | None = (-1, inputs)
    for here, source in enumerate(layers):
        if source is not None:
            there, units = source
            adjoins = before is not None and before[0] == there - 1
            columns = before[1] if before is not None and adjoins else ()
            if _start(old.spec.layers[there]) == _start(new.spec.layers[here]):
                copied += _copy(old, new, here, there, units, columns)
        before = source
    return copied


def is_whole(network: "Network", layers: Sequence[Source | None]) -> bool:
    """Whether every unit of `network` was where it is now."""
    places = [(place, list(range(layer.units))) for place, layer in enumerate(network.spec.layers)]
    return places == [None if source is None else (source[0], list(source[1])) for source in layers]


def _copy(
    old: "Network", new: "Network", here: int, there: int, units: Places, columns: Places
) -> int:
    source = _pieces(old.matrices[there], old.spec.layers[there])
    target = _pieces(new.matrices[here], new.spec.layers[here])
    to_rows, from_rows = _kept(units)
    to_columns, from_columns = _kept(columns)
    to_columns.append(target.shape[2] - 1)  # biases
    from_columns.append(source.shape[2] - 1)
    pieces = min(len(source), len(target))
    for piece in range(pieces):
        kept = source[piece][np.ix_(from_rows, from_columns)]
        target[piece][np.ix_(to_rows, to_columns)] = kept
    before, after = old.slopes[there], new.slopes[here]
    if before is not None and after is not None:
        after[to_rows] = before[from_rows]
    learns_slopes = before is not None and after is not None
    return len(to_rows) * (pieces * len(to_columns) + learns_slopes)


def _kept(places: Places) -> tuple[list[int], list[int]]:
    """The numbers of those that were there before, now and then."""
    pairs = [(now, then) for now, then in enumerate(places) if then is not None]
    return [now for now, _ in pairs], [then for _, then in pairs]


def _start(layer: LayerSpec) -> tuple[str, float, float]:
    """How a layer's weights begin: who changes this wants to see it, not what was learned."""
    return layer.initializer, layer.scale, layer.bias_scale


def _pieces(matrix: Floats, layer: LayerSpec) -> Floats:
    """The rows piece by piece: (pieces, units, inputs + 1)."""
    return matrix.reshape(-1, layer.units, matrix.shape[1])
