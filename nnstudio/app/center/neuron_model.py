"""The neurons of a layer as a Qt model: what they learned, and which are off, frozen or dead."""

from enum import IntEnum
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from nnstudio.app.canvas.wording import signed
from nnstudio.app.workspace.naming import layer_name, unit_name
from nnstudio.app.workspace.parameters import source_name
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.document import LayerSettings
from nnstudio.experiment.editing import edits
from nnstudio.experiment.looks.snapshot import Snapshot

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_STRONGEST = 4
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class Fact(IntEnum):
    """What stands in which column."""

    NEURON = 0
    BIAS = 1
    WEIGHTS = 2
    ON = 3
    FROZEN = 4


_HEADINGS = ("Neuron", "Bias", "Strongest weights", "On", "Frozen")
_SWITCHES = (Fact.ON, Fact.FROZEN)


class NeuronModel(QAbstractTableModel):
    """Reads numbers from the newest snapshot when they are drawn, so any number of rows is cheap.

    `layer` is None while no layer with neurons is shown.
    """

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._count = 0
        self.layer: int | None = None

    def show_layer(self, layer: int | None) -> None:
        """Show the neurons of `layer` with their newest numbers."""
        snapshot, prepared = self._workspace.snapshot, self._workspace.prepared
        if layer is None or prepared is None or not 0 <= layer < len(prepared.network.layers):
            layer, count = None, 0
        else:
            count = prepared.network.layers[layer].units
        if (layer, count) != (self.layer, self._count):
            self.beginResetModel()
            self.layer, self._count = layer, count
            self.endResetModel()
        elif snapshot is not None and count:
            self.dataChanged.emit(self.index(0, 0), self.index(count - 1, len(Fact) - 1))

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Fact)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if role == _Role.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _HEADINGS[section]
        if role == _Role.TextAlignmentRole:
            return _alignment(Fact(section))
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() in _SWITCHES else flags

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        fact = Fact(index.column())
        match role:
            case _Role.DisplayRole if fact not in _SWITCHES:
                return self._text(index.row(), fact)
            case _Role.CheckStateRole if fact in _SWITCHES:
                return _CHECKED if self._state(index.row(), fact) else _UNCHECKED
            case _Role.TextAlignmentRole:
                return _alignment(fact)
            case _Role.AccessibleTextRole | _Role.ToolTipRole:
                return self._told(index.row(), fact)
        return None

    @override
    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        if role != _Role.CheckStateRole or self.layer is None:
            return False
        on, unit, layer = Qt.CheckState(value) == _CHECKED, index.row(), self.layer
        layers = len(self._workspace.experiment.network.layers)
        name = f"{layer_name(layer, layers)} neuron {unit + 1}"
        if index.column() == Fact.ON:
            text = f"switch {name} {'on' if on else 'off'}"
            return self._workspace.edit(
                text, partial(edits.switch_unit, index=layer, unit=unit, on=on)
            )
        text = f"{'freeze' if on else 'unfreeze'} {name}"
        return self._workspace.edit(
            text, partial(edits.freeze_unit, index=layer, unit=unit, frozen=on)
        )

    def _text(self, unit: int, fact: Fact) -> str:
        seen = self._seen()
        if fact is Fact.NEURON:
            return f"{unit + 1}{' · dead' if self._is_dead(unit) else ''}"
        if seen is None:
            return ""
        layer, prepared, snapshot = seen
        matrix = snapshot.matrices[layer]
        pieces = matrix[unit :: prepared.network.layers[layer].units]
        if fact is Fact.BIAS:
            return ", ".join(signed(float(bias)) for bias in pieces[:, -1])
        return _weights(pieces[:, :-1], layer, prepared)

    def _seen(self) -> tuple[int, Prepared, Snapshot] | None:
        """The layer, where its numbers are there to be read."""
        prepared, snapshot, layer = self._workspace.prepared, self._workspace.snapshot, self.layer
        if layer is None or prepared is None or snapshot is None:
            return None
        shapes = [matrix.shape for matrix in snapshot.matrices]
        wanted = [(spec.rows, size + 1) for spec, size in _sized(prepared)]
        return (layer, prepared, snapshot) if shapes == wanted else None

    def _is_dead(self, unit: int) -> bool:
        snapshot, layer = self._workspace.snapshot, self.layer
        if snapshot is None or layer is None or layer >= len(snapshot.activity):
            return False
        dead = snapshot.activity[layer].dead
        return unit < len(dead) and bool(dead[unit])

    def _settings(self) -> LayerSettings:
        assert self.layer is not None  # there are rows
        return self._workspace.experiment.network.layers[self.layer]

    def _state(self, unit: int, fact: Fact) -> bool:
        settings = self._settings()
        if fact is Fact.ON:
            return unit not in settings.off
        return settings.frozen or unit in settings.frozen_units

    def _told(self, unit: int, fact: Fact) -> str:
        """A cell in words, with the name of its neuron."""
        layers = len(self._workspace.experiment.network.layers)
        name = unit_name(self.layer or 0, unit, layers)
        if fact in _SWITCHES:
            state = "yes" if self._state(unit, fact) else "no"
            return f"{name}, {_HEADINGS[fact]}: {state}"
        if fact is Fact.NEURON:
            return f"{name}{', dead' if self._is_dead(unit) else ''}"
        return f"{name}, {_HEADINGS[fact]}: {self._text(unit, fact)}"


def _sized(prepared: Prepared) -> list[tuple[Any, int]]:
    network = prepared.network
    return list(zip(network.layers, network.sizes[:-1], strict=True))


def _weights(pieces: np.ndarray[Any, np.dtype[np.floating]], layer: int, prepared: Prepared) -> str:
    """The weights largest in size, each with where it comes from."""
    size = np.abs(pieces).max(axis=0)
    first = np.argsort(-size, kind="stable")[:_STRONGEST]
    names = [source_name(layer, int(column), prepared.input_names) for column in first]
    values = [float(pieces[np.abs(pieces[:, column]).argmax(), column]) for column in first]
    told = ", ".join(f"{name} {signed(value)}" for name, value in zip(names, values, strict=True))
    return told + (", …" if pieces.shape[1] > _STRONGEST else "")


def _alignment(fact: Fact) -> Qt.AlignmentFlag:
    is_number = fact is Fact.BIAS
    side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
