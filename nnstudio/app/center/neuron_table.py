"""The neurons of the selected layer as a table: what the canvas shows, for keys and screen readers.

Its selection is that of the canvas; the weights of the neuron it is on stand in the inspector.
"""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget
from typing_extensions import override

from nnstudio.app.center.cell_editors import PADDING, Cell
from nnstudio.app.center.neuron_model import Fact, NeuronModel
from nnstudio.app.workspace.workspace import Selection, Workspace

_LEAST_ROWS = 2
_Flag = QItemSelectionModel.SelectionFlag


class NeuronTable(QTableView):
    """Arrows walk the neurons, Space turns a switch."""

    def __init__(
        self, workspace: Workspace, model: NeuronModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._neurons = model
        self._following = False
        self.setObjectName("analyzer.neurons")
        self.setAccessibleName("Neurons of the selected layer")
        self.setModel(model)
        self.setItemDelegate(Cell(self))
        self._build_look()
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        workspace.selection_changed.connect(self.show_selection)

    def _build_look(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        line = self.fontMetrics().height()
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(line + 10)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Fact.WEIGHTS, QHeaderView.ResizeMode.Stretch)
        for fact, widest in (
            (Fact.NEURON, "1,024 · dead"),
            (Fact.BIAS, "−0.000e−00"),
            (Fact.ON, "Frozen"),
            (Fact.FROZEN, "Frozen"),
        ):
            width = self.fontMetrics().horizontalAdvance(widest)
            self.setColumnWidth(fact, width + 2 * PADDING + 8)
        self.setMinimumHeight(header.sizeHint().height() + _LEAST_ROWS * (line + 10) + 2)

    def show_selection(self, selection: Selection) -> None:
        """Put the cursor on the selected neuron."""
        if selection.layer != self._neurons.layer or selection.unit is None:
            return
        self._following = True
        column = max(self.currentIndex().column(), 0)
        current = self._neurons.index(selection.unit, column)
        self.selectionModel().setCurrentIndex(current, _Flag.ClearAndSelect | _Flag.Rows)
        self._following = False

    def _on_current_changed(self, current: QModelIndex) -> None:
        layer = self._neurons.layer
        if not self._following and current.isValid() and layer is not None:
            self._workspace.select(Selection(layer, current.row()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            wanted = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
            self._neurons.setData(index, wanted, Qt.ItemDataRole.CheckStateRole)
        else:
            super().keyPressEvent(event)
