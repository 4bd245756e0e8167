"""Watching training step by step, where somebody wants to see it: the last step, and a path.

Training goes the same way whether watched or not; only how steps are grouped differs.
"""

from bisect import bisect_left
from collections.abc import Iterable

import numpy as np

from nnstudio.core.arrays import Floats
from nnstudio.core.network import Network
from nnstudio.core.parameters import Parameters
from nnstudio.core.trainer import Trainer
from nnstudio.experiment.looks.insights import Pair, WeightPath
from nnstudio.experiment.looks.loss_surface import Extent, is_there

LONGEST_PATH = 4000
_FARTHEST = 1e6
_LEAST_SPAN, _ROOM, _MARGIN = 0.25, 0.35, 0.08


class StepWatch:
    """Watches one trainer: `wants_step` for its last step, `follow` for the path of two weights."""

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self.wants_step = False
        self.last_step: tuple[int, Floats] | None = None  # a step, the parameters before it
        self.pair: Pair | None = None
        self._steps: list[int] = []
        self._places: list[tuple[float, float]] = []
        self._extent: Extent | None = None

    @property
    def network(self) -> Network:
        """The network that is trained."""
        return self._trainer.network

    def follow(self, pair: Pair | None, moments: Iterable[tuple[int, Floats]] = ()) -> None:
        """Follow two weights, or none; `moments` are steps and parameters there were before."""
        known = pair is None or all(is_there(place, self._trainer.network) for place in pair)
        pair = pair if known else None
        if pair == self.pair:
            return
        self.pair, self._extent = pair, None
        self._steps, self._places = [], []
        for step, vector in moments if pair is not None else ():
            self._add(step, vector)

    def advance(self, steps: int) -> None:
        """Take so many steps. Raises Diverged."""
        if self.pair is not None:
            self.note()
            for _ in range(steps - 1):
                self._trainer.advance(1)
                self.note()
            steps = 1
        if not self.wants_step:
            self._trainer.advance(steps)
        else:
            self._watch_last(steps)
        if self.pair is not None:
            self.note()

    def _watch_last(self, steps: int) -> None:
        self.last_step = None
        if steps > 1:
            self._trainer.advance(steps - 1)
        before = self._trainer.network.parameters.copy()
        self._trainer.advance(1)
        self.last_step = self._trainer.step, before

    def forget_step(self) -> None:
        """The weights were changed by something else than a step."""
        self.last_step = None

    def forget_path(self) -> None:
        """Training starts over."""
        self.last_step = self._extent = None
        self._steps, self._places = [], []

    def note(self) -> None:
        """Take the present place of the two weights into the path; what came later is undone."""
        if self.pair is None:
            return
        step = self._trainer.step
        keep = bisect_left(self._steps, step)
        del self._steps[keep:], self._places[keep:]
        self._add(step, self._trainer.network.parameters)
        if len(self._steps) > LONGEST_PATH:
            half = LONGEST_PATH // 2
            self._steps[:half] = self._steps[:half:2]
            self._places[:half] = self._places[:half:2]

    def _add(self, step: int, vector: Floats) -> None:
        place = self._place(vector)
        if _is_moderate(place):
            self._steps.append(step)
            self._places.append(place)

    @property
    def matrices_before(self) -> tuple[Floats, ...] | None:
        """The matrices before the step that led to this moment; None if none is known."""
        if self.last_step is None or self.last_step[0] != self._trainer.step:
            return None
        layout = Parameters(self._trainer.network.spec, self.last_step[1].dtype)
        layout.vector[:] = self.last_step[1]
        return layout.matrices

    def path(self) -> WeightPath:
        """Where the two weights were."""
        places = np.array(self._places, np.float64).reshape(-1, 2)
        return WeightPath(np.array(self._steps, np.int64), places)

    def extent(self) -> Extent:
        """Round the whole path, with room to go on; it stays as long as the path is inside."""
        now = self._place(self._trainer.network.parameters)
        points = [*self._places, *([now] if _is_moderate(now) else [])] or [(0.0, 0.0)]
        low, high = np.min(points, axis=0), np.max(points, axis=0)
        if self._extent is None or not _holds(self._extent, low, high):
            span = np.maximum(high - low, _LEAST_SPAN)
            middle, half = (low + high) / 2, span * (0.5 + _ROOM)
            (left, bottom), (right, top) = middle - half, middle + half
            self._extent = float(left), float(right), float(bottom), float(top)
        return self._extent

    def _place(self, vector: Floats) -> tuple[float, float]:
        assert self.pair is not None
        layout = self._trainer.network.layout
        first, second = (
            vector[_offset(layout, layer) + row * layout.matrices[layer].shape[1] + column]
            for layer, row, column in self.pair
        )
        return float(first), float(second)


def _is_moderate(place: tuple[float, float]) -> bool:
    """Whether a place can be drawn; while training diverges, some cannot."""
    return all(abs(value) <= _FARTHEST for value in place)


def _offset(layout: Parameters, layer: int) -> int:
    """Where in the vector the matrix of a layer begins."""
    parts = zip(layout.matrices[:layer], layout.slopes[:layer], strict=True)
    return sum(matrix.size + (0 if slopes is None else slopes.size) for matrix, slopes in parts)


def _holds(extent: Extent, low: Floats, high: Floats) -> bool:
    """Whether everything from `low` to `high` (2,) lies inside, and off the edge."""
    left, right, bottom, top = extent
    across, up = _MARGIN * (right - left), _MARGIN * (top - bottom)
    inner = np.array([left + across, bottom + up]), np.array([right - across, top - up])
    return bool(np.all(low >= inner[0]) and np.all(high <= inner[1]))
