"""The line above the canvas that says in a sentence what is wrong or would help, and does it."""

from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from nnstudio.app.window.advisor import Advisor
from nnstudio.app.workspace.workspace import Workspace

_LETTERS = 90  # that have room in a line of a small window, beside the button that hides it


class ProblemBanner(QFrame):
    """Shown while there is a problem or advice; closing it forgets advice and what was refused."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setObjectName("problemBanner")
        self.setAccessibleName("Problem")
        self._sentence = QLabel(self)
        self._sentence.setObjectName("problemBanner.sentence")
        self._sentence.setWordWrap(True)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._fit = QPushButton("Fit network to data", self)
        self._fit.setObjectName("problemBanner.fit")
        self._fit.setToolTip("Take the sizes of the input and the output from the data")
        self._fit.clicked.connect(workspace.fit_network)
        self._advisor = Advisor(workspace, self)
        self._take = QPushButton(self)
        self._take.setObjectName("problemBanner.take")
        self._take.setAccessibleName("Take the advice")
        self._take.setToolTip("Do this; it can be undone")
        self._take.clicked.connect(self._advisor.take)
        self._hide = QPushButton("Hide", self)
        self._hide.setObjectName("problemBanner.hide")
        self._hide.clicked.connect(self._on_hide)
        self._build_layout()
        workspace.problem_changed.connect(self._refresh)
        self._advisor.changed.connect(self._refresh)
        self._refresh()

    def _build_layout(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self._take, self._fit, self._hide):
            buttons.addWidget(button)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(12, 6, 12, 6)
        self._rows.addWidget(self._sentence, 1)
        self._rows.addLayout(buttons)

    def _make_room(self) -> None:
        """Buttons that leave a long sentence little room go below it."""
        beside = 2 * (_LETTERS - len(self._take.text()))
        is_long = len(self._sentence.text()) > beside and not self._take.isHidden()
        direction = QBoxLayout.Direction
        self._rows.setDirection(direction.TopToBottom if is_long else direction.LeftToRight)

    def show_message(self, sentence: str) -> None:
        """Show `sentence`, which is not the experiment's fault."""
        self._sentence.setText(sentence)
        self._fit.hide()
        self._take.hide()
        self._make_room()
        self.show()

    def _on_hide(self) -> None:
        self.hide()
        self._advisor.dismiss()
        self._workspace.dismiss_problem()

    def _refresh(self) -> None:
        """A problem comes before advice; a divergence is both."""
        problem, advice = self._workspace.problem, self._advisor.current
        is_advice = advice is not None and (problem is None or advice.sentence.startswith(problem))
        told = advice.sentence if is_advice and advice is not None else problem
        self._sentence.setText(told or "")
        self._fit.setVisible(self._workspace.can_fit_network)
        self._take.setVisible(is_advice and advice is not None and bool(advice.action))
        self._take.setText(advice.action if advice is not None else "")
        self._take.setAccessibleDescription(self._take.text())
        self._make_room()
        is_bad = problem is not None and not self._workspace.can_fit_network
        self._set_tone("bad" if is_bad else "advice")
        self.setVisible(problem is not None or advice is not None)

    def _set_tone(self, tone: str) -> None:
        """Red for what is wrong, calm for advice."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)
