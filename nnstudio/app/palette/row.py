"""How a row of the command palette is drawn: what it is called, where it is found, its keys."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.palette.entries import Entry

_SIDE = 8
_GAP = 10
_ROUND = 6
_ENTRY = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Draws the Entry that an item holds; widgets by the hundred would make typing slow."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        metrics: QFontMetrics = option.fontMetrics
        return QSize(0, metrics.height() + 12)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry, theme = index.data(_ENTRY), current_theme()
        if not isinstance(entry, Entry):
            return
        area: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.accent)))
            painter.setBrush(QColor(theme.sunken))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), _ROUND, _ROUND)
        inside = area.adjusted(_SIDE, 0, -_SIDE, 0)
        inside = _write(painter, inside, entry.keys, theme.text, to_right=True)
        inside = _write(painter, inside, entry.words, theme.text)
        _write(painter, inside, entry.place, theme.muted)
        painter.restore()


def _write(
    painter: QPainter, area: QRect, words: str, color: str, *, to_right: bool = False
) -> QRect:
    """Write at one side of `area`, and return what is left of it."""
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width())
    side = Qt.AlignmentFlag.AlignRight if to_right else Qt.AlignmentFlag.AlignLeft
    painter.setPen(QColor(color))
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | side, shown)
    taken = metrics.horizontalAdvance(shown) + _GAP if shown else 0
    return area.adjusted(0, 0, -taken, 0) if to_right else area.adjusted(taken, 0, 0, 0)
