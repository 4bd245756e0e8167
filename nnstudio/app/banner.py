"""The line under the toolbar that says in one sentence what is wrong, and mends it if it can."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from nnstudio.app.workspace import Workspace


class ProblemBanner(QFrame):
    """Shown while the workspace has a problem; closing it does not make the problem go away."""

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
        self._hide = QPushButton("Hide", self)
        self._hide.setObjectName("problemBanner.hide")
        self._hide.clicked.connect(self.hide)
        self._build_layout()
        workspace.problem_changed.connect(self._on_problem_changed)
        self._on_problem_changed(workspace.problem)

    def _build_layout(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.addWidget(self._sentence, 1)
        layout.addWidget(self._fit)
        layout.addWidget(self._hide)

    def show_message(self, sentence: str) -> None:
        """Show `sentence`, which is not the experiment's fault."""
        self._sentence.setText(sentence)
        self._fit.hide()
        self.show()

    def _on_problem_changed(self, problem: str | None) -> None:
        self._sentence.setText(problem or "")
        self._fit.setVisible(self._workspace.can_fit_network)
        self.setVisible(problem is not None)
