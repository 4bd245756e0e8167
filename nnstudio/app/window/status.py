"""The status bar: what the run does and how fast, the seed, the zoom, the file."""

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from nnstudio.app.canvas.pace import Pace
from nnstudio.app.widgets.steady import Steady
from nnstudio.app.workspace.workspace import Workspace

_PACE_MS = 95  # nobody reads a speed that changes more often
_WORDS = {
    "loading": "Loading data",
    "ready": "Ready",
    "running": "Training",
    "paused": "Paused",
    "finished": "Finished this run",
    "diverged": "Diverged",
    "invalid": "Cannot train",
}


class StatusBar(QStatusBar):
    """Follows the workspace; `message` shows a passing sentence in place of the state."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self.setAccessibleName("Status")
        self.setSizeGripEnabled(False)
        self._workspace = workspace
        self._pace = Pace(_PACE_MS)
        self._state = self._add("state")
        self._seed = self._add("seed")
        self._zoom = self._add("zoom")
        self._file = self._add("file", permanent=True)
        workspace.phase_changed.connect(self._show_state)
        workspace.snapshot_changed.connect(self._on_snapshot_changed)
        workspace.experiment_changed.connect(self._show_document)
        workspace.experiment_changed.connect(self.clearMessage)
        workspace.path_changed.connect(self._show_document)
        workspace.undo_stack.cleanChanged.connect(self._show_document)
        workspace.message.connect(self._show_message)
        self._show_state()
        self._show_document()

    def show_zoom(self, factor: float) -> None:
        """Show the canvas's zoom, 1 being its natural size."""
        self._zoom.setText(f"Zoom {factor:.0%}")

    def _add(self, name: str, permanent: bool = False) -> QLabel:
        label = QLabel(self)
        label.setObjectName(f"statusBar.{name}")
        label.setContentsMargins(8, 2, 8, 2)
        if permanent:
            self.addPermanentWidget(label)
        else:
            self.addWidget(Steady(label))
        return label

    def _on_snapshot_changed(self) -> None:
        if self._pace.is_due(self._workspace.phase == "running"):
            self._show_state()

    def _show_state(self) -> None:
        phase, snapshot = self._workspace.phase, self._workspace.snapshot
        words = f"● {_WORDS[phase]}"
        if phase == "paused" and snapshot is not None:
            words += f" — step {snapshot.metrics.step:,}"
        if phase == "running" and snapshot is not None and snapshot.examples_per_second > 0:
            words += f" — {_rounded(snapshot.examples_per_second):,} examples/s"
        self._state.setText(words)

    def _show_document(self) -> None:
        path = self._workspace.path
        saved = "saved" if self._workspace.undo_stack.isClean() else "unsaved changes"
        self._seed.setText(f"Seed {self._workspace.experiment.seed}")
        self._file.setText("Not saved to a file" if path is None else f"{path.name} — {saved}")

    def _show_message(self, sentence: str) -> None:
        self.showMessage(sentence, 4000)


def _rounded(rate: float) -> int:
    return int(float(f"{rate:.3g}"))
