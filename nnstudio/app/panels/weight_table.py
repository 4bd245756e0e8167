"""The table of a neuron's weights, with a field that opens in place and a lock in every row."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.panels.weight_model import LOCK, NAME, VALUE, Index, WeightModel
from nnstudio.app.widgets.lock import paint_lock
from nnstudio.app.widgets.weight_edit import WeightEdit

_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PADDING = 4
_Align = Qt.AlignmentFlag


class WeightTable(QTableView):
    """A click, Enter or a typed digit opens the field of a row; Space or a click turns its lock."""

    row_chosen = Signal()

    def __init__(self, model: WeightModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector.weights")
        self.setAccessibleName("Bias and weights of the neuron")
        self.setModel(model)
        self.setItemDelegate(WeightDelegate(self))
        self._weights = model
        self._build_look()
        self.clicked.connect(self._on_clicked)
        self.selectionModel().currentRowChanged.connect(self.row_chosen)

    def _build_look(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed)
        line = self.fontMetrics().height()
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(line)
        self.verticalHeader().setDefaultSectionSize(line + 8)
        header = self.horizontalHeader()
        header.hide()
        header.setMinimumSectionSize(16)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(VALUE, self.fontMetrics().horizontalAdvance("+0.000e−00") + 24)
        self.setColumnWidth(LOCK, line + 12)
        self.setMinimumHeight(2 * (line + 8))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and event.key() in _OPENING:
            self._open(index)
        elif index.isValid() and event.key() == Qt.Key.Key_Space:
            self._turn_lock(index)
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, index: Index) -> None:
        if index.column() == LOCK:
            self._turn_lock(index)
        else:
            self._open(index)

    def _open(self, index: Index) -> None:
        value = self._weights.index(index.row(), VALUE)
        self.setCurrentIndex(value)
        if self.state() != QAbstractItemView.State.EditingState:
            self.edit(value)

    def _turn_lock(self, index: Index) -> None:
        row = index.row()
        if self._weights.can_lock(row):
            state = Qt.CheckState
            wanted = state.Unchecked if self._weights.is_locked(row) else state.Checked
            place = self._weights.index(row, LOCK)
            self._weights.setData(place, wanted, Qt.ItemDataRole.CheckStateRole)


class WeightDelegate(QStyledItemDelegate):
    """Paints the cells; the field it opens hands on every change at once."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, area = current_theme(), QRectF(option.rect)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if index.column() == LOCK:
            self._paint_lock(painter, area, index, hovered)
            return
        if index.column() == VALUE:
            self._paint_frame(painter, area, option)
        color = index.data(Qt.ItemDataRole.ForegroundRole) or QColor(theme.text)
        side = _Align.AlignRight if index.column() == VALUE else _Align.AlignLeft
        room = area.adjusted(_PADDING, 0, -2 * _PADDING, 0)
        text = index.data() or ""
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.setPen(color)
        painter.drawText(room, side | _Align.AlignVCenter, shown)

    def _paint_frame(self, painter: QPainter, area: QRectF, option: QStyleOptionViewItem) -> None:
        theme = current_theme()
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent if focused else theme.border), 1))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(area.adjusted(0.5, 1.5, -0.5, -1.5), 5, 5)
        painter.restore()

    def _paint_lock(self, painter: QPainter, area: QRectF, index: Index, hovered: bool) -> None:
        model, theme = index.model(), current_theme()
        assert isinstance(model, WeightModel)
        locked, can_lock = model.is_locked(index.row()), model.can_lock(index.row())
        if not locked and not can_lock:
            return
        color = theme.text if locked and can_lock else theme.muted
        if not locked and not hovered:
            color = theme.border
        margin = 0.19 * area.height()
        sign = area.adjusted(0, margin, 0, -margin)
        paint_lock(painter, sign, color, closed=locked)

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = WeightEdit(parent)
        editor.setObjectName("inspector.weight")
        editor.setAccessibleName(index.data(Qt.ItemDataRole.AccessibleTextRole))
        editor.start_with(index.data(Qt.ItemDataRole.EditRole) or 0.0)
        editor.valueChanged.connect(self._on_changed)
        model = index.model()
        assert isinstance(model, WeightModel)
        model.begin_gesture()
        return editor

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What is being edited does not follow training."""

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Changes were handed on as they came."""

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(option.rect)

    def _on_changed(self, value: float) -> None:
        table = self.parent()
        assert isinstance(table, WeightTable)
        table.model().setData(table.currentIndex(), value)

    @override
    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Clicks and keys are the table's: there is no check box to hit."""
        return False
