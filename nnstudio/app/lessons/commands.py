"""What the Lessons menu does: open a lesson, one of a folder, or come back to the one left."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from nnstudio.app.commands.file_commands import FileCommands
from nnstudio.app.lessons.guide import LessonGuide, finished_lessons
from nnstudio.app.window import dialogs
from nnstudio.app.workspace.workspace import Workspace


class LessonCommands(QObject):
    """The commands, with `window` as the parent of the dialogs."""

    def __init__(self, window: QWidget, workspace: Workspace, files: FileCommands) -> None:
        super().__init__(window)
        self._window = window
        self._files = files
        self.guide = LessonGuide(workspace, self)

    def fill(self, menu: QMenu) -> None:
        """One action for each lesson of the course, ticked when it was gone through to its end."""
        from nnstudio.experiment.lessons.library import list_lessons

        finished = finished_lessons()
        for number, lesson in enumerate(list_lessons(), start=1):
            action = menu.addAction(f"{number}  {lesson.title}")
            action.setObjectName(f"lesson.open.{lesson.name}")
            action.setToolTip(lesson.claim)
            action.setCheckable(True)
            action.setChecked(lesson.name in finished)
            action.triggered.connect(partial(self.open, lesson.name))
        menu.setToolTipsVisible(True)

    def open(self, source: str | Path, _checked: bool = False) -> None:
        """Begin a lesson; unsaved work is asked about first."""
        if self._files.confirm():
            self.guide.open(source)

    def open_folder(self) -> None:
        """Begin a lesson of one's own."""
        folder = dialogs.ask_folder(self._window, "Open a lesson's folder", Path.home())
        if folder is not None:
            self.open(folder)

    def come_back(self) -> None:
        """Go on with the lesson that was left, or begin the first."""
        if self.guide.lesson is None:
            from nnstudio.experiment.lessons.library import list_lessons

            self.open(list_lessons()[0].name)
        elif self.guide.has_stayed or self._files.confirm():
            self.guide.come_back()
