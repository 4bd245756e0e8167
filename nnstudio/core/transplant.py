"""Moving what was learned into a network of another shape: what did not change keeps its weights.

Layers are matched from both ends: those that are alike from the input side on, those alike from
the output side on, and, where as many are left on either side, the rest in order. Identical layers
are so told apart by their distance from the input. A matched layer keeps its biases and slopes and
every weight both of whose ends were kept; a neuron keeps its place in the layer. All else starts
as the new network drew it.
"""

from collections.abc import Sequence
from dataclasses import replace

from nnstudio.core.arrays import Floats
from nnstudio.core.network import Network
from nnstudio.core.spec import LayerSpec


def transplant(old: Network, new: Network, inputs: Sequence[int | None]) -> None:
    """Copy into `new` what it shares with `old`; `inputs` gives each new input's old number."""
    pairs = matches(old.spec.layers, new.spec.layers)
    for here, there in pairs.items():
        before, after = old.spec.layers[there], new.spec.layers[here]
        if _start(before) != _start(after):
            continue
        shared = min(before.units, after.units)
        if here == 0:
            columns = inputs if there == 0 else []
        elif pairs.get(here - 1) == there - 1:
            columns = range(min(old.spec.sizes[there], new.spec.sizes[here]))
        else:
            columns = []
        source = _pieces(old.matrices[there], before)
        target = _pieces(new.matrices[here], after)
        for piece in range(min(len(source), len(target))):
            target[piece, :shared, -1] = source[piece, :shared, -1]
            for column, origin in enumerate(columns):
                if origin is not None:
                    target[piece, :shared, column] = source[piece, :shared, origin]
        _copy_slopes(old.slopes[there], new.slopes[here], shared)


def matches(old: Sequence[LayerSpec], new: Sequence[LayerSpec]) -> dict[int, int]:
    """For each layer of `new` that continues one of `old`, that one's number."""
    same = [[_alike(a, b) for b in new] for a in old]
    most = min(len(old), len(new))
    head = next((i for i in range(most) if not same[i][i]), most)
    tail = next((i for i in range(most - head) if not same[-1 - i][-1 - i]), most - head)
    pairs = {place: place for place in range(head)}
    pairs |= {len(new) - 1 - i: len(old) - 1 - i for i in range(tail)}
    if len(old) == len(new):
        pairs |= {place: place for place in range(head, len(new) - tail)}
    return pairs


def _alike(first: LayerSpec, second: LayerSpec) -> bool:
    return _lasting(first) == _lasting(second)


def _lasting(layer: LayerSpec) -> LayerSpec:
    """What tells layers apart: all but what may change at any moment."""
    return replace(layer, dropout=0.0, frozen=False, frozen_units=(), frozen_weights=(), off=())


def _start(layer: LayerSpec) -> tuple[str, float, float]:
    """How a layer's weights begin: who changes this wants to see it, not what was learned."""
    return layer.initializer, layer.scale, layer.bias_scale


def _pieces(matrix: Floats, layer: LayerSpec) -> Floats:
    """The rows piece by piece: (pieces, units, inputs + 1)."""
    return matrix.reshape(-1, layer.units, matrix.shape[1])


def _copy_slopes(old: Floats | None, new: Floats | None, shared: int) -> None:
    if old is not None and new is not None:
        new[:shared] = old[:shared]
