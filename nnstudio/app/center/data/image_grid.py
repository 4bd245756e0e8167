"""Example images in a grid that scrolls: only those in view are drawn, however many there are."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.panels.ink import ink_image
from nnstudio.experiment.data.dataset import Labels
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.data.target_words import noise_words, target_words, true_words

IMAGE = 56
_CORNER = 12
_GAP = 8
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class ImageGrid(QAbstractScrollArea):
    """`picked` carries the place in the data set of the image that was clicked.

    What label noise gave a wrong class has a corner.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("examples.images")
        self.setAccessibleName("Example images")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._prepared: Prepared | None = None
        self._index: Labels = np.zeros(0, np.int64)
        self._predictions: NDArray[np.floating] | None = None
        self._selected = 0
        self._bound = 1.0
        theme_signals().changed.connect(self.viewport().update)

    def show_examples(
        self, prepared: Prepared, index: Labels, predictions: NDArray[np.floating] | None
    ) -> None:
        """Show the examples `index` of image data, each with its class and what it is taken for."""
        if prepared is not self._prepared:
            some = prepared.dataset.examples(slice(0, 200))
            self._bound = float(np.abs(some).max(initial=0.0)) or 1.0
        moved = prepared is not self._prepared or not np.array_equal(index, self._index)
        self._prepared, self._index, self._predictions = prepared, index, predictions
        if moved:
            self._fit_bar()
            self.verticalScrollBar().setValue(0)
        self.viewport().update()

    def show_selected(self, example: int) -> None:
        """Mark the example at this place of the data set."""
        self._selected = example
        self.viewport().update()

    def place_of(self, example: int) -> QRect | None:
        """Where an example is drawn in the viewport; None when it is not among those shown."""
        found = np.flatnonzero(self._index == example)
        return self._cell(int(found[0])) if found.size else None

    @property
    def _columns(self) -> int:
        return max(1, (self.viewport().width() - _GAP) // self._width)

    @property
    def _width(self) -> int:
        return max(IMAGE, self.fontMetrics().horizontalAdvance("0 → 0000")) + _GAP

    @property
    def _height(self) -> int:
        return IMAGE + self.fontMetrics().height() + _GAP

    def _cell(self, number: int) -> QRect:
        row, column = divmod(number, self._columns)
        top = _GAP + row * self._height - self.verticalScrollBar().value()
        return QRect(_GAP + column * self._width, top, self._width - _GAP, self._height - _GAP)

    def _fit_bar(self) -> None:
        rows = -(-len(self._index) // self._columns)
        bar, page = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, _GAP + rows * self._height - page))
        bar.setPageStep(page)
        bar.setSingleStep(self._height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_bar()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        if not len(self._index):
            painter.setPen(QColor(current_theme().muted))
            place = self.viewport().rect()
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "No example is like that")
            return
        first = max(0, self.verticalScrollBar().value() // self._height) * self._columns
        count = (self.viewport().height() // self._height + 2) * self._columns
        self._paint_cells(painter, first, self._index[first : first + count])

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            number = self._number_at(event.pos())
            text = "" if number is None else self._tip(int(self._index[number]))
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().viewportEvent(event)

    def _tip(self, example: int) -> str:
        assert self._prepared is not None  # there are examples
        noise = noise_words(self._prepared.dataset, example)
        more = f" ({noise})" if noise else ""
        return f"Example {example + 1:,}: {self.caption(example)}{more}"

    def _paint_cells(self, painter: QPainter, first: int, index: Labels) -> None:
        assert self._prepared is not None  # there are examples
        dataset, theme = self._prepared.dataset, current_theme()
        assert dataset.image_shape is not None  # of images
        images = dataset.examples(index).reshape(-1, *dataset.image_shape) / self._bound
        for number, (example, image) in enumerate(zip(index.tolist(), images, strict=True), first):
            cell = self._cell(number)
            left = cell.center().x() - IMAGE // 2
            place = QRectF(left, cell.top(), IMAGE, IMAGE)
            painter.fillRect(place, QColor(theme.sunken))
            signed = bool(image.min() < 0)
            painter.drawImage(place, ink_image(image, theme, signed=signed))
            wrong = self._is_wrong(example)
            if example == self._selected or wrong:
                edge = theme.accent if example == self._selected else theme.bad
                painter.setPen(QPen(QColor(edge), 2))
                painter.drawRect(place.adjusted(-1, -1, 1, 1))
            if self._is_mislabeled(example):
                _paint_corner(painter, place.topLeft())
            self._paint_caption(painter, cell, example, wrong)

    def _paint_caption(self, painter: QPainter, cell: QRect, example: int, wrong: bool) -> None:
        theme, metrics = current_theme(), painter.fontMetrics()
        text = self.caption(example)
        if wrong and metrics.horizontalAdvance(text) > cell.width():
            text = (
                self._told(example) if self._is_mislabeled(example) else f"→ {self._said(example)}"
            )
        painter.setPen(QColor(theme.bad if wrong else theme.muted))
        short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, cell.width())
        below = cell.adjusted(0, IMAGE + 1, 0, 0)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, short)

    def caption(self, example: int) -> str:
        """The class of an example, what it was, and what the network mistakes it for."""
        told = self._told(example)
        return f"{told} → {self._said(example)}" if self._is_wrong(example) else told

    def _told(self, example: int) -> str:
        assert self._prepared is not None  # there are examples
        dataset = self._prepared.dataset
        name, true = target_words(dataset, dataset.targets[example]), true_words(dataset, example)
        return name if true is None else f"{name}, was {true}"

    def _said(self, example: int) -> str:
        assert self._prepared is not None  # there are examples
        assert self._predictions is not None  # it is known to be wrong
        return target_words(self._prepared.dataset, self._predictions[example])

    def _is_mislabeled(self, example: int) -> bool:
        assert self._prepared is not None  # there are examples
        return true_words(self._prepared.dataset, example) is not None

    def _is_wrong(self, example: int) -> bool:
        assert self._prepared is not None  # there are examples
        if self._predictions is None:
            return False
        return bool(self._predictions[example] != self._prepared.dataset.targets[example])

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._number_at(event.position().toPoint())
        if found is not None:
            self.picked.emit(int(self._index[found]))

    def _number_at(self, point: QPoint) -> int | None:
        row = (point.y() + self.verticalScrollBar().value() - _GAP) // self._height
        column = (point.x() - _GAP) // self._width
        number = row * self._columns + column
        inside = 0 <= column < self._columns and 0 <= number < len(self._index)
        return number if inside else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not len(self._index):
            super().keyPressEvent(event)
            return
        found = np.flatnonzero(self._index == self._selected)
        number = (int(found[0]) if found.size else 0) + step[0] + step[1] * self._columns
        number = min(max(number, 0), len(self._index) - 1)
        self._scroll_to(number)
        self.picked.emit(int(self._index[number]))

    def _scroll_to(self, number: int) -> None:
        cell, bar = self._cell(number), self.verticalScrollBar()
        if cell.top() < 0:
            bar.setValue(bar.value() + cell.top() - _GAP)
        elif cell.bottom() > self.viewport().height():
            bar.setValue(bar.value() + cell.bottom() - self.viewport().height() + _GAP)


def _paint_corner(painter: QPainter, at: QPointF) -> None:
    points = (at, at + QPointF(_CORNER, 0.0), at + QPointF(0.0, _CORNER))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(current_theme().warning))
    painter.drawPolygon(QPolygonF(points))
    painter.setBrush(Qt.BrushStyle.NoBrush)
