"""All that comes into one neuron as a table: name, value, and whether it is frozen."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.canvas.tips import gradient_words
from nnstudio.app.canvas.wording import signed
from nnstudio.app.workspace.parameters import Parameter, parameter_name, source_name, value_of
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.document import BIAS, Experiment
from nnstudio.experiment.editing import edits

Index = QModelIndex | QPersistentModelIndex
NAME, VALUE, LOCK = range(3)
_NO_INDEX = QModelIndex()
_Role = Qt.ItemDataRole
_Flag = Qt.ItemFlag


class WeightModel(QAbstractTableModel):
    """Reads values from the newest snapshot when they are drawn, so any number of rows is cheap."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._shown: tuple[object, ...] = ()
        self._parameters: tuple[Parameter, ...] = ()
        self.unit = 0

    def show_unit(self, prepared: Prepared, layer: int, unit: int) -> None:
        """Show what comes into `unit` of `layer`; the rows stay when it was shown already."""
        names = prepared.input_names if layer == 0 else ()
        shown = (layer, unit, prepared.network.sizes, prepared.network.layers[layer].rows, names)
        if shown != self._shown:
            self.beginResetModel()
            self._shown, self.unit = shown, unit
            self._parameters = unit_parameters(prepared.network, layer, unit)
            self.endResetModel()
        self.refresh()

    def refresh(self) -> None:
        """Say that values may have changed."""
        if self._parameters:
            last = self.index(len(self._parameters) - 1, LOCK)
            self.dataChanged.emit(self.index(0, NAME), last)

    @override
    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._parameters)

    @override
    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else 3

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = _Flag.ItemIsEnabled | _Flag.ItemIsSelectable
        if index.column() == VALUE:
            flags |= _Flag.ItemIsEditable
        if index.column() == LOCK and self.can_lock(index.row()):
            flags |= _Flag.ItemIsUserCheckable
        return flags

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        parameter = self._parameters[index.row()]
        match index.column(), role:
            case (int(), _Role.ToolTipRole | _Role.AccessibleTextRole):
                return self._words(parameter, index.column())
            case (0, _Role.DisplayRole):
                return self._name(parameter)
            case (1, _Role.DisplayRole | _Role.ForegroundRole | _Role.EditRole):
                return self._value(parameter, role)
            case (2, _Role.CheckStateRole):
                locked = self.is_locked(index.row())
                return Qt.CheckState.Checked if locked else Qt.CheckState.Unchecked
        return None

    @override
    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        parameter = self._parameters[index.row()]
        if role == _Role.EditRole and index.column() == VALUE:
            return self._workspace.set_parameter(parameter, float(value))
        if role == _Role.CheckStateRole and self.can_lock(index.row()):
            return self._lock(parameter, Qt.CheckState(value) == Qt.CheckState.Checked)
        return False

    def begin_gesture(self) -> None:
        """What is set from here on is another undo step."""
        self._workspace.begin_gesture()

    def is_locked(self, row: int) -> bool:
        """Whether training leaves the number alone, for itself or with all of its neuron."""
        parameter, settings = self._parameters[row], self._settings(row)
        return self.is_whole_frozen(row) or (
            not {(self.unit, parameter.column), (self.unit, self._source(parameter))}.isdisjoint(
                settings.frozen_weights
            )
        )

    def is_whole_frozen(self, row: int) -> bool:
        """Whether the whole neuron or its layer is frozen."""
        settings = self._settings(row)
        return settings.frozen or self.unit in settings.frozen_units

    def gradient_words(self, row: int) -> str:
        """The gradient of the number in a row now, in words; empty where there is no row."""
        snapshot = self._workspace.snapshot
        if snapshot is None or not 0 <= row < len(self._parameters):
            return ""
        return gradient_words(self._parameters[row], snapshot)

    def can_lock(self, row: int) -> bool:
        """Whether the number has a lock of its own that can be turned now."""
        return self._parameters[row].column is not None and not self.is_whole_frozen(row)

    def _source(self, parameter: Parameter) -> int:
        """The weight's input as the document calls it."""
        prepared, column = self._workspace.prepared, parameter.column or 0
        known = prepared is not None and column == prepared.network.sizes[parameter.layer]
        return BIAS if known else column

    def _settings(self, row: int) -> Any:
        return self._workspace.experiment.network.layers[self._parameters[row].layer]

    def _lock(self, parameter: Parameter, locked: bool) -> bool:
        verb = "freeze" if locked else "unfreeze"
        source, column = self._source(parameter), parameter.column or 0

        def edit(experiment: Experiment) -> Experiment:
            """A bias may also have been frozen by its column, in a file."""
            place = parameter.layer, self.unit
            thawed = edits.freeze_weight(experiment, *place, column, False)
            return edits.freeze_weight(thawed, *place, source, locked)

        return self._workspace.edit(f"{verb} {self._full_name(parameter)}", edit)

    def _value(self, parameter: Parameter, role: int) -> Any:
        snapshot = self._workspace.snapshot
        value = None if snapshot is None else value_of(parameter, snapshot)
        if value is None or role == _Role.EditRole:
            return value
        if role == _Role.DisplayRole:
            return signed(value)
        theme = current_theme()
        return QColor(theme.negative if value < 0 else theme.positive)

    def _words(self, parameter: Parameter, column: int) -> str:
        name = self._full_name(parameter)
        if column != LOCK:
            return name
        return f"Training leaves the {name} alone" if name else ""

    def _name(self, parameter: Parameter) -> str:
        prepared = self._workspace.prepared
        if prepared is None:
            return ""
        layer = prepared.network.layers[parameter.layer]
        name = "slope"
        if parameter.column == prepared.network.sizes[parameter.layer]:
            name = "bias"
        elif parameter.column is not None:
            name = source_name(parameter.layer, parameter.column, prepared.input_names)
        several = layer.rows > layer.units
        return f"{name}, piece {parameter.row // layer.units + 1}" if several else name

    def _full_name(self, parameter: Parameter) -> str:
        prepared = self._workspace.prepared
        if prepared is None:
            return ""
        return parameter_name(parameter, prepared.network, prepared.input_names)


def unit_parameters(network: NetworkSpec, layer: int, unit: int) -> tuple[Parameter, ...]:
    """What comes into a unit, for each piece its bias and its weights, then a learned slope."""
    spec, inputs = network.layers[layer], network.sizes[layer]
    columns = (inputs, *range(inputs))
    rows = range(unit, spec.rows, spec.units)
    slope = (Parameter(layer, unit, None),) if spec.activation == "prelu" else ()
    found = [Parameter(layer, row, column) for row in rows for column in columns]
    return (found[0], *slope, *found[1:])
