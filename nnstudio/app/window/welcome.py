"""The welcome at the first start: the first lesson, examples and recent files, one click each."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.workspace.settings import recent_files, remember_welcome
from nnstudio.experiment.files.examples import list_examples
from nnstudio.experiment.lessons.library import list_lessons

if TYPE_CHECKING:
    from nnstudio.app.window.main_window import MainWindow

_MOST = 6
_FIRST_EXAMPLES = ("spiral", "digits", "dying-relu", "iris", "figure-3-4-2", "vanishing-gradient")
_TITLE_SIZE = 1.9
_SHADE = 110  # of 255


class Welcome(QWidget):
    """Lies over the window; a click beside it, Escape, or any of its choices ends it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.setObjectName("welcome")
        self.setAccessibleName("Welcome")
        self._window = window
        self._card = QFrame(self)
        self._card.setObjectName("popover")
        self._build_card()
        window.installEventFilter(self)
        self.setGeometry(window.rect())

    def open(self) -> None:
        """Show it in front of everything, and not at the next start."""
        remember_welcome()
        self.show()
        self.raise_()
        self._start.setFocus()

    def _build_card(self) -> None:
        layout = QVBoxLayout(self._card)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(14)
        title = QLabel("Welcome to NNStudio", self._card)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _TITLE_SIZE)
        font.setBold(True)
        title.setFont(font)
        layout.addWidget(title)
        layout.addWidget(
            QLabel("Click a neural network together, press Run, and watch what it learns.")
        )
        self._start = self._primary("Train your first network: lesson 1, one minute")
        layout.addWidget(self._start)
        columns = QHBoxLayout()
        columns.setSpacing(28)
        for heading, rows in self._columns():
            if rows:
                columns.addLayout(self._column(heading, rows))
        layout.addLayout(columns)
        self._play = self._button("Just play", self.close)
        self._play.setObjectName("welcome.play")
        layout.addWidget(self._play, 0, Qt.AlignmentFlag.AlignLeft)

    def _primary(self, words: str) -> QPushButton:
        button = self._button(words, partial(self._window.lessons.open, list_lessons()[0].name))
        button.setObjectName("welcome.start")
        button.setProperty("role", "primary")
        button.setProperty("ready", True)
        return button

    def _columns(self) -> Sequence[tuple[str, list[tuple[str, Callable[[], object]]]]]:
        files, lessons = self._window.files, self._window.lessons
        titles = {example.name: example.title for example in list_examples()}
        return (
            ("Lessons", [(i.title, partial(lessons.open, i.name)) for i in list_lessons()[:_MOST]]),
            ("Examples", [(titles[n], partial(files.open_source, n)) for n in _FIRST_EXAMPLES]),
            ("Recent files", [(p.name, partial(files.open_source, p)) for p in recent_files()]),
        )

    def _column(self, heading: str, rows: list[tuple[str, Callable[[], object]]]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        label = QLabel(heading, self._card)
        label.setProperty("role", "cardTitle")
        column.addWidget(label)
        for words, do in rows[:_MOST]:
            button = self._button(words, do)
            button.setFlat(True)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return column

    def _button(self, words: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self._card)
        button.setAccessibleName(words)
        button.clicked.connect(partial(self._choose, do))
        return button

    def _choose(self, do: Callable[[], object], _checked: bool = False) -> None:
        self.close()
        do()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._card.adjustSize()
        room = self.rect().center() - self._card.rect().center()
        self._card.move(room)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(0, 0, 0, _SHADE))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
