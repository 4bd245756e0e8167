"""The columns of numbers as a Qt model and its view; a click on a number chooses its unit."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.center.walk.columns import Column
from nnstudio.app.center.walk.look import written

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_NAME_ROLE = _Role.UserRole + 1
_PRESENT_ROLE = _Role.UserRole + 2
_CHOSEN_ROLE = _Role.UserRole + 3
_PAD, _GAP = 5, 8
_NAME_LETTERS = 9
_BAR = 14  # px


class ColumnsModel(QAbstractTableModel):
    """A cell is a unit; the user role has its number, None where there is none yet."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.decimals = 3
        self.chosen = (-1, -1)

    def show_columns(
        self, columns: tuple[Column, ...], chosen: tuple[int, int], decimals: int
    ) -> None:
        """Show these columns; `chosen` is a layer and a unit of it."""
        self.beginResetModel()
        self.columns, self.chosen, self.decimals = columns, chosen, decimals
        self.endResetModel()

    def place_of(self, index: Index) -> tuple[int, int] | None:
        """Layer and unit of a cell."""
        column = self.columns[index.column()]
        return (
            (column.layer, column.units[index.row()]) if index.row() < len(column.units) else None
        )

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else max((len(c.units) for c in self.columns), default=0)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            column = self.columns[section]
            return f"{column.title}\n{column.sign}"
        return None

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        place = self.place_of(index)
        if place is None:
            return None
        column = self.columns[index.column()]
        value = None if column.values is None else float(column.values[index.row()])
        match role:
            case _Role.DisplayRole:
                return "·" if value is None else written(value, self.decimals)
            case _Role.UserRole:
                return value
            case _ if role == _NAME_ROLE:
                return column.names[index.row()] if column.names else ""
            case _ if role == _PRESENT_ROLE:
                return column.present
            case _ if role == _CHOSEN_ROLE:
                return place == self.chosen
            case _Role.AccessibleTextRole:
                return f"{column.title} {self.data(index, _NAME_ROLE)}: {self.data(index)}"
        return None


class ColumnsTable(QTableView):
    """`picked` carries the layer (-1 the input) and the unit that was clicked."""

    picked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("walk.network")
        self.setAccessibleName("The network as columns of numbers")
        self.setToolTip("Click a number to choose its neuron")
        self.columns = ColumnsModel(self)
        self.setModel(self.columns)
        self.setItemDelegate(_Cell(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self._on_clicked)
        self.use_font(self.font())

    def use_font(self, font: QFont) -> None:
        """Write in this font, in rows that fit it."""
        self.setFont(font)
        self.horizontalHeader().setFont(font)
        line = QFontMetrics(font).height()
        self.verticalHeader().setMinimumSectionSize(line)
        self.set_row_height(line + 3)

    def set_row_height(self, height: int) -> None:
        """Make every row so high."""
        self.verticalHeader().setDefaultSectionSize(height)

    def spread(self, width: int) -> None:
        """Let the columns share so much width, where they need less."""
        self.resizeColumnsToContents()
        spare, count = width - self.full_width, self.columns.columnCount()
        for column in range(count if spare > 0 else 0):
            self.setColumnWidth(column, self.columnWidth(column) + spare // count)

    def show_columns(
        self, columns: tuple[Column, ...], chosen: tuple[int, int], decimals: int
    ) -> None:
        """Show these columns where the reader has scrolled to, the present one in view."""
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self.columns.show_columns(columns, chosen, decimals)
        self.resizeColumnsToContents()
        self.horizontalScrollBar().setValue(across)
        self.verticalScrollBar().setValue(down)
        for place in [number for number, column in enumerate(columns) if column.present]:
            self.scrollTo(self.columns.index(0, place))

    @property
    def full_width(self) -> int:
        """What all columns take, and a scroll bar."""
        return self.horizontalHeader().length() + _BAR

    def _on_clicked(self, index: Index) -> None:
        place = self.columns.place_of(index)
        if place is not None:
            self.picked.emit(*place)


class _Cell(QStyledItemDelegate):
    """The unit's name, muted, at the left, its number at the right; the present layer is tinted."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = option.fontMetrics
        name = min(_name_width(metrics), metrics.horizontalAdvance(index.data(_NAME_ROLE) or ""))
        bold = QFont(option.font)
        bold.setBold(True)
        number = QFontMetrics(bold).horizontalAdvance(index.data() or "")
        return QSize(name + number + (_GAP if name else 0) + 2 * _PAD, metrics.height() + 3)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        text = index.data()
        if text is None:
            return
        theme, area = current_theme(), option.rect
        is_present, is_chosen = index.data(_PRESENT_ROLE), index.data(_CHOSEN_ROLE)
        painter.save()
        painter.setFont(option.font)
        if is_present:
            painter.fillRect(area, QColor(theme.window))
        if is_chosen:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawLine(area.bottomLeft(), area.bottomRight())
        room = area.adjusted(_PAD, 0, -_PAD, 0)
        self._paint_name(painter, room, option, index)
        font = painter.font()
        font.setBold(bool(is_chosen))
        painter.setFont(font)
        painter.setPen(QColor(theme.text if is_present or is_chosen else theme.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _paint_name(
        self, painter: QPainter, room: QRect, option: QStyleOptionViewItem, index: Index
    ) -> None:
        name = index.data(_NAME_ROLE)
        if name:
            metrics = option.fontMetrics
            width = _name_width(metrics)
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, width)
            painter.setPen(QColor(current_theme().muted))
            painter.drawText(
                room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown
            )


def _name_width(metrics: QFontMetrics) -> int:
    return _NAME_LETTERS * metrics.averageCharWidth() + _GAP
