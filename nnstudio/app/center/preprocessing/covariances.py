"""The covariance matrix of a stage as a picture: blue together, orange against, white apart."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from nnstudio.app.appearance.theme import Theme
from nnstudio.app.panels.numbers import short_number
from nnstudio.core.preprocessing import Floats
from nnstudio.core.preprocessing.spectrum import covariance
from nnstudio.experiment.data.stages import Stage, Stages

MOST = 64
_NUMBERED = 40.0  # px that a cell needs for its number
_GAP = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Covariances:
    """The matrix (columns, columns) of at most 64 of `columns` columns, evenly chosen."""

    matrix: Floats
    columns: int

    @property
    def caption(self) -> str:
        """What full color means, and the largest entry beside the diagonal."""
        beside = self.matrix - np.diag(np.diag(self.matrix))
        largest = short_number(float(np.abs(self.matrix).max()))
        off = short_number(float(np.abs(beside).max(initial=0.0)))
        part = len(self.matrix)
        which = f" · {part} of {self.columns:,}" if part < self.columns else ""
        return f"full color ±{largest}{which}\noff the diagonal ≤ {off}"

    def paint(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        """Paint the matrix as a square, with numbers where there is room for them."""
        count = len(self.matrix)
        side = min(frame.width(), frame.height()) - 8
        square = QRectF(0, 0, side, side)
        square.moveCenter(frame.center())
        bound = float(np.abs(self.matrix).max()) or 1.0
        colors = diverging(self.matrix / bound, theme)
        image = QImage(colors.tobytes(), count, count, 3 * count, QImage.Format.Format_RGB888)
        painter.drawImage(square, image)
        cell = side / count
        if cell >= _NUMBERED:
            self._paint_numbers(painter, square, cell, bound, theme)

    def _paint_numbers(
        self, painter: QPainter, square: QRectF, cell: float, bound: float, theme: Theme
    ) -> None:
        for (row, column), value in np.ndenumerate(self.matrix):
            place = QRectF(
                square.left() + column * cell, square.top() + row * cell, cell, cell
            ).adjusted(_GAP, _GAP, -_GAP, -_GAP)
            strong = abs(value) > 0.55 * bound
            painter.setPen(QColor(theme.on_accent if strong else theme.text))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, short_number(float(value)))


def diverging(shares: Floats, theme: Theme) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Colors (..., 3) of numbers from -1 to 1, from negative over neutral to positive."""
    ends = {name: _rgb(getattr(theme, name)) for name in ("negative", "neutral", "positive")}
    part = np.clip(np.abs(shares), 0.0, 1.0)[..., np.newaxis]
    end = np.where(shares[..., np.newaxis] < 0, ends["negative"], ends["positive"])
    return np.asarray(np.rint(ends["neutral"] * (1 - part) + end * part), np.uint8)


def covariances(found: Stages, stage: Stage) -> Covariances:
    """The covariance of the sampled rows of `stage`."""
    columns = stage.rows.shape[1]
    chosen = np.unique(np.linspace(0, columns - 1, min(columns, MOST)).astype(np.int64))
    return Covariances(covariance(stage.rows[:, chosen]), columns)


def _rgb(name: str) -> Floats:
    color = QColor(name)
    return np.array([color.red(), color.green(), color.blue()], dtype=np.float64)
