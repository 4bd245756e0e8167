"""Thumbnails of data sources: of the data at hand themselves, of others what choosing them brings.

Plane sets are scatter plots the right way up, a one-dimensional function is its curve of points,
tables show their first two principal components, images a few of the images.
"""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from nnstudio.app.appearance.icons import icon
from nnstudio.app.appearance.theme import Theme
from nnstudio.app.panels.ink import draw_images
from nnstudio.app.panels.points import (
    Floats,
    Groups,
    color_groups,
    draw_points,
    equal_axes,
    palette,
)
from nnstudio.experiment.catalog import SOURCES
from nnstudio.experiment.data.dataset import Dataset
from nnstudio.experiment.data.sources import load_dataset
from nnstudio.experiment.document import DataSettings, Source

SAMPLES = 150
IMAGES = 6


class ThumbnailMaker:
    """Makes thumbnails and remembers them, by source, theme, size and resolution.

    The one of the source `present` shows the data at hand; the others are drawn from the very
    generators that the experiments use, with the seed of the present one.
    """

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed
        self._present: Source | None = None
        self._data: dict[Source, Dataset] = {}
        self._pictures: dict[tuple[Source, str, int, int, float], QPixmap] = {}

    def show_data(self, source: Source, dataset: Dataset, seed: int) -> set[Source] | None:
        """Take these data for those of `source`; returns whose thumbnails change, None for all."""
        if (source, seed) == (self._present, self._seed) and self._data.get(source) is dataset:
            return set()
        was, self._present = self._present, source
        changed = None if seed != self._seed else {source, was or source}
        self._seed = seed
        for known in list(self._data) if changed is None else changed:
            self._data.pop(known, None)
        for key in [key for key in self._pictures if changed is None or key[0] in changed]:
            del self._pictures[key]
        self._data[source] = dataset
        return changed

    def find(self, source: Source, theme: Theme, size: QSize, ratio: float) -> QPixmap | None:
        """The thumbnail if it was made before."""
        return self._pictures.get(_key(source, theme, size, ratio))

    def make(self, source: Source, theme: Theme, size: QSize, ratio: float) -> QPixmap:
        """The thumbnail on a transparent ground; `size` in logical pixels, `ratio` their scale."""
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(0, 0, size.width(), size.height())
        if source in self._data:
            _paint(painter, self._data[source], theme, frame)
        elif source == "table":
            _paint_table(painter, theme, frame)
        elif source == "images":
            _paint_pictures(painter, theme, frame)
        elif source == "points":
            icon("brush", theme.accent).paint(painter, frame.adjusted(7, 7, -7, -7).toRect())
        else:
            _paint(painter, self._sample(source), theme, frame)
        painter.end()
        self._pictures[_key(source, theme, size, ratio)] = picture
        return picture

    def _sample(self, source: Source) -> Dataset:
        if source not in self._data:
            noise = SOURCES[source].noise
            settings = DataSettings(source=source, samples=SAMPLES, noise=noise)
            self._data[source] = load_dataset(settings, self._seed, None)
        return self._data[source]


def _key(
    source: Source, theme: Theme, size: QSize, ratio: float
) -> tuple[Source, str, int, int, float]:
    return source, theme.name, size.width(), size.height(), ratio


def _paint_table(painter: QPainter, theme: Theme, frame: QRectF) -> None:
    """A small table with a header row: the user's own data are not known here."""
    width, height = 26.0, 20.0
    table = QRectF(frame.center().x() - width / 2, frame.center().y() - height / 2, width, height)
    painter.setPen(QPen(QColor(theme.muted), 1.2))
    painter.drawRoundedRect(table, 2, 2)
    painter.fillRect(QRectF(table.left(), table.top(), width, height / 4), QColor(theme.muted))
    for row in (1, 2, 3):
        y = table.top() + row * height / 4
        painter.drawLine(QPointF(table.left(), y), QPointF(table.right(), y))
    for column in (1, 2):
        x = table.left() + column * width / 3
        painter.drawLine(QPointF(x, table.top()), QPointF(x, table.bottom()))


def _paint_pictures(painter: QPainter, theme: Theme, frame: QRectF) -> None:
    """Two pictures of hills under a sun, one behind the other: the user's own are not known."""
    painter.setPen(QPen(QColor(theme.muted), 1.2))
    for shift in (-3.0, 3.0):
        sheet = QRectF(frame.center().x() - 12 + shift, frame.center().y() - 9 + shift, 24, 18)
        painter.setBrush(QColor(theme.sunken))
        painter.drawRoundedRect(sheet, 2, 2)
    hills = [(0.0, 1.0), (0.35, 0.45), (0.55, 0.75), (0.72, 0.55), (1.0, 1.0)]
    corners = [(sheet.left() + 24 * x, sheet.top() + 18 * y) for x, y in hills]
    painter.drawPolyline([QPointF(x, y) for x, y in corners])
    painter.drawEllipse(QPointF(sheet.right() - 6, sheet.top() + 5), 2, 2)


def _paint(painter: QPainter, data: Dataset, theme: Theme, frame: QRectF) -> None:
    if data.image_shape is not None:
        images = data.examples(slice(IMAGES)).reshape(-1, *data.image_shape)
        draw_images(painter, tuple(images), theme, frame.adjusted(3, 3, -3, -3))
        return
    points, groups = _flat(data)
    margin = frame.width() * 0.1
    inner = frame.adjusted(margin, margin, -margin, -margin)
    colors = palette(theme, classes=data.task == "classification")
    draw_points(painter, equal_axes(points, inner)[:-1], groups, colors, 2.2)


def _flat(data: Dataset) -> tuple[Floats, Groups]:
    """At most `SAMPLES` points in the plane that show the data."""
    some = slice(None, None, max(1, len(data) // SAMPLES))
    rows, targets = data.examples(some), data.targets[some]
    groups = color_groups(targets)
    if rows.shape[1] == 1:
        curve = np.column_stack((rows[:, 0], np.asarray(targets, dtype=np.float64).reshape(-1)))
        return _standardized(curve), groups
    if rows.shape[1] == 2:
        return rows, groups
    standard = _standardized(rows)
    axes = np.linalg.svd(standard, full_matrices=False)[2]
    return standard @ axes[:2].T, groups


def _standardized(rows: Floats) -> Floats:
    std = rows.std(axis=0)
    return np.asarray((rows - rows.mean(axis=0)) / np.where(std > 0, std, 1.0))
