"""Histograms of a run as they were: a bounded choice of moments, the first and the newest in it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.arrays import Floats
from nnstudio.experiment.looks.insights import LayerInside, Quantity
from nnstudio.experiment.looks.snapshot import Earlier, Snapshot

MOST = 96
_QUANTITIES: tuple[Quantity, ...] = (
    "activations",
    "preactivations",
    "weights",
    "gradients",
    "updates",
)


@dataclass(frozen=True, slots=True)
class Ridge:
    """The histogram of one layer after `step` steps: `counts` (bins,) between `edges`."""

    step: int
    edges: Floats
    counts: NDArray[np.int64]


_Layers = tuple[dict[Quantity, Ridge], ...]


class HistogramPast:
    """Belongs to one run at a time: another one starts it anew."""

    def __init__(self) -> None:
        self._run: int | None = None
        self._earlier: Earlier = ()
        self._steps: list[int] = []
        self._moments: list[_Layers] = []

    def __len__(self) -> int:
        return len(self._steps)

    def add(self, snapshot: Snapshot) -> None:
        """Keep the histograms of a moment; those of steps that were undone go."""
        if snapshot.run_id != self._run:
            self._run, self._steps, self._moments = snapshot.run_id, [], []
        newest = bisect_right(self._steps, snapshot.newest_step)
        del self._steps[newest:], self._moments[newest:]
        if snapshot.earlier is not self._earlier:
            self._earlier = snapshot.earlier
            for step, layers in snapshot.earlier:
                self._keep(step, layers)
        self._keep(snapshot.metrics.step, snapshot.inside)

    def _keep(self, step: int, layers: Sequence[LayerInside]) -> None:
        place = bisect_right(self._steps, step)
        if place and self._steps[place - 1] == step:
            place -= 1
            del self._steps[place], self._moments[place]
        self._steps.insert(place, step)
        self._moments.insert(place, _ridges(step, layers))
        if len(self._steps) > MOST:
            self._thin()

    def ridges(self, layer: int, quantity: Quantity, step: int, most: int) -> tuple[Ridge, ...]:
        """At most so many of a layer up to `step`, evenly over what is kept, the newest last."""
        upto = self._moments[: bisect_right(self._steps, step)]
        known = [
            moment[layer][quantity]
            for moment in upto
            if layer < len(moment) and quantity in moment[layer]
        ]
        if len(known) <= most:
            return tuple(known)
        chosen = np.unique(np.linspace(0, len(known) - 1, most).round().astype(int))
        return tuple(known[index] for index in chosen)

    def _thin(self) -> None:
        """Let every second go, but neither the first nor the newest."""
        self._steps = [*self._steps[:-1:2], self._steps[-1]]
        self._moments = [*self._moments[:-1:2], self._moments[-1]]


def _ridges(step: int, layers: Sequence[LayerInside]) -> _Layers:
    kept: list[dict[Quantity, Ridge]] = []
    for layer in layers:
        found = {quantity: layer.of(quantity) for quantity in _QUANTITIES}
        kept.append(
            {
                quantity: Ridge(step, shown.edges, shown.counts.sum(axis=0))
                for quantity, shown in found.items()
                if shown is not None
            }
        )
    return tuple(kept)
