"""A question that the class answers before it sees, and the answer once it has seen."""

from html import escape

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.experiment.lessons.lesson import Question

_MARGINS = (10, 6, 10, 6)


class Choice(QPushButton):
    """One possible answer; long words go on in a second line."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(words)
        self._label = QLabel(words, self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*_MARGINS)
        layout.addWidget(self._label)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        inner = width - _MARGINS[0] - _MARGINS[2]
        return self._label.heightForWidth(inner) + _MARGINS[1] + _MARGINS[3]

    @override
    def sizeHint(self) -> QSize:
        hint = self._label.sizeHint()
        return QSize(hint.width(), hint.height() + _MARGINS[1] + _MARGINS[3])

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())


class Prediction(QFrame):
    """Shows one question; `chosen` carries the place of the choice that was taken."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lesson.prediction")
        self.setAccessibleName("Prediction")
        self._question: Question | None = None
        self._choices: list[Choice] = []
        self._asked = QLabel(self)
        self._asked.setWordWrap(True)
        self._asked.setTextFormat(Qt.TextFormat.PlainText)
        self._asked.setProperty("role", "cardTitle")
        self._answer = QLabel(self)
        self._answer.setObjectName("lesson.answer")
        self._answer.setWordWrap(True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 2, 0, 2)
        self._layout.setSpacing(5)
        self._layout.addWidget(self._asked)
        self._layout.addWidget(self._answer)

    def show_question(self, question: Question | None) -> None:
        """Ask another question; None hides everything."""
        self._question = question
        for choice in self._choices:
            self._layout.removeWidget(choice)
            choice.setParent(None)  # at once, so that nothing finds it by its name
            choice.deleteLater()
        self._choices = []
        self.setVisible(question is not None)
        if question is None:
            return
        self._asked.setText(question.question)
        for place, words in enumerate(question.choices):
            choice = Choice(words, self)
            choice.setObjectName(f"lesson.choice.{place}")
            choice.clicked.connect(self._on_clicked)
            self._layout.insertWidget(1 + place, choice)
            self._choices.append(choice)

    def show_state(self, taken: int | None, is_revealed: bool) -> None:
        """Mark the choice that was taken and, once it is `is_revealed`, say which is right."""
        question = self._question
        if question is None:
            return
        for place, choice in enumerate(self._choices):
            choice.setChecked(place == taken)
            choice.setEnabled(taken is None or place == taken)
        self._answer.setText(_feedback(question, taken, is_revealed))
        self._answer.setVisible(taken is not None)

    def _on_clicked(self) -> None:
        sender = self.sender()
        assert isinstance(sender, Choice)
        self.chosen.emit(self._choices.index(sender))


def _feedback(question: Question, taken: int | None, is_revealed: bool) -> str:
    if not is_revealed:
        return "Noted. Now see what happens."
    right = question.choices[question.answer]
    verdict = "Right." if taken == question.answer else f"It is: {right}."
    return f"<b>{escape(verdict)}</b> {escape(question.because)}"
