"""Before and after: the training split as it is given and as the network sees it, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.panels.ink import draw_images
from nnstudio.app.panels.numbers import short_number
from nnstudio.app.panels.points import (
    Floats,
    Groups,
    color_groups,
    draw_points,
    equal_axes,
    palette,
)

MAX_POINTS = 500
BINS = 24
IMAGES = 8


@dataclass(frozen=True, slots=True)
class Cloud:
    """Two columns (one, if there are no more) of a split; mean and standard deviation per column.

    `points` (n, 1 or 2) holds at most `MAX_POINTS` of the rows the numbers were taken from. Of
    images, `images` are shown instead, and the numbers are those of all pixels.
    """

    names: tuple[str, ...]
    points: Floats
    groups: Groups
    classes: bool
    mean: tuple[float, ...]
    std: tuple[float, ...]
    images: tuple[Floats, ...] = ()


def cloud(
    rows: Floats, targets: NDArray[np.generic], names: Sequence[str], columns: Sequence[int]
) -> Cloud:
    """The cloud of `columns` of `rows` (n, features), colored by `targets`."""
    chosen = np.asarray(rows, dtype=np.float64)[:, list(columns)]
    every = max(1, -(-len(chosen) // MAX_POINTS))
    return Cloud(
        names=tuple(names[column] for column in columns),
        points=chosen[::every],
        groups=color_groups(np.asarray(targets))[::every],
        classes=bool(np.issubdtype(targets.dtype, np.integer)),
        mean=tuple(chosen.mean(axis=0).tolist()),
        std=tuple(chosen.std(axis=0).tolist()),
    )


def image_cloud(rows: Floats, shape: tuple[int, ...]) -> Cloud:
    """The first images among `rows` (n, pixels)."""
    images = tuple(rows[:IMAGES].reshape(-1, *shape))
    mean, std = (float(rows.mean()),), (float(rows.std()),)
    return Cloud(("pixels",), rows[:0, :1], np.zeros(0, dtype=np.int64), True, mean, std, images)


class CloudPlot(QWidget):
    """One cloud on equal axes with the zero lines; a single column is drawn as a histogram."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cloud: Cloud | None = None
        self._name = name
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme_signals().changed.connect(self.update)

    def set_cloud(self, cloud: Cloud | None) -> None:
        """Show `cloud`; None shows an empty frame."""
        self._cloud = cloud
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(100, 64)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(60, 50 if self._cloud is not None and self._cloud.images else 64)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = current_theme()
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.sunken))
        painter.drawRoundedRect(frame, 4, 4)
        painter.setClipRect(frame.adjusted(1, 1, -1, -1))
        if self._cloud is not None:
            self._paint_cloud(painter, self._cloud, frame)
        self._paint_name(painter, frame)

    def _paint_cloud(self, painter: QPainter, cloud: Cloud, frame: QRectF) -> None:
        below_name = frame.adjusted(6, self.fontMetrics().height() + 2, -6, -2)
        if cloud.images:
            draw_images(painter, cloud.images, current_theme(), below_name)
        elif cloud.points.shape[1] == 1:
            self._paint_histogram(painter, cloud, below_name.adjusted(0, 0, 0, 1))
        else:
            self._paint_scatter(painter, cloud, frame)

    def _paint_name(self, painter: QPainter, frame: QRectF) -> None:
        """The name in the corner, on a ground that keeps it readable over points."""
        theme, metrics = current_theme(), self.fontMetrics()
        ground = QColor(theme.sunken)
        ground.setAlphaF(0.8)
        width = metrics.horizontalAdvance(self._name) + 6
        label = QRectF(frame.left() + 1, frame.top() + 1, width, metrics.height())
        painter.fillRect(label, ground)
        painter.setPen(QColor(theme.muted))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, self._name)

    def _paint_scatter(self, painter: QPainter, cloud: Cloud, frame: QRectF) -> None:
        inner = frame.adjusted(5, 5, -5, -5)
        positions = equal_axes(cloud.points, inner, with_origin=True)
        left, top = positions[-1].tolist()
        painter.setPen(QPen(QColor(current_theme().border), 1))
        painter.drawLine(round(left), round(frame.top()), round(left), round(frame.bottom()))
        painter.drawLine(round(frame.left()), round(top), round(frame.right()), round(top))
        colors = palette(current_theme(), classes=cloud.classes)
        draw_points(painter, positions[:-1], cloud.groups, colors, 2.6)

    def _paint_histogram(self, painter: QPainter, cloud: Cloud, frame: QRectF) -> None:
        values = cloud.points[:, 0]
        edges = np.histogram_bin_edges(values, BINS)
        numbers = np.unique(cloud.groups)
        counts = [np.histogram(values[cloud.groups == number], edges)[0] for number in numbers]
        unit = frame.height() / max(int(np.sum(counts, axis=0).max()), 1)
        width = frame.width() / BINS
        colors = palette(current_theme(), classes=cloud.classes)
        bottoms = np.full(BINS, frame.bottom())
        painter.setPen(Qt.PenStyle.NoPen)
        for number, heights in zip(numbers, counts, strict=True):
            painter.setBrush(colors[int(number) % len(colors)])
            bottoms = bottoms - heights * unit
            for bin_, (top, height) in enumerate(zip(bottoms, heights * unit, strict=True)):
                left = frame.left() + bin_ * width
                painter.drawRect(QRectF(left, float(top), width - 0.5, float(height)))


class BeforeAfter(QWidget):
    """Two plots and, below each, the mean (μ) and standard deviation (σ) of its columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preprocessing.beforeAfter")
        self.setAccessibleName("Training split before and after preprocessing")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setRowStretch(0, 1)
        self._before = self._build_column(grid, 0, "Before")
        self._after = self._build_column(grid, 1, "After")

    def _build_column(self, grid: QGridLayout, column: int, title: str) -> tuple[CloudPlot, QLabel]:
        plot, numbers = CloudPlot(title, self), QLabel(self)
        numbers.setProperty("role", "muted")
        numbers.setObjectName(f"preprocessing.{title.lower()}Numbers")
        numbers.setAccessibleName(f"{title}: mean and standard deviation")
        numbers.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        grid.addWidget(plot, 0, column)
        grid.addWidget(numbers, 1, column)
        grid.setColumnStretch(column, 1)
        return plot, numbers

    def set_clouds(self, before: Cloud | None, after: Cloud | None) -> None:
        """Show the training split before and after; None for what is not known."""
        for (plot, numbers), shown in zip(
            (self._before, self._after), (before, after), strict=True
        ):
            plot.set_cloud(shown)
            plot.setToolTip("" if shown is None else _tip(shown))
            numbers.setText("" if shown is None else numbers_text(shown))


def numbers_text(cloud: Cloud) -> str:
    """Mean and standard deviation of each column, two lines: "σ 0.51, 0.11"."""
    mean = ", ".join(short_number(value) for value in cloud.mean)
    std = ", ".join(short_number(value) for value in cloud.std)
    return f"μ {mean}\nσ {std}"


def _tip(cloud: Cloud) -> str:
    names = " and ".join(cloud.names)
    return f"{names}, equal axes" if len(cloud.names) == 2 else names
