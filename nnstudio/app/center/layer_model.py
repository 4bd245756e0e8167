"""The layer table as a Qt model: cells read the network, and edits go through the workspace."""

from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.canvas.wording import ACTIVATION_NAMES, counted
from nnstudio.app.center.drawn import DrawnNetwork
from nnstudio.app.center.layer_rows import HEADINGS, Column, Row, layer_rows, spelled
from nnstudio.app.panels.layer_editor import INITIALIZER_NAMES
from nnstudio.app.workspace.naming import layer_name
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.core.counts import count_layers, count_network
from nnstudio.experiment.editing import edits

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_FIELDS = {
    Column.UNITS: "units",
    Column.ACTIVATION: "activation",
    Column.INITIALIZER: "initializer",
    Column.DROPOUT: "dropout",
}
_LEFT = (Column.LAYER, Column.TYPE, Column.ACTIVATION, Column.INITIALIZER)
_MUTED = (Column.TYPE,)


class LayerModel(QAbstractTableModel):
    """Row 0 is the input, row i + 1 layer i, and the last row the total."""

    def __init__(
        self, workspace: Workspace, drawn: DrawnNetwork, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._drawn = drawn
        self._rows: tuple[Row, ...] = layer_rows(drawn.network, drawn.follows_data)
        drawn.changed.connect(self._refresh)

    @property
    def layers(self) -> int:
        """How many layers there are, the output among them."""
        return len(self._rows) - 2

    def layer_of(self, row: int) -> int | None:
        """The layer of a row (-1 the input); None for the total."""
        return row - 1 if 0 <= row <= self.layers else None

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == _Role.DisplayRole:
            return HEADINGS[section].replace(" ", "\n").replace("-", "-\n")
        if role == _Role.TextAlignmentRole:
            return _alignment(section)
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self._is_editable(index) else flags

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        column = Column(index.column())
        match role:
            case _Role.DisplayRole:
                return self._rows[index.row()].get(column, "")
            case _Role.EditRole:
                return self._value(index)
            case _Role.TextAlignmentRole:
                return _alignment(column)
            case _Role.FontRole:
                return self._font(index)
            case _Role.ForegroundRole if column in _MUTED:
                return QColor(current_theme().muted)
            case _Role.ToolTipRole:
                return self._tip(index)
            case _Role.AccessibleTextRole:
                name = self._rows[index.row()][Column.LAYER].replace("\n", ", ")
                return f"{name}, {self._told(index)}"
        return None

    @override
    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        if role != _Role.EditRole or not self._is_editable(index) or value == self._value(index):
            return False
        layer, column = index.row() - 1, Column(index.column())
        edit = partial(edits.set_layer, index=layer, **{_FIELDS[column]: value})
        name = layer_name(layer, self.layers)
        return self._workspace.edit(f"{name}: {_edit_words(column, value)}", edit)

    def _is_editable(self, index: Index) -> bool:
        column, is_layer = Column(index.column()), 1 <= index.row() <= self.layers
        is_output = index.row() == self.layers
        return is_layer and column in _FIELDS and not (is_output and column is Column.DROPOUT)

    def _value(self, index: Index) -> Any:
        """What an editor starts from: the field of the layer, not its text."""
        column = Column(index.column())
        if column in _FIELDS and 1 <= index.row() <= self.layers:
            return getattr(self._drawn.network.layers[index.row() - 1], _FIELDS[column])
        return self.data(index)

    def _font(self, index: Index) -> QFont | None:
        if index.column() != Column.LAYER and index.row() <= self.layers:
            return None
        font = QFont()
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _told(self, index: Index) -> str:
        """A cell in words, with its heading."""
        text = str(self.data(index)).replace("\n", " = ")
        return f"{HEADINGS[index.column()]}: {text or 'none'}"

    def _tip(self, index: Index) -> str | None:
        match index.column():
            case Column.PARAMETERS if index.row() > 0:
                return self._spelled(index.row())
            case Column.MULTIPLY_ADDS:
                return "Multiplications with an addition, for one example"
            case Column.MEMORY:
                return "Memory of the parameters, four bytes each"
        return "Double-click, or press Enter, to edit" if self._is_editable(index) else None

    def _spelled(self, row: int) -> str:
        network, layer = self._drawn.network, self.layer_of(row)
        return spelled(count_network(network) if layer is None else count_layers(network)[layer])

    def _refresh(self) -> None:
        rows = layer_rows(self._drawn.network, self._drawn.follows_data)
        if len(rows) == len(self._rows):
            self._rows = rows
            last = self.index(len(rows) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()


def _edit_words(column: Column, value: Any) -> str:
    match column:
        case Column.UNITS:
            return "size from the data" if value == "auto" else counted(value, "neuron")
        case Column.ACTIVATION:
            return ACTIVATION_NAMES[value]
        case Column.INITIALIZER:
            return f"{INITIALIZER_NAMES[value]} weights"
    return f"dropout {100 * value:.4g} %"


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column in _LEFT else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
