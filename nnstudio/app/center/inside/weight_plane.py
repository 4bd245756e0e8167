"""The weight plane: two weights of a neuron, the loss around them, and the path they took."""

from math import isfinite

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.center.inside.surface_plot import SurfacePlot
from nnstudio.app.widgets.steady import Steady
from nnstudio.app.widgets.ticks import number
from nnstudio.app.workspace.naming import unit_name
from nnstudio.app.workspace.parameters import source_name
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.advice.verdicts import shown_share
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.looks.insights import LossSurface, Pair, WeightPath

_LONGEST = "weight of a feature (unit), piece 8"


class WeightPlane(QWidget):
    """Chooses the two weights; the neuron follows the selection."""

    pair_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._network: NetworkSpec | None = None
        self._build_layout()
        workspace.selection_changed.connect(self._on_selected)

    def _build_layout(self) -> None:
        self._neuron = _choice("inside.neuron", "Neuron whose weights are shown", self)
        self._first = _choice("inside.firstWeight", "Weight along the bottom", self)
        self._second = _choice("inside.secondWeight", "Weight along the side", self)
        self._neuron.setMinimumContentsLength(15)
        self._neuron.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._neuron.activated.connect(self._on_neuron)
        for combo in (self._first, self._second):
            combo.activated.connect(self.pair_changed)
        self._words = QLabel(self)
        self._words.setObjectName("inside.planeWords")
        self._words.setProperty("role", "muted")
        line = QHBoxLayout()
        for label, combo in (("", self._neuron), ("across", self._first), ("up", self._second)):
            if label:
                line.addWidget(QLabel(label, self))
            line.addWidget(combo, 1 if label else 0)
        self.plot = SurfacePlot(self)
        self.plot.setObjectName("inside.plane")
        self.plot.setAccessibleName("Loss over the two weights and their path")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        layout.addWidget(self.plot, 1)
        layout.addWidget(Steady(self._words, stretches=True))

    @property
    def pair(self) -> Pair | None:
        """The two weights; None while there are none."""
        prepared = self._workspace.prepared
        if prepared is None:
            return None
        self._fill(prepared)
        layer = self._place()[0]
        first, second = self._first.currentData(), self._second.currentData()
        if first is None or second is None:
            return None
        return (layer, *first), (layer, *second)

    def refresh(self) -> None:
        """Show the present snapshot."""
        snapshot, pair = self._workspace.snapshot, self.pair
        if snapshot is None or pair is None:
            return
        surface, path = snapshot.surface, snapshot.path
        if surface is None or path is None or surface.pair != pair:
            self.pair_changed.emit()
            return
        self.plot.bottom.set_name(self._first.currentText())
        self.plot.left.set_name(self._second.currentText())
        now = tuple(float(snapshot.matrices[layer][row, column]) for layer, row, column in pair)
        if not all(map(isfinite, now)):  # it diverges: what was last seen stays
            return
        self.plot.show_path(surface, path, (now[0], now[1]))
        self._words.setText(_words(surface, path))

    def _fill(self, prepared: Prepared) -> None:
        """Offer the neurons and weights of the network as it is now."""
        if prepared.network.sizes == (self._network.sizes if self._network else None):
            return
        self._network = network = prepared.network
        with QSignalBlocker(self._neuron):
            self._neuron.clear()
            for layer, spec in enumerate(network.layers):
                for unit in range(spec.units):
                    name = unit_name(layer, unit, len(network.layers))
                    self._neuron.addItem(name, (layer, unit))
        self._take_selection()
        self._fill_weights(prepared)

    def _fill_weights(self, prepared: Prepared) -> None:
        layer, unit = self._place()
        spec, inputs = prepared.network.layers[layer], prepared.network.sizes[layer]
        pieces = spec.rows // spec.units
        for combo, chosen in ((self._first, 0), (self._second, 1)):
            with QSignalBlocker(combo):
                combo.clear()
                for piece in range(pieces):
                    of = f", piece {piece + 1}" if pieces > 1 else ""
                    row, word = piece * spec.units + unit, "" if of else "weight of "
                    for column in range(inputs):
                        name = source_name(layer, column, prepared.input_names)
                        combo.addItem(f"{word}{name}{of}", (row, column))
                    combo.addItem(f"bias{of}", (row, inputs))
                combo.setCurrentIndex(min(chosen, combo.count() - 1))

    def _place(self) -> tuple[int, int]:
        place = self._neuron.currentData()
        return (0, 0) if place is None else (int(place[0]), int(place[1]))

    def _take_selection(self) -> bool:
        """Turn to the selected neuron; returns whether that is another one."""
        selection, before = self._workspace.selection, self._neuron.currentIndex()
        if selection.layer is not None and selection.layer >= 0:
            place = selection.layer, selection.unit or 0
            found = next(
                (at for at in range(self._neuron.count()) if self._neuron.itemData(at) == place), -1
            )
            with QSignalBlocker(self._neuron):
                self._neuron.setCurrentIndex(max(found, 0))
        return self._neuron.currentIndex() != before

    def _on_selected(self) -> None:
        if self._take_selection():
            self._on_neuron()

    def _on_neuron(self) -> None:
        prepared = self._workspace.prepared
        if prepared is not None and prepared.network == self._network:
            self._fill_weights(prepared)
            self.pair_changed.emit()


def _choice(name: str, what: str, parent: QWidget) -> QComboBox:
    combo = QComboBox(parent)
    combo.setObjectName(name)
    combo.setAccessibleName(what)
    combo.setToolTip(what)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(6)
    combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    combo.setMaximumWidth(combo.fontMetrics().horizontalAdvance(_LONGEST) + 44)
    combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return combo


def _words(surface: LossSurface, path: WeightPath) -> str:
    low, high = (number(float(end)) for end in (surface.losses.min(), surface.losses.max()))
    theme = current_theme()
    is_light = QColor(theme.surface).lightness() > QColor(theme.muted).lightness()
    valley, height = ("light", "dark") if is_light else ("dark", "light")
    same, moved = path.same_way()
    told = (
        f"   both the same way in {shown_share(same / moved)} of {moved:,} steps" if moved else ""
    )
    return (
        f"Loss {low} ({valley}) to {high} ({height}) on {surface.examples:,} examples"
        f"   ○ start   ● now{told}"
    )
