"""The activations of every layer on the training data, with verdicts: dead, saturated."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.canvas.wording import ACTIVATION_NAMES
from nnstudio.app.panels.live import LivePanel
from nnstudio.app.widgets.activity_row import ActivityRow
from nnstudio.app.workspace.naming import layer_name
from nnstudio.app.workspace.wants import Want
from nnstudio.app.workspace.workspace import Selection, Workspace
from nnstudio.experiment.advice.verdicts import judge_all


class ActivationsPanel(LivePanel):
    """One row a layer; scrolls inside when there are more layers than room."""

    pace_ms = 150

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Activations", workspace, parent)
        self.setObjectName("activations")
        self.rows: list[ActivityRow] = []
        self._build_body()
        workspace.snapshot_changed.connect(self.on_news)
        workspace.selection_changed.connect(self.refresh_if_visible)

    def _build_body(self) -> None:
        content = QWidget()
        self._list = QVBoxLayout(content)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(2)
        self._list.addStretch()
        scroll = QScrollArea(self)
        scroll.setObjectName("activations.scroll")
        scroll.setAccessibleName("Layers")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        self.body.addWidget(scroll, 1)
        self.set_summary("on the training data")

    @override
    def wanted(self) -> Want:
        return Want(activity=True, verdicts=True)

    @override
    def refresh(self) -> None:
        snapshot, prepared = self.workspace.snapshot, self.workspace.prepared
        if snapshot is None or prepared is None or not snapshot.activity:
            return
        layers = prepared.network.layers
        self._fit_rows(len(snapshot.activity))
        said = []
        judged = judge_all(snapshot.activity, snapshot.gradient_facts)
        rows = zip(self.rows, snapshot.activity, judged, strict=True)
        for index, (row, activity, verdicts) in enumerate(rows):
            name = layer_name(index, len(layers))
            kind = ACTIVATION_NAMES[layers[index].activation]
            selected = self.workspace.selection.layer == index
            row.show_activity(name, kind, activity, verdicts, selected)
            said.append(f"{name}: " + ", ".join(verdict.text for verdict in row.verdicts))
        self.describe("; ".join(said))

    def _fit_rows(self, count: int) -> None:
        """Have `count` rows, no more and no fewer."""
        while len(self.rows) < count:
            row = ActivityRow(len(self.rows), self)
            row.clicked.connect(self._on_row_clicked)
            self._list.insertWidget(len(self.rows), row, 1)
            self.rows.append(row)
        while len(self.rows) > count:
            row = self.rows.pop()
            row.hide()
            row.deleteLater()

    def _on_row_clicked(self, layer: int) -> None:
        self.workspace.select(Selection(layer))
