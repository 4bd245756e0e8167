"""What plots of planes share: a quiet pyqtgraph view in the theme's colors, and still axes.

A plot is made of pyqtgraph's view box and axes alone: its ready-made plot item would bring menus
of options, windows of their own, that nobody here can open. Ranges are set, never guessed.
"""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QGraphicsView, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import Theme, current_theme, theme_signals
from nnstudio.app.widgets.ticks import MINUS, tick_step

Range = tuple[float, float]
_LARGE = 12.0  # points


def small_font(font: QFont) -> QFont:
    """The font of numbers: one point smaller than the window's text, never below 9 points.

    Large letters are chosen for a last row, as small as it can read: they stay.
    """
    small, points = QFont(font), font.pointSizeF()
    if points <= _LARGE:
        small.setPointSizeF(max(9.0, points - 1.0))
    return small


class QuietView(pg.GraphicsView):  # type: ignore[misc]  # the library has no types
    """A scene that shows what it is given: no dragging, zooming, menus, nor keyboard focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setInteractive(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.view = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0.0)
        self.view.disableAutoRange()
        theme_signals().changed.connect(self._on_theme_changed)

    def restyle(self, theme: Theme) -> None:
        """Take the colors of `theme` and the sizes of the present font."""
        self.setBackground(theme.surface)

    def set_range(self, across: Range, up: Range) -> None:
        """Show these ranges of data coordinates, exactly."""
        self.view.setRange(xRange=across, yRange=up, padding=0.0)

    def pen(self, color: str | QColor, width: float = 1.0, dashes: tuple[float, ...] = ()) -> QPen:
        """A pen of `width` px whatever the data's units and the screen's pixels."""
        return pg.mkPen(
            color,
            width=width * current_theme().stroke * self.devicePixelRatioF(),
            dash=dashes or None,
        )

    @override
    def close(self) -> bool:
        """Close like any other widget; the library would take the view apart, and may crash."""
        return QGraphicsView.close(self)

    def _on_theme_changed(self) -> None:
        self.restyle(current_theme())

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self.restyle(current_theme())
        super().changeEvent(event)


class Plot(QuietView):
    """A view between a left and a bottom axis; subclasses add the items."""

    hovered = Signal(object)
    """The data coordinates under the pointer (QPointF), or None when it left the frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.left, self.bottom = Axis("left", self.view), Axis("bottom", self.view)
        layout = self.centralLayout
        layout.setSpacing(0)
        for item, row, column in ((self.left, 0, 0), (self.view, 0, 1), (self.bottom, 1, 1)):
            layout.addItem(item, row, column)

    @override
    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        for axis in (self.left, self.bottom):
            axis.restyle(small_font(self.font()), theme)
        self.fit()

    def fit(self) -> None:
        """Give the axes the room their numbers need; the view takes what is left."""
        room = self.room(self.width(), self.height())
        width, height = self._width_of_numbers(self.height()), self.bottom.metrics.height() + 2.0
        self.left.setWidth(width)
        self.bottom.setHeight(height)
        right, below = self.width() - room.right(), self.height() - room.bottom()
        self.centralLayout.setContentsMargins(
            max(room.left() - width, 0.0), room.top(), right, below - height
        )
        self.centralLayout.activate()
        self.bottom.place_name(room.width(), right)

    def room(self, width: float, height: float) -> QRectF:
        """Where the view lies in a widget of this size: the numbers at its ends need room too."""
        line, left = self.left.metrics.height(), self._width_of_numbers(height)
        return QRectF(left, line / 2, width - left - 8.0, height - 1.5 * line - 2.0)

    def _width_of_numbers(self, height: float) -> float:
        """The room that the left axis needs in a widget of this height."""
        return self.left.width_for(height - 1.5 * self.left.metrics.height() - 2.0)

    @override
    def set_range(self, across: Range, up: Range) -> None:
        if [[*across], [*up]] != self.view.viewRange():
            super().set_range(across, up)
            self.fit()

    def frame(self) -> QRectF:
        """The rectangle the data live in, in widget pixels."""
        return QRectF(self.view.sceneBoundingRect())

    def to_data(self, position: QPointF) -> QPointF:
        """The data coordinates of a point of the widget."""
        return QPointF(self.view.mapSceneToView(position))

    @override
    def resizeEvent(self, event: QEvent | None) -> None:
        super().resizeEvent(event)
        if hasattr(self, "bottom"):  # the library resizes its views while it makes them
            self.fit()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        inside = self.frame().contains(event.position())
        self.hovered.emit(self.to_data(event.position()) if inside else None)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)


class Axis(pg.AxisItem):  # type: ignore[misc]
    """Round numbers along one side; the name of the bottom axis stands in line with them."""

    def __init__(self, orientation: str, view: pg.ViewBox) -> None:
        self.metrics = QFontMetricsF(QFont())
        super().__init__(orientation, maxTickLength=0, linkView=view)
        self.setCacheMode(self.CacheMode.DeviceCoordinateCache)  # it seldom changes
        self.setZValue(-1.0)  # grid lines run below what is drawn
        self.setStyle(maxTextLevel=0, tickTextOffset=3, tickAlpha=255)
        self.enableAutoSIPrefix(False)
        self._color = ""

    def restyle(self, font: QFont, theme: Theme) -> None:
        """Write in `font` and in the colors of `theme`."""
        self.metrics = QFontMetricsF(font)
        self.label.setFont(font)
        self.setStyle(tickFont=font)
        self.setPen(theme.border)
        self.setTickPen(theme.border)
        self.setTextPen(theme.muted)
        self._color = theme.text
        self._name(self.labelText)

    def set_name(self, text: str) -> None:
        """Say what is measured."""
        if text != self.labelText:
            self._name(text)

    def _name(self, text: str) -> None:
        self.setLabel(text, color=self._color)
        self.resizeEvent()  # the library places names only then

    @override
    def resizeEvent(self, event: QEvent | None = None) -> None:
        super().resizeEvent(event)
        self.picture = None  # the library keeps the numbers where they were, and so does the cache
        self.setCacheMode(self.CacheMode.NoCache)
        self.setCacheMode(self.CacheMode.DeviceCoordinateCache)

    def width_for(self, length: float) -> float:
        """The room that a vertical axis of about `length` px needs beside the plot."""
        low, high = self.range
        levels = self.tickValues(low, high, max(length, 1.0))
        texts = [text for step, values in levels for text in self.tickStrings(values, 1.0, step)]
        widest = max(map(self.metrics.horizontalAdvance, texts), default=0.0)
        if self.labelText:
            return widest + 6.0 + self.metrics.height()
        return max(widest, self.metrics.horizontalAdvance("0.00")) + 6.0

    @override
    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        room = self.metrics.height() * (1.4 if self.orientation == "left" else 3.0)
        step = tick_step(low, high, min(max(size / room, 2.1), 5.1))
        return [(step, 0.0)]

    @override
    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        texts = super().tickStrings(values, scale, spacing)
        return [text.replace("-", MINUS) for text in texts]

    def place_name(self, end: float, room: float) -> None:
        """Put a horizontal axis' name at its `end`: behind it if `room` px allow, else before."""
        rectangle = self.label.boundingRect()
        left = end + 2.0 if rectangle.width() <= room else end - rectangle.width() + 4.0
        self.label.setPos(left, (self.metrics.height() - rectangle.height()) / 2 + 3.0)

    @override
    def boundingRect(self) -> QRectF:
        """With the halves of the numbers that stand at the ends."""
        half = 12.0
        across, up = (0.0, half) if self.orientation == "left" else (half, 0.0)
        return QRectF(super().boundingRect().adjusted(-across, -up, across, up))

    @override
    def generateDrawSpecs(self, painter: QPainter) -> Any:
        """What to draw, without the numbers where the axis' name stands."""
        specs = super().generateDrawSpecs(painter)
        if specs is None or self.orientation == "left" or not self.labelText:
            return specs
        line, ticks, texts = specs
        name = self.label.mapRectToParent(self.label.boundingRect())
        return line, ticks, [text for text in texts if not text[0].intersects(name)]
