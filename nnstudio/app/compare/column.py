"""One network among several: what it is, its drawing, its regions, how well it does, its losses."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.canvas.wording import counted
from nnstudio.app.compare.brush import Brush
from nnstudio.app.compare.network_drawing import NetworkDrawing
from nnstudio.app.compare.plane import ComparedPlane
from nnstudio.app.compare.score import Score
from nnstudio.app.compare.shared_plot import SharedPlot
from nnstudio.app.widgets.card import Card
from nnstudio.app.widgets.plane_plot import Points
from nnstudio.app.widgets.ticks import number, percent
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.core.counts import count_network, network_name
from nnstudio.experiment.comparing.comparison import Lane

_BOLD = 1.1  # how much wider words are in bold
_BESIDE = 6  # lines' heights that margins and buttons beside the title are wide
_APART = 20
_DRAWING, _PLANE, _CURVES = 4, 11, 5  # shares of the height


class CompareColumn(Card):
    """Shows one lane; `settings` opens what can be changed about it."""

    removed = Signal(int)

    def __init__(
        self, place: int, workspace: Workspace, brush: Brush, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.place = place
        self.setObjectName(f"compare.column.{place}")
        self._build_header()
        self._drawing = NetworkDrawing(self)
        self.plane = ComparedPlane(workspace, brush, self)
        self.plane.setObjectName(f"compare.plane.{place}")
        self.curves = SharedPlot(self)
        self.curves.setAccessibleName("Loss over epochs, on the same axes in every column")
        self._train, self._test = Score("train", self), Score("test", self)
        self.bars = Score("train", self, bar=True), Score("test", self, bar=True)
        self._note = QLabel(self)
        self._note.setObjectName(f"compare.note.{place}")
        self._note.setWordWrap(True)
        self._note.hide()
        self._build_body()

    def _build_header(self) -> None:
        self.hide_summary()
        self._heading.setWordWrap(True)
        self._heading.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.header.setStretch(0, 1)
        self.header.setStretch(1, 0)
        self.settings = self._button("⋯", "settings", "Change this network")
        self.remove = self._button("✕", "remove", "Take this network away")
        self.remove.clicked.connect(self._on_removed)
        self._count = QLabel(self)
        self._count.setObjectName(f"compare.count.{self.place}")
        self._count.setProperty("role", "muted")
        self._count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def _button(self, sign: str, name: str, words: str) -> QPushButton:
        button = QPushButton(sign, self)
        button.setObjectName(f"compare.{name}.{self.place}")
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setFlat(True)
        self.header.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return button

    def _build_body(self) -> None:
        self.body.addWidget(self._count)
        self.body.addWidget(self._drawing, _DRAWING)
        self.body.addWidget(self.plane, _PLANE)
        for bar in self.bars:
            self.body.addWidget(bar)
        scores = QHBoxLayout()
        scores.setSpacing(_APART)
        scores.addWidget(self._train)
        scores.addWidget(self._test)
        scores.addStretch(1)
        self.body.addLayout(scores)
        self.body.addWidget(self._note)
        self._caption = QLabel("loss", self)
        self._caption.setProperty("role", "muted")
        self._caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.body.addWidget(self._caption)
        self.body.addWidget(self.curves, _CURVES)

    def show_title(self, title: str, lines: int, can_remove: bool) -> None:
        """Call the network `title`, which takes so many lines in the column where it is longest."""
        self.set_title(title)
        self._heading.setToolTip(title)
        self._heading.setMinimumHeight(lines * self.fontMetrics().height())
        self.remove.setVisible(can_remove)

    def title_lines(self, title: str, width: int) -> int:
        """How many lines `title` takes in a column that is so wide."""
        line = self.fontMetrics().height()
        needed = _BOLD * self._heading.fontMetrics().horizontalAdvance(title)
        return max(1, ceil(needed / max(width - _BESIDE * line, line)))

    def show_lane(
        self, lane: Lane, others: Sequence[Lane], drawn: Points | None, top: float
    ) -> None:
        """Show this lane; `top` is where the loss axis of all ends."""
        network, metrics = lane.prepared.network, lane.snapshot.metrics
        parameters = counted(count_network(network).parameters, "parameter")
        self._set(self._count, f"{network_name(network)} · {parameters}")
        self._drawing.set_network(network, lane.snapshot.matrices)
        has_plane = lane.snapshot.regions is not None and lane.prepared.dataset.columns <= 2
        is_class = lane.prepared.dataset.task == "classification"
        write = percent if is_class else number
        pairs = zip((metrics.train_score, metrics.test_score), self._scores(has_plane), strict=True)
        for value, score in pairs:
            score.show_score(write(value), value, "" if is_class else "R²")
        if has_plane:
            self.plane.show_lane(lane, drawn)
        theme = current_theme()
        rivals = [(other.curves, theme.muted) for other in others if other is not lane]
        self.curves.show_curves(lane.curves, rivals, top)
        train, test = number(metrics.train_loss), number(metrics.test_loss)
        self._set(self._caption, f"loss — {train}  – – test {test}")
        self._set(self._note, lane.note or "")
        self._note.setVisible(lane.note is not None)

    def _scores(self, has_plane: bool) -> tuple[Score, Score]:
        """The numbers to show: beside each other under a plane, else as bars in its place."""
        for widget in (self.plane, self._train, self._test):
            widget.setVisible(has_plane)
        for bar in self.bars:
            bar.setVisible(not has_plane)
        return (self._train, self._test) if has_plane else self.bars

    def _set(self, label: QLabel, text: str) -> None:
        if label.text() != text:
            label.setText(text)
            label.setToolTip(text)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.plane.setMaximumHeight(event.size().width())  # more would stay empty

    def _on_removed(self) -> None:
        self.removed.emit(self.place)
