"""The table of terms as a Qt model and its view: numbers with the chosen decimals."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.center.walk.look import written
from nnstudio.app.center.walk.terms import Terms

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_NOTHING = Terms("", (), ())
_NAME_LETTERS = 16
_ROWS_MEASURED = 24
_BAR = 12  # px


class TermsModel(QAbstractTableModel):
    """Column 0 names the row; a number itself is the value of the user role."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.terms = _NOTHING
        self.decimals = 3
        self.font = QFont()

    def show_terms(self, terms: Terms, decimals: int) -> None:
        """Show these rows; what is scrolled or selected stays where the shape stays."""
        same = (len(terms.rows), terms.headings) == (len(self.terms.rows), self.terms.headings)
        if same:
            self.terms, self.decimals = terms, decimals
            last = self.index(len(terms.rows) - 1, len(terms.headings))
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.terms, self.decimals = terms, decimals
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.terms.rows)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.terms.headings) + 1

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == _Role.DisplayRole:
            return self.terms.headings[section - 1] if section else ""
        if role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        row, column = self.terms.rows[index.row()], index.column()
        value = row.values[column - 1] if column else None
        match role:
            case _Role.DisplayRole if not column:
                return f"{row.name} ({row.note})" if row.note else row.name
            case _Role.DisplayRole:
                return "" if value is None else written(value, self.decimals)
            case _Role.UserRole:
                return value
            case _Role.ToolTipRole:
                return self.data(index) if not column else None if value is None else repr(value)
            case _Role.TextAlignmentRole if column:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case _Role.FontRole if row.strong:
                font = QFont(self.font)
                font.setBold(True)
                return font
            case _Role.ForegroundRole if not column and not row.strong:
                return QColor(current_theme().muted)
        return None


class TermsTable(QTableView):
    """Shows the model; rows have `row_space` besides their line.

    `picked` carries row and column, in its matrix, of the number of a row that was chosen.
    """

    row_space = 5
    picked = Signal(int, int)

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.terms = TermsModel(self)
        self.setModel(self.terms)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)
        header.setResizeContentsPrecision(_ROWS_MEASURED)
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)
        self.use_font(self.font())

    def _on_chosen(self, index: Index) -> None:
        place = self.terms.terms.rows[index.row()].place
        if place is not None:
            self.picked.emit(*place)

    def use_font(self, font: QFont) -> None:
        """Write in this font, in rows that fit it."""
        self.setFont(font)
        self.horizontalHeader().setFont(font)
        self.terms.font = font
        line = QFontMetrics(font).height()
        self.verticalHeader().setMinimumSectionSize(line)
        self.verticalHeader().setDefaultSectionSize(line + self.row_space)

    def show_terms(self, terms: Terms, decimals: int) -> None:
        """Show these rows with so many decimals."""
        self.terms.show_terms(terms, decimals)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Let every column take what it needs."""
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column in range(1, self.terms.columnCount()):
            self.resizeColumnToContents(column)
        longest = _NAME_LETTERS * self.fontMetrics().averageCharWidth()
        self.setColumnWidth(0, min(longest, self.sizeHintForColumn(0) + 8))

    def set_row_height(self, height: int) -> None:
        """Make every row so high."""
        self.verticalHeader().setDefaultSectionSize(height)

    def spread(self, width: int) -> None:
        """Let the columns share so much width, where they need less."""
        self.fit_columns()
        spare, count = width - self.full_width, self.terms.columnCount()
        for column in range(count if spare > 0 else 0):
            self.setColumnWidth(column, self.columnWidth(column) + spare // count)

    @property
    def full_width(self) -> int:
        """What all columns take, and a scroll bar."""
        return self.horizontalHeader().length() + _BAR
