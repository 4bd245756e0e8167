"""The stage: what the last row of a lecture hall shall read, and nothing else, in large letters.

It is made of panels of its own on the same workspace, so that it can stand in the window or in a
second one on the projector, and the desk stays as it is. During a lesson it shows the panels and
settings that the step points at.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from nnstudio.app.canvas.view import CanvasView
from nnstudio.app.lessons.guide import LessonGuide
from nnstudio.app.lessons.panel import LessonPanel
from nnstudio.app.lessons.pointer import Pointer, points_into
from nnstudio.app.panels.activations import ActivationsPanel
from nnstudio.app.panels.curves import CurvesPanel
from nnstudio.app.panels.data import DataPanel
from nnstudio.app.panels.inspector import InspectorPanel
from nnstudio.app.panels.preprocessing import PreprocessingPanel
from nnstudio.app.panels.regions import RegionsPanel
from nnstudio.app.presenting.bar import StageBar
from nnstudio.app.presenting.halo import Halo
from nnstudio.app.presenting.scale import LARGER, SMALLER
from nnstudio.app.widgets.card import Card
from nnstudio.app.workspace.workspace import Workspace

_GAP = 8
_HEADING = 1.35
_LESSON, _CANVAS, _PLOTS = 30, 42, 28  # of the width, in percent
_ON_STAGE = {  # what a control of the training bar is called on the bar of the stage
    "runButton": "stage.run",
    "stepButton": "stage.step",
    "resetButton": "stage.reset",
    "newWeightsButton": "stage.dice",
    "epochCounter": "stage.epoch",
}
_PLOT_NAMES = ("regions", "curves", "activations")  # two of them, the earlier the sooner


class Stage(QWidget):
    """Shows a workspace at `scale` times the usual size; `left` comes when the speaker ends it."""

    left = Signal()
    rescaled = Signal(bool)
    """Larger, or smaller."""

    def __init__(
        self, workspace: Workspace, guide: LessonGuide, scale: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self.setAccessibleName("Presentation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._guide = guide
        self._enlarge(QApplication.font().pointSizeF() * scale)
        self._build(workspace, scale)
        self._pointer = Pointer(self)
        Halo(self)
        self._keys: list[QShortcut] = []
        guide.turned.connect(self._show_lesson)
        self._show_lesson()

    def hear_clickers(self) -> None:
        """Turn the pages also where no menu does it and the focus is on what has such keys."""
        for key, turn in (
            (Qt.Key.Key_PageDown, self._guide.forward),
            (Qt.Key.Key_PageUp, self._guide.back),
        ):
            shortcut = QShortcut(key, self)
            shortcut.activated.connect(turn)
            shortcut.setEnabled(self._guide.is_open)
            self._keys.append(shortcut)

    def _enlarge(self, points: float) -> None:
        """Write everything in letters of so many points.

        Children measure the font while they are built, before any style sheet; and a font that is
        set by code is lost in them when the application's style sheet changes. So it takes both.
        """
        font = QFont(self.font())
        font.setPointSizeF(points)
        self.setFont(font)
        self.setStyleSheet(_letters(points))

    def _build(self, workspace: Workspace, scale: float) -> None:
        self._bar = StageBar(workspace, scale, self)
        self._bar.left.connect(self.left)
        self._bar.rescaled.connect(self.rescaled)
        self._lesson = LessonPanel(self._guide, workspace, self)
        self.canvas = CanvasView(workspace, self)
        preprocessing = PreprocessingPanel(workspace, self)
        preprocessing.set_folded(True)  # its page shows them large
        desk: tuple[Card, ...] = (
            DataPanel(workspace, self),
            preprocessing,
            InspectorPanel(workspace, self),
        )
        regions = RegionsPanel(workspace, self)
        regions.note.setWordWrap(True)
        regions.note.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        plots = (
            regions,
            CurvesPanel(workspace, self),
            ActivationsPanel(workspace, self),
        )
        self._panels: dict[str, Card] = {panel.objectName(): panel for panel in (*desk, *plots)}
        for panel in plots:
            panel.hide_summary()  # the bar says it
        self._text = self._column(Qt.Orientation.Vertical, self._lesson, *desk)
        columns = self._column(
            Qt.Orientation.Horizontal,
            self._text,
            self.canvas,
            self._column(Qt.Orientation.Vertical, *plots),
        )
        columns.setSizes([_LESSON * 100, _CANVAS * 100, _PLOTS * 100])
        self._lay_out(columns)

    def _column(self, way: Qt.Orientation, *parts: QWidget) -> QSplitter:
        column = QSplitter(way, self)
        column.setHandleWidth(_GAP)
        column.setChildrenCollapsible(False)
        for part in parts:
            column.addWidget(part)
        return column

    def _lay_out(self, columns: QSplitter) -> None:
        body = QHBoxLayout()
        body.setContentsMargins(_GAP, _GAP, _GAP, 0)
        body.addWidget(columns)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, _GAP)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addLayout(body, 1)
        layout.addWidget(self.canvas.counts)

    def _show_lesson(self) -> None:
        """Show the lesson with what its step points at, or the network alone."""
        names = self._guide.pointed_at
        self._text.setVisible(self._guide.is_open)
        for key in self._keys:
            key.setEnabled(self._guide.is_open)
        self._bar.show_settings(names)
        pointed = {name for name, panel in self._panels.items() if points_into(names, panel)}
        plots = sorted(_PLOT_NAMES, key=lambda name: name not in pointed)[:2]
        for name, panel in self._panels.items():
            panel.setVisible(name in plots if name in _PLOT_NAMES else name in pointed)
        self._pointer.point_at([_ON_STAGE.get(name, name) for name in names])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key == Qt.Key.Key_PageDown and self._guide.is_open:
            self._guide.forward()
        elif key == Qt.Key.Key_PageUp and self._guide.is_open:
            self._guide.back()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif held and key in (*LARGER, *SMALLER):
            self.rescaled.emit(key in LARGER)
        else:
            super().keyPressEvent(event)


def _letters(points: float) -> str:
    """The style sheet that writes everything in letters of so many points, and headings larger."""
    return (
        f"* {{ font-size: {points:.2f}pt; }} #lesson\\.title, #stage\\.epoch, #stage\\.score "
        f"{{ font-size: {_HEADING * points:.2f}pt; }}"
    )
