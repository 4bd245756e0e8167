"""The bar over networks side by side: run, epoch, reset, paint, one more, and back to the desk."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from nnstudio.app.appearance.icons import icon
from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.compare.brush import Brush
from nnstudio.app.compare.compared import Compared
from nnstudio.app.widgets.steady import Steady
from nnstudio.app.workspace.workspace import Workspace

_COUNTS = ("none", "one", "both", "all three", "all four", "all five", "all six")
_ICON = 1.3  # of the height of a line
_CLASSES = 10


class CompareBar(QFrame):
    """Drives `compared`; `varied` comes when another variation is wanted."""

    varied = Signal()

    def __init__(
        self, compared: Compared, brush: Brush, workspace: Workspace, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("trainingBar")
        self.setAccessibleName("Networks side by side")
        self._compared, self._brush, self._workspace = compared, brush, workspace
        self._icons: list[tuple[QPushButton, str]] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(14, 8, 14, 8)
        self._layout.setSpacing(10)
        self._run = self._drawn("run", "Run (Ctrl+Return)", compared.toggle_run)
        self._drawn("step", "One epoch for each (Shift+.)", compared.step_epoch)
        self._drawn("reset", "Reset: same initial weights, epoch 0 (Ctrl+R)", compared.reset)
        self._epoch = QLabel("Epoch 0", self)
        self._epoch.setObjectName("compare.epoch")
        self._epoch.setProperty("role", "cardTitle")
        self._layout.addWidget(Steady(self._epoch))
        self._together = QLabel(self)
        self._together.setObjectName("compare.together")
        self._together.setProperty("role", "muted")
        self._together.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._layout.addWidget(self._together, 1)
        self._build_paint()
        self._more = self._button("+ Network", "add", "Put one more beside the last")
        self._more.clicked.connect(compared.duplicate)
        vary = self._button("Vary…", "vary", "Vary a setting of the open experiment")
        vary.clicked.connect(self.varied)
        close = self._button("Close", "close", "Back to the desk (Esc)")
        close.clicked.connect(compared.close)
        theme_signals().changed.connect(self._refresh_icons)
        brush.changed.connect(self._show_brush)
        self.refresh()
        self._show_brush()

    def _drawn(self, drawing: str, words: str, slot: object) -> QPushButton:
        button = self._button("", drawing, words)
        button.clicked.connect(slot)
        self._icons.append((button, drawing))
        return button

    def _button(self, text: str, name: str, words: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(f"compare.{name}")
        button.setAccessibleName(words.partition(":")[0].partition(" (")[0])
        button.setToolTip(words)
        self._layout.addWidget(button)
        return button

    def _build_paint(self) -> None:
        self._paint = self._button("Paint", "paint", "")
        self._paint.setCheckable(True)
        self._paint.toggled.connect(self._brush.switch)
        self._test = self._button("Test points", "testPoints", "Show the points tested on, too")
        self._test.setCheckable(True)
        self._test.clicked.connect(self._brush.show_test)
        self._label = QComboBox(self)
        self._label.setObjectName("compare.class")
        self._label.setAccessibleName("Class to paint")
        self._label.addItems([f"class {label}" for label in range(_CLASSES)])
        self._label.currentIndexChanged.connect(self._brush.choose)
        self._layout.insertWidget(self._layout.indexOf(self._paint) + 1, self._label)

    def _show_brush(self) -> None:
        can = self._brush.is_possible
        self._paint.setEnabled(can)
        self._paint.setChecked(self._brush.is_on)
        self._paint.setToolTip(
            "Click to add a point, drag one to move it: all networks get it"
            if can
            else "Painting needs points of classes in the plane"
        )
        self._label.setVisible(self._brush.is_on)
        self._test.setChecked(self._brush.shows_test)
        self._test.setEnabled(not self._brush.is_on)

    def refresh(self) -> None:
        """Show where the comparison stands."""
        compared, standing = self._compared, self._compared.standing
        self._epoch.setText(f"Epoch {0 if standing is None else standing.epoch:,}")
        self._tell_of_all()
        self._more.setEnabled(compared.can_grow)
        self._test.setChecked(self._brush.shows_test)
        self._test.setVisible(compared.has_plane)
        running = compared.state == "running"
        if self._run.property("running") != running:
            self._run.setProperty("running", running)
            self._run.setAccessibleName("Pause" if running else "Run")
            self._refresh_icons()

    def _tell_of_all(self) -> None:
        """Seed and number, as far as there is room."""
        seed = f"seed {self._workspace.experiment.seed}"
        words = (f"{seed} · {_COUNTS[len(self._compared.experiments)]} in step", seed, "")
        room, width = self._together.width(), self._together.fontMetrics().horizontalAdvance
        shown = next(each for each in words if not each or width(each) <= room)
        if shown != self._together.text():
            self._together.setText(shown)
            self._together.setToolTip(words[0])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_of_all()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_icons()  # perhaps in another font than before

    def _refresh_icons(self) -> None:
        theme, running = current_theme(), self._compared.state == "running"
        side = round(self.fontMetrics().height() * _ICON)
        for button, drawing in self._icons:
            button.setIconSize(QSize(side, side))
            shown = "pause" if drawing == "run" and running else drawing
            button.setIcon(icon(shown, theme.text, theme.muted))
