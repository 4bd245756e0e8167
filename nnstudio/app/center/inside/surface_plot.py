"""The loss over two weights as bands of gray with contour lines, and the path across them."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.appearance.images import Pixels
from nnstudio.app.appearance.theme import Theme, current_theme
from nnstudio.app.canvas.link_item import mixed
from nnstudio.app.widgets.plot import Plot
from nnstudio.core.arrays import Floats
from nnstudio.experiment.looks.insights import LossSurface, WeightPath

_BANDS = 16
_FINER = 16  # pixels between two points of the surface
_DARKEST, _LINE = 0.5, 0.75
_DOTTED = 400  # steps; of a longer path single steps would be a blur


class SurfacePlot(Plot):
    """Loss, path, start and present place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surface: LossSurface | None = None
        self._path: WeightPath | None = None
        self._now = (0.0, 0.0)
        self.picture = Picture(axisOrder="row-major")
        self.line = pg.PlotCurveItem(antialias=True)
        self.dots, self.ends = pg.ScatterPlotItem(), pg.ScatterPlotItem()
        for item in (self.picture, self.line, self.dots, self.ends):
            self.view.addItem(item, ignoreBounds=True)
        self.setMinimumSize(160, 140)
        self.restyle(current_theme())

    @override
    def restyle(self, theme: Theme) -> None:
        self.view.setBorder(self.pen(theme.border))
        super().restyle(theme)
        if self._surface is not None and self._path is not None:
            surface, self._surface = self._surface, None
            self.show_path(surface, self._path, self._now)

    def show_path(self, surface: LossSurface, path: WeightPath, now: tuple[float, float]) -> None:
        """Show the surface, the path over it, and where the weights are `now`."""
        if surface is not self._surface:
            self._surface = surface
            left, right, bottom, top = surface.extent
            self.set_range((left, right), (bottom, top))
            place = QRectF(left, bottom, right - left, top - bottom)
            pixels = surface_pixels(surface.losses, current_theme())
            self.picture.setImage(pixels, autoLevels=False, rect=place)
        self._path, self._now = path, now
        self._draw_path(path, now, current_theme())

    def _draw_path(self, path: WeightPath, now: tuple[float, float], theme: Theme) -> None:
        across, up = path.places.T
        self.line.setPen(self.pen(theme.negative, 1.6))
        self.line.setData(across, up)
        shown = slice(None) if len(across) <= _DOTTED else slice(0, 0)
        ratio = self.devicePixelRatioF()
        self.dots.setData(
            across[shown], up[shown], size=4.0 * ratio, pen=None, brush=QColor(theme.negative)
        )
        places = [*([(across[0], up[0])] if len(across) else []), now]
        brushes = [QColor(theme.surface), QColor(theme.negative)][-len(places) :]
        self.ends.setData(
            [place[0] for place in places],
            [place[1] for place in places],
            size=11.0,
            pen=self.pen(theme.text, 1.5),
            brush=brushes,
        )


class Picture(pg.ImageItem):  # type: ignore[misc]  # the library has no types
    """An image of few pixels, painted smoothly."""

    @override
    def paint(self, painter: QPainter, *arguments: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        super().paint(painter, *arguments)


def surface_pixels(losses: Floats, theme: Theme) -> Pixels:
    """Bands of gray, light where the loss is low, with a line where one goes over into the next.

    Bands are even in the square root of what is above the least loss, so that a bowl has even
    rings.
    """
    heights = np.sqrt(losses - losses.min())
    highest = float(heights.max())
    fine = _finer(heights / highest if highest > 0 else heights)
    bands = np.minimum((fine * _BANDS).astype(np.intp), _BANDS - 1)
    is_edge = np.zeros(bands.shape, np.bool_)
    for one, other in ((np.s_[:-1], np.s_[1:]), (np.s_[:, :-1], np.s_[:, 1:])):
        differs = bands[one] != bands[other]
        is_edge[one] |= differs
        is_edge[other] |= differs
    colors = [mixed(theme.surface, theme.muted, _DARKEST * k / (_BANDS - 1)) for k in range(_BANDS)]
    colors.append(mixed(theme.surface, theme.muted, _LINE))
    table = np.array([color.toTuple() for color in colors], np.uint8)
    return table[np.where(is_edge, _BANDS, bands)]


def _finer(values: Floats) -> Floats:
    """The same between the points, too."""
    points = np.arange(len(values))
    between = np.linspace(0, len(values) - 1, _FINER * (len(values) - 1) + 1)
    rows = np.stack([np.interp(between, points, row) for row in values])
    return np.stack([np.interp(between, points, column) for column in rows.T], axis=1)
