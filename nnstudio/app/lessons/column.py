"""The left column during a lesson: the lesson on top, and below only the panels its step needs."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter, QWidget

from nnstudio.app.lessons.panel import LessonPanel
from nnstudio.app.lessons.pointer import Pointer

if TYPE_CHECKING:
    from nnstudio.app.main_window import MainWindow

_SHARE = 10_000  # of the height: the lesson takes what the other panels can spare
_HEIGHT = 260  # enough for a question and its choices
_CANVAS = "canvas"


class LessonColumn:
    """Puts the lesson into the left column of `window` and rings around what it points at."""

    def __init__(self, window: "MainWindow", stage: QWidget, column: QSplitter) -> None:
        self._window = window
        self._guide = window.lessons.guide
        self._column = column
        self._lesson = LessonPanel(self._guide, window.workspace)
        self._lesson.setMinimumHeight(_HEIGHT)
        column.insertWidget(0, self._lesson)
        self._pointer = Pointer(stage)

    def shows(self, name: str) -> bool | None:
        """Whether the panel `name` is to be seen; None leaves it to the View menu."""
        panel = self._window.panels[name]
        if not self._guide.is_open:
            return None
        return self._points_into(panel) or (None if panel.parent() is not self._column else False)

    def refresh(self) -> None:
        """Show the page at which the guide stands, or that no lesson is open."""
        is_open, names = self._guide.is_open, self._names
        self._lesson.setVisible(is_open)
        self._window.refresh_panels()
        self._column.setSizes([_SHARE] + [0] * (self._column.count() - 1))
        if any(name.partition(".")[0] == _CANVAS for name in names):
            self._window.views.show_view(_CANVAS)
        self._pointer.point_at(names)

    @property
    def _names(self) -> tuple[str, ...]:
        step = self._guide.step if self._guide.is_open else None
        return () if step is None else step.point_at

    def _points_into(self, panel: QWidget) -> bool:
        return any(
            name == panel.objectName() or panel.findChild(QWidget, name) is not None
            for name in self._names
        )
