"""The key beside a plane: which mark is which class, train, test and wrong, and a color scale."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.images import class_color, diverging_color
from nnstudio.app.theme import Theme, current_theme, theme_signals
from nnstudio.app.widgets.markers import ring_stamp, stamp
from nnstudio.app.widgets.ticks import number

_MARK = 9.0
_INDENT = 17.0
_WIDEST = 92
_SCALE_LINES = 4
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Key:
    """What the legend explains: the classes, whether points can be wrong, the colors' bound."""

    classes: tuple[str, ...] = ()
    points: bool = True
    wrong: bool = False
    bound: float | None = None


class Legend(QWidget):
    """Entries from top to bottom; many short class names stand in two columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = Key()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        theme_signals().changed.connect(self.update)

    def set_key(self, key: Key) -> None:
        """Explain `key` from now on."""
        if key != self.key:
            self.key = key
            self.setToolTip("\n".join(key.classes))
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        names = [*self.key.classes, *(text for _, text in self._remarks())]
        if self.key.bound is not None:
            names.append(number(-self.key.bound))
        metrics = QFontMetricsF(self._font())
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0.0)
        width = _INDENT + widest + 1.0
        if self._columns() == 2:
            shares = [metrics.horizontalAdvance(name) for name in self.key.classes]
            width = max(width, 2 * (_INDENT + max(shares)) + 4.0)
        return QSize(min(int(width) + 1, _WIDEST), 60)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, top = current_theme(), 6.0
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._font())
            top = self._draw_classes(painter, theme, top)
            if self.key.bound is not None:
                top = self._draw_scale(painter, theme, top, self.key.bound)
            for mark, text in self._remarks():
                self._draw_entry(painter, QPointF(0.0, top), self._mark(mark, theme), text, theme)
                top += self._line()

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(max(9.0, font.pointSizeF() - 1.0))
        return font

    def _line(self) -> float:
        return QFontMetricsF(self._font()).height() + 1.0

    def _columns(self) -> int:
        """Two where one would not fit: more than five classes with short names."""
        names = self.key.classes
        return 2 if len(names) > 5 and max(len(name) for name in names) <= 3 else 1

    def _remarks(self) -> list[tuple[str, str]]:
        remarks = [("train", "train"), ("test", "test")] if self.key.points else []
        return [*remarks, ("wrong", "wrong")] if self.key.wrong else remarks

    def _mark(self, name: str, theme: Theme) -> QPixmap:
        ratio, gray = self.devicePixelRatioF(), QColor(theme.muted)
        if name == "wrong":
            return ring_stamp(theme, _MARK + 2.0, ratio)
        return stamp(theme, gray, 0, name == "test", _MARK, ratio)

    def _draw_classes(self, painter: QPainter, theme: Theme, top: float) -> float:
        """The classes, column by column; returns where the next entry starts."""
        names, columns, line = self.key.classes, self._columns(), self._line()
        if not names:
            return top
        rows = -(-len(names) // columns)
        for index, name in enumerate(names):
            column, row = divmod(index, rows)
            place = QPointF(column * self.width() / columns, top + row * line)
            color, ratio = class_color(theme, index), self.devicePixelRatioF()
            mark = stamp(theme, color, index, False, _MARK, ratio)
            self._draw_entry(painter, place, mark, name, theme)
        return top + rows * line + line / 2

    def _draw_entry(
        self, painter: QPainter, place: QPointF, mark: QPixmap, text: str, theme: Theme
    ) -> None:
        size, line = mark.deviceIndependentSize().width(), self._line()
        left = place.x() + (_INDENT - 3.0 - size) / 2
        painter.drawPixmap(QPointF(left, place.y() + (line - size) / 2), mark)
        width = self.width() / self._columns() if text in self.key.classes else self.width()
        painter.setPen(QColor(theme.text))
        metrics = QFontMetricsF(self._font())
        elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - _INDENT)
        painter.drawText(QRectF(place.x() + _INDENT, place.y(), width, line), _LEFT, elided)

    def _draw_scale(self, painter: QPainter, theme: Theme, top: float, bound: float) -> float:
        """The color bar from `bound` at the top to -`bound`; returns where it ends."""
        line = self._line()
        bar = QRectF(2.0, top + line / 2, 10.0, _SCALE_LINES * line)
        gradient = QLinearGradient(bar.topLeft(), bar.bottomLeft())
        for share in (1.0, 0.0, -1.0):
            gradient.setColorAt((1.0 - share) / 2, diverging_color(share, theme))
        painter.setPen(QColor(theme.border))
        painter.setBrush(gradient)
        painter.drawRect(bar)
        painter.setPen(QColor(theme.text))
        for share, text in ((1.0, _round(bound)), (0.0, "0"), (-1.0, _round(-bound))):
            middle = bar.center().y() - share * bar.height() / 2
            painter.drawText(QRectF(_INDENT, middle - line / 2, _WIDEST, line), _LEFT, text)
        return bar.bottom() + line


def _round(bound: float) -> str:
    """A round bound without decimals that say nothing."""
    return number(bound).rstrip("0").rstrip(".") if "." in number(bound) else number(bound)
