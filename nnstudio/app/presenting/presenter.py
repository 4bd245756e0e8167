"""Presenting: the desk gives way to the stage and comes back as it was; or a second window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from nnstudio.app.appearance.theme import emphasize

if TYPE_CHECKING:
    from nnstudio.app.presenting.stage import Stage
    from nnstudio.app.window.main_window import MainWindow

_UNLIMITED = 16_777_215  # what Qt calls no limit


class Presenter(QObject):
    """Puts the stage into `window` or into a window of its own."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._desk: QWidget | None = None
        self._was_full = False
        self._focused: QWidget | None = None
        self._projected: Stage | None = None

    @property
    def is_presenting(self) -> bool:
        """Whether the stage is in the window."""
        return self._desk is not None

    def toggle(self) -> None:
        """Go on stage, or back to the desk."""
        if self.is_presenting:
            self._leave()
        else:
            self._enter()

    def toggle_projector(self) -> None:
        """Open a second window with the stage, on another screen if there is one, or close it."""
        if self._projected is not None:
            self._end_projection()
            return
        self._projected = self._stage()
        self._projected.left.connect(self._end_projection)
        self._projected.hear_clickers()
        self._projected.setWindowTitle("NNStudio: projector")
        emphasize(True)
        here, screens = self._window.screen(), QGuiApplication.screens()
        others = [screen for screen in screens if screen is not here]
        if others:
            self._projected.setGeometry(others[0].geometry())
            self._projected.showFullScreen()
        else:
            self._projected.resize(1280, 720)
            self._projected.show()

    def close(self) -> None:
        """End everything that stands in a window of its own."""
        self._end_projection()
        if self.is_presenting:
            self._leave()

    def _enter(self) -> None:
        window = self._window
        self._was_full, self._focused = window.isFullScreen(), window.focusWidget()
        self._desk = window.takeCentralWidget()
        emphasize(True)
        window.menuBar().setMaximumHeight(0)  # hidden, its keys would not work
        window.statusBar().hide()
        self._set_stage(self._stage())
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)

    def _leave(self) -> None:
        window, desk = self._window, self._desk
        assert desk is not None  # only called while presenting
        self._desk = None
        window.compare.unsettle()
        window.setCentralWidget(desk)
        desk.show()
        window.compare.settle()
        emphasize(self._projected is not None)
        window.menuBar().setMaximumHeight(_UNLIMITED)
        window.statusBar().show()
        if not self._was_full:
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
        if self._focused is not None and isValid(self._focused):
            self._focused.setFocus()

    def _set_stage(self, stage: "Stage") -> None:
        stage.left.connect(self.toggle)
        self._window.compare.unsettle()
        self._window.setCentralWidget(stage)  # which deletes the one before
        stage.show()
        stage.setFocus()
        self._window.compare.settle()

    def _stage(self) -> "Stage":
        from nnstudio.app.presenting.scale import remembered_scale
        from nnstudio.app.presenting.stage import Stage

        stage = Stage(self._window.workspace, self._window.lessons.guide, remembered_scale())
        stage.rescaled.connect(self._rescale)
        return stage

    def _rescale(self, larger: bool) -> None:
        from nnstudio.app.presenting.scale import next_scale, remembered_scale

        next_scale(remembered_scale(), larger)
        if self.is_presenting:
            self._set_stage(self._stage())
        if self._projected is not None:
            self._end_projection()
            self.toggle_projector()

    def _end_projection(self) -> None:
        if self._projected is not None:
            self._projected.close()
            self._projected.deleteLater()
            self._projected = None
            emphasize(self.is_presenting)
