"""The words in and beside a column of tiles: names of features and classes, and its marks."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPolygonF

from nnstudio.app.appearance.images import class_color
from nnstudio.app.appearance.theme import Theme
from nnstudio.app.canvas.geometry import Column, Mark
from nnstudio.app.canvas.picture import ColumnPicture
from nnstudio.experiment.exports.class_marks import MARK, class_mark

LABEL_GAP = 9.0
_SMALLEST_LINE = 8.0  # px of the screen: smaller words would be specks
_Align = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True)
class Look:
    """What all columns share: the font, the width labels may take, the distance of columns."""

    font: QFont
    label_width: float
    pitch: float


class ColumnWords:
    """Measures the words of one column once, and paints them."""

    def __init__(self, picture: ColumnPicture, column: Column, look: Look) -> None:
        self._picture, self._column, self._look = picture, column, look
        metrics = QFontMetricsF(look.font)
        self._line = metrics.height()
        self._marks = tuple(self._placed(mark, metrics) for mark in column.marks)
        self._labels: tuple[str, ...] = ()
        if picture.labels and column.slot >= self._line * 0.9:
            labels = (picture.labels[unit] for unit in column.shown)
            self._labels = tuple(_fitting(label, metrics, look.label_width) for label in labels)

    def bounds(self, tiles: QRectF) -> QRectF:
        """What tiles and words take, selected or not."""
        ellipsis = 60.0 if self._column.marks else 12.0
        labels = self._look.label_width + 14 + LABEL_GAP
        is_input = self._picture.is_input
        left = max(labels if is_input else LABEL_GAP, ellipsis)
        right = max(LABEL_GAP if is_input else labels + MARK, ellipsis)
        room = tiles.adjusted(-left, -12.0, right, 12.0)
        for _, rect, _ in self._marks:
            room = room.united(rect)
        return room

    def mark_rect(self, mark: Mark) -> QRectF:
        """The place of a mark of the column."""
        return next(rect for known, rect, _ in self._marks if known == mark)

    def paint_marks(self, painter: QPainter, hovered: Mark | None, theme: Theme) -> None:
        """The marks, the one under the pointer standing out."""
        for mark, rect, text in self._marks:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.surface))
            painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
            painter.setPen(QColor(theme.accent if mark == hovered else theme.muted))
            painter.drawText(rect, _Align.AlignCenter, text)

    def paint_labels(self, painter: QPainter, theme: Theme) -> None:
        """The names of features or classes, where they can be read."""
        if painter.worldTransform().m11() * self._line < _SMALLEST_LINE:
            return
        for text, unit, center in zip(
            self._labels, self._column.shown, self._column.centers, strict=False
        ):
            if self._picture.is_input:
                self._paint_feature(painter, text, center, theme)
            else:
                self._paint_class(painter, text, unit, center, theme)

    def _paint_feature(self, painter: QPainter, text: str, center: float, theme: Theme) -> None:
        right = self._column.left - LABEL_GAP
        rect = QRectF(right - 300, center - self._line / 2, 300, self._line)
        painter.setPen(QColor(theme.muted))
        painter.drawText(rect, _Align.AlignRight | _Align.AlignVCenter, text)

    def _paint_class(
        self, painter: QPainter, text: str, unit: int, center: float, theme: Theme
    ) -> None:
        left = self._column.right + LABEL_GAP
        label = self._picture.classes[unit]
        corners = class_mark(label, left + MARK / 2, center)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(class_color(theme, label))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        rect = QRectF(left + MARK + 5, center - self._line / 2, 300, self._line)
        painter.setPen(QColor(theme.muted))
        painter.drawText(rect, _Align.AlignLeft | _Align.AlignVCenter, text)

    def _placed(self, mark: Mark, metrics: QFontMetricsF) -> tuple[Mark, QRectF, str]:
        """A mark with its place and text: with fewer words, or its sign alone, where columns are
        close.
        """
        texts = (mark.text, mark.text.rpartition(" ")[0])
        fits = (text for text in texts if metrics.horizontalAdvance(text) < 0.8 * self._look.pitch)
        text = next(fits, mark.text[0] if mark.text[0] in "…↑↓" else texts[-1])
        width, height = metrics.horizontalAdvance(text) + 12, metrics.height()
        place = QRectF(self._column.x - width / 2, mark.y - height / 2, width, height)
        return mark, place, text


def _fitting(label: str, metrics: QFontMetricsF, width: float) -> str:
    """The label cut to `width`: first its remark in parentheses goes, then its end."""
    if metrics.horizontalAdvance(label) > width:
        label = label.partition(" (")[0]
    return metrics.elidedText(label, Qt.TextElideMode.ElideRight, width)
