"""The links of one weight matrix as one item: color and dashes show the sign, width the size."""

from collections import defaultdict
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import Theme, current_theme
from nnstudio.app.canvas.geometry import Column
from nnstudio.app.canvas.kept_picture import Haste, KeptPicture
from nnstudio.app.canvas.links import (
    LEVELS,
    NO_LINKS,
    DrawnLinks,
    Floats,
    Numbers,
    drawn_links,
    evenly_drawn,
    heights_at,
)
from nnstudio.experiment.exports.strokes import LINK_SHADES, LINK_WIDTHS

_REACH = 4.0  # px within which a link counts as touched
_FADED = 2 * LEVELS  # the pens after the full ones: two faded ones,
_FULL_GAP = 26.0  # px between columns: in narrower gaps all links are as much thinner
_UNKNOWN = _FADED + 2  # and one for links whose weights nobody knows


class LinkItem(QGraphicsItem):
    """Draws the links between two neighboring columns; hovering units makes theirs stand out."""

    def __init__(self, source: Column, target: Column, haste: Haste) -> None:
        super().__init__()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        # Tiles are recolored more often than links change: unchanged links are only copied then.
        self._kept = KeptPicture(haste)
        self._version = 0
        self._bounds = QRectF()
        self._thinness = 1.0
        self._source = source
        self._target = target
        self._limit = 0
        self._curved = False
        self._weights: Floats | None = None
        self._drawn = NO_LINKS
        self._focus: tuple[int | None, int | None] | None = None
        self._curves: list[QPainterPath] = []
        self._lines: list[QLineF] = []

    def place(self, source: Column, target: Column, limit: int, curved: bool) -> None:
        """Stand between these columns with at most `limit` links, of unknown weights so far."""
        self.prepareGeometryChange()
        self._source, self._target = source, target
        self._limit, self._curved = limit, curved
        self._focus = None
        left, right = source.right, target.left
        heights = [(start, end) for end in target.centers for start in source.centers]
        self._curves = [_curve(left, y0, right, y1) for y0, y1 in heights] if curved else []
        self._lines = [] if curved else [QLineF(left, y0, right, y1) for y0, y1 in heights]
        self._weights = None
        self._drawn = evenly_drawn(len(heights), limit, _UNKNOWN)
        ends = (*source.centers, *target.centers)
        top, bottom = min(ends) - LINK_WIDTHS[-1], max(ends) + LINK_WIDTHS[-1]
        self._bounds = QRectF(left, top, right - left, bottom - top)
        self._thinness = min(1.0, (right - left) / _FULL_GAP)
        self._repaint()

    def set_weights(self, weights: Floats) -> None:
        """Show `weights` (target units, source units); repaints only if the picture differs."""
        self._weights = weights[np.ix_(self._target.shown, self._source.shown)]
        self._set_drawn(drawn_links(self._weights, self._limit))

    def set_focus(self, focus: tuple[int | None, int | None] | None) -> None:
        """Let the links of one (source unit, target unit) stand out, the others fade; None: all."""
        if focus != self._focus:
            self._focus = focus
            self._repaint()

    def link_at(self, x: float, y: float) -> tuple[int, int, float] | None:
        """The (source unit, target unit, weight) of the drawn link at the point, if any."""
        share = (x - self._source.right) / (self._target.left - self._source.right)
        numbers = self._drawn.numbers
        if self._weights is None or not len(numbers) or not 0 <= share <= 1:
            return None
        targets, sources = np.divmod(numbers, len(self._source.shown))
        starts = np.array(self._source.centers)[sources]
        ends = np.array(self._target.centers)[targets]
        distances = np.abs(heights_at(starts, ends, share, self._curved) - y)
        nearest = int(distances.argmin())
        if distances[nearest] > _REACH:
            return None
        source, target = int(sources[nearest]), int(targets[nearest])
        weight = float(self._weights[target, source])
        return self._source.shown[source], self._target.shown[target], weight

    @override
    def boundingRect(self) -> QRectF:
        return self._bounds

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        key = self._version, current_theme()
        self._kept.paint(painter, self._bounds, key, self._draw)

    def _draw(self, painter: QPainter) -> None:
        pens = _pens(current_theme(), self._thinness)
        numbers, numbered_pens = self._with_focus()
        if self._curved:
            for number, pen in zip(numbers, numbered_pens, strict=True):
                painter.strokePath(self._curves[number], pens[pen])
            return
        groups: dict[int, list[QLineF]] = defaultdict(list)
        for number, pen in zip(numbers, numbered_pens, strict=True):
            groups[pen].append(self._lines[number])
        for pen, lines in groups.items():
            painter.setPen(pens[pen])
            painter.drawLines(lines)

    def _with_focus(self) -> tuple[list[int], list[int]]:
        """Numbers and pens of what is drawn: with a focus, the faded links first."""
        numbers, pens = self._drawn.numbers, self._drawn.pens
        if self._focus is None or self._weights is None:
            return numbers.tolist(), pens.tolist()
        every = drawn_links(self._weights, self._weights.size)
        focused = self._in_focus(every.numbers)
        faded = ~self._in_focus(numbers)
        return (
            [*numbers[faded].tolist(), *every.numbers[focused].tolist()],
            [*(_FADED + pens[faded] % 2).tolist(), *every.pens[focused].tolist()],
        )

    def _in_focus(self, numbers: Numbers) -> NDArray[np.bool_]:
        source, target = self._focus or (None, None)
        shown = len(self._source.shown)
        of_source = np.array(self._source.shown)[numbers % shown]
        of_target = np.array(self._target.shown)[numbers // shown]
        return (of_source == source) | (of_target == target)

    def _set_drawn(self, drawn: DrawnLinks) -> None:
        if not drawn.same_as(self._drawn):
            self._drawn = drawn
            self._repaint()

    def _repaint(self) -> None:
        self._version += 1
        self.update()


def _curve(left: float, start: float, right: float, end: float) -> QPainterPath:
    path = QPainterPath(QPointF(left, start))
    middle = (left + right) / 2
    path.cubicTo(middle, start, middle, end, right, end)
    return path


@lru_cache(maxsize=32)
def _pens(theme: Theme, thinness: float) -> tuple[QPen, ...]:
    """Pen 2 * level + (weight < 0) for each level, then `_FADED` two and `_UNKNOWN`.

    Colors are mixed with the background instead of being transparent: opaque lines paint several
    times faster.
    """
    pens = []
    for level in range(LEVELS):
        for color in (theme.positive, theme.negative):
            shaded = mixed(theme.surface, color, LINK_SHADES[level] / 100)
            pens.append(QPen(shaded, LINK_WIDTHS[level] * theme.stroke * thinness))
    faded = 0.8 * theme.stroke * thinness
    pens += [QPen(mixed(theme.surface, c, 0.13), faded) for c in (theme.positive, theme.negative)]
    for pen in pens:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    for pen in pens[1::2]:
        pen.setDashPattern(negative_dashes(pen.widthF()))
    return (*pens, QPen(QColor(theme.border), 1.0))


def negative_dashes(width: float) -> list[float]:
    """The dash pattern of negative links that are `width` pixels wide."""
    return [11 / width, 3 / width]


def mixed(ground: str, color: str, share: float) -> QColor:
    """`share` of `color` on `ground`, opaque."""
    below, above = QColor(ground), QColor(color)
    return QColor(
        round(below.red() + share * (above.red() - below.red())),
        round(below.green() + share * (above.green() - below.green())),
        round(below.blue() + share * (above.blue() - below.blue())),
    )
