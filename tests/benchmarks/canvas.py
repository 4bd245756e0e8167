"""Repainting the canvas of a network of 10,000 neurons, and following one of 28,864 links."""

import statistics
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF
from typing_extensions import override

from nnstudio.app.canvas.network_view import NetworkView
from nnstudio.app.window.main_window import MainWindow
from nnstudio.experiment.looks.snapshot import Snapshot
from tests.benchmarks import stage
from tests.benchmarks.experiments import deep_lecture, wide_network
from tests.benchmarks.pace import WARM_UP, Watch
from tests.benchmarks.report import Line

_MID_ZOOM = 0.3


def measure(quick: bool) -> list[Line]:
    """All lines about the canvas."""
    return [*_repaint_lines(quick), *_follow_lines(quick)]


def _repaint_lines(quick: bool) -> list[Line]:
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


def _follow_lines(quick: bool) -> list[Line]:
    """What a frame costs in which all tiles and links change, and how many there are a second."""
    seconds = 1.0 if quick else 5.0
    with stage.opened(deep_lecture()) as window:
        first = _moment(window)
        window.workspace.step_epoch()
        stage.until(lambda: _moment(window) is not first)
        show = _Turns(window, (first, _moment(window)))
        cost = _cpu_of(10 if quick else 40, window.canvas.view, show)
        watch, lines = Watch(window), list[Line]()
        for who in ("with all panels", "no panel shown"):
            frames = _Frames(window)
            pace = watch.pace(seconds)
            used = f"{1e3 * pace.cpu / seconds:.0f} ms/s of the window's thread"
            note = f"{used}; {pace.steps_per_second:,.0f} steps/s"
            what = f"28,864 links: frames/s while training, {who}"
            lines.append(Line(what, frames.count / (seconds + WARM_UP), "", 20.0, 25.0, note))
            watch.toggle_panels()
        return [Line("28,864 links: redraw, all of it changed", cost, "ms", 100.0, 20.0), *lines]


def _moment(window: MainWindow) -> Snapshot:
    stage.until(lambda: window.workspace.snapshot is not None)
    assert window.workspace.snapshot is not None
    return window.workspace.snapshot


class _Turns:
    """Shows two moments by turns."""

    def __init__(self, window: MainWindow, moments: tuple[Snapshot, Snapshot]) -> None:
        self._scene, self._moments = window.canvas.scene, moments

    def __call__(self) -> None:
        self._moments = self._moments[::-1]
        self._scene.show_maps(self._moments[0])
        self._scene.show_weights(self._moments[0])


class _Frames(QObject):
    """Counts how often the canvas is painted with another moment than before."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._workspace, self._last, self.count = window.workspace, window.workspace.snapshot, 0
        window.canvas.view.viewport().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._workspace.snapshot is not self._last:
            self._last = self._workspace.snapshot
            self.count += 1
        return False


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
