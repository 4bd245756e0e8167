"""Repainting the canvas of a network of 10,000 neurons, all of it and a part."""

import statistics
import time
from collections.abc import Callable

from PySide6.QtCore import QPointF

from nnstudio.app.canvas.network_view import NetworkView
from tests.benchmarks import stage
from tests.benchmarks.experiments import wide_network
from tests.benchmarks.report import Line

_MID_ZOOM = 0.3


def measure(quick: bool) -> list[Line]:
    """A line at fit-all and one at mid zoom."""
    with stage.opened(wide_network()) as window:
        view = window.canvas.view
        stage.until(lambda: window.workspace.snapshot is not None)
        neurons = (
            sum(window.workspace.prepared.network.sizes[1:]) if window.workspace.prepared else 0
        )
        frames = 10 if quick else 40
        window.canvas.zoom_to_fit()
        note = f"{neurons:,} neurons, zoom {view.zoom:.2f}"
        fitted = _cpu_of(frames, view, lambda: None)
        lines = [Line("10,000 neurons: repaint at fit-all", fitted, "ms", 16.0, 2.0, note)]
        view.set_zoom(_MID_ZOOM)
        note = f"zoom {view.zoom:.2f}, panned from frame to frame"
        panned = _cpu_of(frames, view, _Pan(view))
        return [*lines, Line("10,000 neurons: repaint at mid zoom", panned, "ms", 25.0, 10.0, note)]


class _Pan:
    """Moves what is seen to and fro by a few pixels."""

    def __init__(self, view: NetworkView) -> None:
        self._view = view
        self._way = 1

    def __call__(self) -> None:
        self._way = -self._way
        center = QPointF(self._view.viewport().rect().center())
        self._view.set_zoom(_MID_ZOOM * (1.0 + 0.01 * self._way), center)


def _cpu_of(frames: int, view: NetworkView, change: Callable[[], None]) -> float:
    """Milliseconds of this thread for a full repaint after `change`, the median of the frames."""
    spent = []
    for _ in range(frames):
        start = time.thread_time()
        change()
        view.viewport().repaint()
        spent.append(time.thread_time() - start)
    return 1e3 * statistics.median(spent)
