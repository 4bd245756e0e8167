"""The panel of a lesson: its text, the question to the class, what it waits for, and the way on."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.lessons.guide import LessonGuide
from nnstudio.app.lessons.links import harmless, open_link
from nnstudio.app.lessons.prediction import Prediction
from nnstudio.app.panels.live import LivePanel
from nnstudio.app.widgets.wrapped_button import WrappedButton
from nnstudio.app.workspace.wants import Want
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.lessons.goals import Goal
from nnstudio.experiment.lessons.library import lesson_names
from nnstudio.experiment.lessons.mathematics import with_characters

_MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]()#+!|<>-])")
_TITLE_SIZE = 1.35
_SIDES = 36  # what is not text, from one side of the panel to the other


class LessonPanel(LivePanel):
    """Shows the page at which the guide stands."""

    pace_ms = 100

    def __init__(
        self, guide: LessonGuide, workspace: Workspace, parent: QWidget | None = None
    ) -> None:
        super().__init__("Lesson", workspace, parent)
        self.setObjectName("lesson")
        self._guide = guide
        self._build_header()
        self._build_text()
        self._build_way()
        guide.turned.connect(self._show_page)
        guide.changed.connect(self._show_progress)
        workspace.snapshot_changed.connect(self.on_news)
        workspace.experiment_changed.connect(self.on_news)
        self._show_page()

    def take_focus(self) -> None:
        """Put the keyboard on the way on."""
        self._next.setFocus()

    def height_of_page(self, width: int) -> int:
        """How high the panel is, `width` wide, when nothing of the page has to be scrolled."""
        margins = self.contentsMargins().left() + _SIDES
        around = self.minimumSizeHint().height() - self._scroll.minimumSizeHint().height()
        return around + self._inside.heightForWidth(width - margins)

    def _build_header(self) -> None:
        self._heading.setProperty("role", "muted")
        close = QPushButton("✕", self)
        close.setObjectName("lesson.close")
        close.setAccessibleName("Leave the lesson")
        close.setToolTip("Leave the lesson; everything stays as it is (Lessons > Continue)")
        close.setFlat(True)
        close.clicked.connect(self._guide.leave)
        self.header.addWidget(close)

    def _build_text(self) -> None:
        self._title = self._label("lesson.title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _TITLE_SIZE)
        font.setBold(True)
        self._title.setFont(font)
        self._text = self._label("lesson.text")
        self._text.setTextFormat(Qt.TextFormat.MarkdownText)
        self._text.linkActivated.connect(open_link)
        self._prediction = Prediction(self)
        self._prediction.chosen.connect(self._guide.predict)
        self._goals = self._label("lesson.goals")
        self._goals.setTextFormat(Qt.TextFormat.RichText)
        self._inside = QWidget(self)
        layout = QVBoxLayout(self._inside)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(10)
        for part in (self._title, self._prediction, self._text, self._goals):
            layout.addWidget(part)
        layout.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inside)
        self.body.addWidget(self._scroll, 1)

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        return label

    def _build_way(self) -> None:
        way = QHBoxLayout()
        self._back = self._button("back", "Back", "The page before (Page Up)", self._guide.back)
        self._again = self._button(
            "again", "Again", "Set this step up anew, with fresh weights", self._guide.set_up
        )
        self._next = WrappedButton(self)
        self._dress(self._next, "next", "Next", "The next page (Page Down)", self._guide.forward)
        self._next.setProperty("role", "primary")
        self._compare = self._button(
            "compare",
            "Show them side by side",
            "Train the networks of this step in step, each in its column",
            self._guide.compare,
        )
        self.body.addWidget(self._compare)
        way.addWidget(self._back, 1)
        way.addWidget(self._again, 1)
        self.body.addWidget(self._next)
        self.body.addLayout(way)

    def _button(self, name: str, words: str, tip: str, slot: object) -> QPushButton:
        button = QPushButton(words, self)
        self._dress(button, name, words, tip, slot)
        return button

    def _dress(self, button: QPushButton, name: str, words: str, tip: str, slot: object) -> None:
        button.setObjectName(f"lesson.{name}")
        button.setAccessibleName(f"{words}: {tip}")
        button.setToolTip(tip)
        button.clicked.connect(slot)

    @override
    def wanted(self) -> Want:
        return {"activity": True}

    @override
    def refresh(self) -> None:
        self._guide.look()

    def _show_page(self) -> None:
        lesson, step = self._guide.lesson, self._guide.step
        if lesson is None:
            return
        self._heading.setText(_place(lesson.name, self._guide.page, len(lesson.steps)))
        title, text = lesson.title, f"**{lesson.claim}**\n\n{lesson.introduction}"
        if step is not None:
            title, text = step.title, step.text
        self._title.setText(title)
        self._text.setText(with_characters(harmless(text), _escaped))
        self._prediction.show_question(None if step is None else step.predict)
        self._back.setEnabled(self._guide.page > 0)
        self._again.setVisible(step is not None)
        self._compare.setVisible(step is not None and bool(step.compare))
        self._next.set_words(self._guide.words_of_next)
        self._scroll.verticalScrollBar().setValue(0)
        self._show_progress()

    def _show_progress(self) -> None:
        guide = self._guide
        self._prediction.show_state(guide.prediction, guide.is_made)
        self._goals.setText(_goals_text(guide.goals, guide.is_made))
        self._goals.setVisible(bool(guide.goals))
        is_ready = guide.is_made
        if self._next.property("ready") != is_ready:
            self._next.setProperty("ready", is_ready)
            self._next.style().polish(self._next)


def _place(name: str, page: int, steps: int) -> str:
    names = lesson_names()
    lesson = f"Lesson {names.index(name) + 1} of {len(names)}" if name in names else "Lesson"
    return f"{lesson} · step {page} of {steps}" if page else lesson


def _escaped(formula: str) -> str:
    """A formula as it stands, whatever its signs mean in Markdown."""
    return _MARKDOWN_SIGNS.sub(r"\\\1", formula)


def _goals_text(goals: tuple[Goal, ...], is_made: bool) -> str:
    theme = current_theme()
    if is_made:
        return f"<b style='color: {theme.good}'>✓ Seen: the point is made.</b>"
    rows = "<br>".join(f"{'✓' if goal.is_met else '○'}&nbsp; {goal.words}" for goal in goals)
    return f"<span style='color: {theme.muted}'>To be seen:<br>{rows}</span>"
