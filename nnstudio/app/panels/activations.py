"""The activations of every layer on the training data, with verdicts: dead, saturated."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.canvas.wording import ACTIVATION_NAMES
from nnstudio.app.panels.live import LivePanel
from nnstudio.app.widgets.activity_row import ActivityRow
from nnstudio.app.widgets.row_list import RowList
from nnstudio.app.workspace.naming import layer_name
from nnstudio.app.workspace.wants import Want
from nnstudio.app.workspace.workspace import Selection, Workspace
from nnstudio.experiment.advice.verdicts import judge_all
from nnstudio.experiment.looks.snapshot import Snapshot


class ActivationsPanel(LivePanel):
    """One row a layer; scrolls inside when there are more layers than room."""

    pace_ms = 150

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Activations", workspace, parent)
        self.setObjectName("activations")
        self._shown: object = None  # the look at the run that is to see
        self._list = RowList(self._make_row, 2, self)
        self._list.setObjectName("activations.scroll")
        self._list.setAccessibleName("Layers")
        self.body.addWidget(self._list, 1)
        self.set_summary("on the training data")
        workspace.snapshot_changed.connect(self._on_snapshot_changed)
        workspace.selection_changed.connect(self.refresh_if_visible)

    @property
    def rows(self) -> list[ActivityRow]:
        """One for each layer."""
        return self._list.rows

    @override
    def wanted(self) -> Want:
        return Want(activity=True, verdicts=True)

    def _on_snapshot_changed(self, snapshot: Snapshot) -> None:
        if snapshot.activity is not self._shown or self.workspace.phase != "running":
            self.on_news()

    @override
    def refresh(self) -> None:
        snapshot, prepared = self.workspace.snapshot, self.workspace.prepared
        if snapshot is None or prepared is None or not snapshot.activity:
            return
        self._shown, layers = snapshot.activity, prepared.network.layers
        self._list.fit(len(snapshot.activity))
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

    def _make_row(self, layer: int) -> ActivityRow:
        row = ActivityRow(layer, self)
        row.clicked.connect(self._on_row_clicked)
        return row

    def _on_row_clicked(self, layer: int) -> None:
        self.workspace.select(Selection(layer))
