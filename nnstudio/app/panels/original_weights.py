"""What comes into a first-layer neuron in the units of the data, read from the newest snapshot."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.canvas.wording import feature_label, signed
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.core.preprocessing import FittedPipeline, Floats
from nnstudio.experiment.data.original_units import OriginalUnits, original_units
from nnstudio.experiment.data.prepare import Prepared

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_Role = Qt.ItemDataRole


class OriginalWeights(QAbstractTableModel):
    """Name and value of the bias and of every weight, for each piece of the neuron."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._pipeline: FittedPipeline | None = None
        self._units: OriginalUnits | None = None
        self._names: tuple[str, ...] = ()
        self._values: Floats | None = None

    def show_unit(self, prepared: Prepared, unit: int) -> None:
        """Show what comes into `unit` of the first layer, folded anew."""
        if self._units is None or prepared.pipeline is not self._pipeline:
            self._pipeline, self._units = prepared.pipeline, original_units(prepared)
        snapshot, layer = self._workspace.snapshot, prepared.network.layers[0]
        if snapshot is None or snapshot.matrices[0].shape != (
            layer.rows,
            prepared.network.inputs + 1,
        ):
            return
        folded = self._units.fold(snapshot.matrices[0][unit :: layer.units])
        labels = ("bias", *map(feature_label, self._units.names))
        several = len(folded) > 1
        names = tuple(
            f"{label}, piece {piece}" if several else label
            for piece in range(1, len(folded) + 1)
            for label in labels
        )
        self._set(names, folded[:, [-1, *range(folded.shape[1] - 1)]].ravel())

    def _set(self, names: tuple[str, ...], values: Floats) -> None:
        if names != self._names:
            self.beginResetModel()
            self._names, self._values = names, values
            self.endResetModel()
            return
        self._values = values
        self.dataChanged.emit(self.index(0, 0), self.index(len(names) - 1, 1))

    @override
    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._names)

    @override
    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else 2

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        name = self._names[index.row()]
        value = 0.0 if self._values is None else float(self._values[index.row()])
        match index.column(), role:
            case (0, _Role.DisplayRole):
                return name
            case (1, _Role.DisplayRole):
                return signed(value)
            case (1, _Role.ForegroundRole):
                theme = current_theme()
                return QColor(theme.negative if value < 0 else theme.positive)
            case (1, _Role.TextAlignmentRole):
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case (_, _Role.ToolTipRole):
                return f"{name} in the units of the data: {value:.6g}"
        return None


class OriginalTable(QTableView):
    """The model's rows, to read only: these numbers are not the ones that are learned."""

    def __init__(self, model: OriginalWeights, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector.originalWeights")
        self.setAccessibleName("Bias and weights of the neuron in the units of the data")
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        line = self.fontMetrics().height()
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(line + 8)
        header = self.horizontalHeader()
        header.hide()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(1, self.fontMetrics().horizontalAdvance("+0.000e−00") + 24)
        self.setMinimumHeight(2 * (line + 8))
