"""The left column during a lesson: the lesson on top, and below only the panels its step needs."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter, QWidget

from nnstudio.app.lessons.panel import LessonPanel
from nnstudio.app.lessons.pointer import Pointer, points_into
from nnstudio.app.panels.preprocessing import PreprocessingPanel
from nnstudio.app.window.inspector_room import InspectorRoom

if TYPE_CHECKING:
    from nnstudio.app.window.main_window import MainWindow

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
        is_needed = points_into(self._guide.pointed_at, panel)
        return is_needed or (None if panel.parent() is not self._column else False)

    def refresh(self) -> None:
        """Show the page at which the guide stands, or that no lesson is open."""
        is_open, names = self._guide.is_open, self._guide.pointed_at
        self._lesson.setVisible(is_open)
        room = self._column.findChild(InspectorRoom)
        if room is not None and not is_open:
            room.prepare()  # or the window would grow for the plots
        self._window.refresh_panels()
        if is_open:
            self._share_height()
        elif room is not None:
            room.refresh()
            room.give_room()
        if any(name.partition(".")[0] == _CANVAS for name in names):
            self._window.views.show_view(_CANVAS)
        self._pointer.point_at(names)
        if is_open and self._guide.page == 0:
            self._window.views.show_view(_CANVAS)
            self._lesson.take_focus()

    def _share_height(self) -> None:
        """The lesson takes what its page needs, and what else is to be seen the rest."""
        height = self._column.height()
        needed = min(self._lesson.height_of_page(self._column.width()), height)
        plots = self._window.panels["preprocessing"]
        assert isinstance(plots, PreprocessingPanel)
        plots.set_folded(height - needed < plots.full_height)
        self._column.setSizes([needed] + [height - needed] * (self._column.count() - 1))
