"""The table of layers: shares its selection with the canvas, and is edited by keys alone."""

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QSizePolicy,
    QTableView,
    QWidget,
)
from typing_extensions import override

from nnstudio.app.canvas.gestures import Gestures
from nnstudio.app.canvas.wording import ACTIVATION_NAMES
from nnstudio.app.center.cell_editors import CHEVRON_ROOM, PADDING, Cell, ChoiceCell, NumberCell
from nnstudio.app.center.layer_model import LayerModel
from nnstudio.app.center.layer_rows import HEADINGS, Column
from nnstudio.app.panels.layer_editor import INITIALIZER_NAMES
from nnstudio.app.workspace.selection import select_layers
from nnstudio.app.workspace.workspace import Selection, Workspace
from nnstudio.core.spec import INITIALIZERS

_EDIT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_REMOVE_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_SLACK = 8  # what the style keeps free beside a text
_Flag = QItemSelectionModel.SelectionFlag
_Trigger = QAbstractItemView.EditTrigger


class LayerTable(QTableView):
    """Arrows walk the cells, Enter edits one, Insert adds a layer, Delete removes one."""

    def __init__(
        self, workspace: Workspace, model: LayerModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._layers = model
        self._gestures = Gestures(workspace)
        self._following = False
        self.setObjectName("analyzer.table")
        self.setAccessibleName("Layers of the network")
        self.setModel(model)
        self._build_behavior()
        self._build_look()
        self._build_editors()
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        workspace.selection_changed.connect(self._show_selection)
        model.modelReset.connect(self._on_reset)
        model.dataChanged.connect(self._fit)
        self._on_reset()

    def _build_behavior(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(_Trigger.DoubleClicked | _Trigger.EditKeyPressed)
        self.setTabKeyNavigation(False)

    def _build_look(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(20)

    def _build_editors(self) -> None:
        activations = tuple(ACTIVATION_NAMES.items())
        initializers = tuple((name, INITIALIZER_NAMES[name]) for name in INITIALIZERS)
        self.setItemDelegate(Cell(self))
        for column, editor in (
            (Column.UNITS, NumberCell("analyzer.units", "Neurons", self)),
            (
                Column.ACTIVATION,
                ChoiceCell("analyzer.activation", "Activation", activations, self),
            ),
            (
                Column.INITIALIZER,
                ChoiceCell("analyzer.initializer", "Initial weights", initializers, self),
            ),
            (Column.DROPOUT, NumberCell("analyzer.dropout", "Dropout", self, percent=True)),
        ):
            self.setItemDelegateForColumn(column, editor)

    def menu_for(self, layer: int, parent: QWidget) -> QMenu:
        """What can be done with a layer (-1 the input), as a menu."""
        menu, last = QMenu(parent), self._layers.layers - 1
        menu.setObjectName("analyzer.menu")
        if layer >= 0:
            menu.addAction("Add layer before", partial(self._gestures.add_layer, layer))
        if layer < last:
            menu.addAction("Add layer after", partial(self._gestures.add_layer, layer + 1))
        if 0 <= layer < last:
            menu.addAction("Remove layer", partial(self._gestures.remove_layer, layer))
        if layer == last:
            automatic = partial(self._gestures.set_units, layer, "auto")
            menu.addAction("Size from the data", automatic)
        return menu

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        layer = self._layers.layer_of(index.row()) if index.isValid() else None
        if layer is not None:
            at = event.pos() if by_mouse else self.visualRect(index).center()
            menu = self.menu_for(layer, self)
            menu.exec(self.viewport().mapToGlobal(at))
            menu.deleteLater()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        layer = self._layers.layer_of(index.row()) if index.isValid() else None
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # a key that the editor did not want
        elif event.key() in _EDIT_KEYS and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        elif event.key() in _REMOVE_KEYS and layer is not None:
            self._gestures.remove_selected()
        else:
            super().keyPressEvent(event)

    def _on_selection_changed(self) -> None:
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        layers = [layer for layer in map(self._layers.layer_of, rows) if layer is not None]
        if self._following or tuple(layers) == self._workspace.selection.all_layers:
            return
        if len(layers) > 1:
            hidden = [layer for layer in layers if 0 <= layer < self._layers.layers - 1]
            self._workspace.select(select_layers(hidden, self.currentIndex().row() - 1))
        else:
            self._workspace.select(Selection(layers[0] if layers else None))

    def _show_selection(self, selection: Selection) -> None:
        self._following = True
        model, column = self.selectionModel(), max(self.currentIndex().column(), 0)
        self.clearSelection()
        for layer in selection.all_layers:
            row = self._layers.index(layer + 1, column)
            model.select(row, _Flag.Select | _Flag.Rows)
        if selection.layer is not None:
            current = self._layers.index(selection.layer + 1, column)
            model.setCurrentIndex(current, _Flag.NoUpdate)
            self.scrollTo(current)
        self._following = False

    def _on_reset(self) -> None:
        self._fit()
        self._show_selection(self._workspace.selection)

    @override
    def sizeHint(self) -> QSize:
        rows = sum(self.rowHeight(row) for row in range(self._layers.rowCount()))
        bar = self.horizontalScrollBar()
        spare = bar.sizeHint().height() if bar.maximum() > 0 else 0
        return QSize(500, self.horizontalHeader().sizeHint().height() + rows + spare + 2)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Columns as wide as they need, sharing what is left; as high as the rows.

        Where there is too little room, the type goes first: it is the same in every layer.
        """
        if not self.isVisible():
            return
        widths = {column: self._needed_width(column) for column in Column}
        room = self.viewport().width()
        self.setColumnHidden(Column.TYPE, sum(widths.values()) > room)
        if self.isColumnHidden(Column.TYPE):
            del widths[Column.TYPE]
        spare = max(0, room - sum(widths.values()))
        for column, width in widths.items():
            self.setColumnWidth(column, width + spare // len(widths))
        line = self.fontMetrics().height()
        self.verticalHeader().setDefaultSectionSize(2 * line + 10)
        self.setRowHeight(0, line + 18)
        self.setMaximumHeight(self.sizeHint().height())
        self.updateGeometry()

    def _needed_width(self, column: Column) -> int:
        """What the heading, a word a line, and the widest cell of a column need."""
        heading = self.fontMetrics()
        words = HEADINGS[column].replace("-", "- ").split()
        head = max(heading.horizontalAdvance(word) for word in words) + 2 * PADDING
        if column is Column.TYPE:
            return max(head, heading.horizontalAdvance("connected") + 2 * PADDING + _SLACK)
        rows = range(self._layers.rowCount())
        cells = max(self._text_width(self._layers.index(row, column)) for row in rows)
        choice = CHEVRON_ROOM if column in (Column.ACTIVATION, Column.INITIALIZER) else 0
        return max(head, cells + 2 * PADDING + _SLACK + choice)

    def _text_width(self, index: QModelIndex) -> int:
        metrics = QFontMetrics(index.data(Qt.ItemDataRole.FontRole) or self.font())
        return max(metrics.horizontalAdvance(line) for line in index.data().split("\n"))
