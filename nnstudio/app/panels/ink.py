"""Example images: gray ones as ink, with a sign where there are negative ones; colors as colors."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from nnstudio.app.appearance.theme import Theme

BRIGHT = 99.0  # the percentile of pixels that is full ink: a few far out do not fade the rest


def draw_images(
    painter: QPainter, images: Sequence[NDArray[np.floating]], theme: Theme, frame: QRectF
) -> None:
    """Draw images (height, width[, channels]), as large as fits, in two rows."""
    columns = -(-len(images) // 2)
    cell = min(frame.width() / columns, frame.height() / 2)
    left, top = frame.center().x() - cell * columns / 2, frame.center().y() - cell
    bound = float(np.percentile(np.abs(np.stack(images)), BRIGHT)) or 1.0
    signed = any(float(image.min()) < 0.0 for image in images)
    for index, image in enumerate(images):
        below, right = divmod(index, columns)
        place = QRectF(left + right * cell + 1, top + below * cell + 1, cell - 2, cell - 2)
        painter.drawImage(place, ink_image(image / bound, theme, signed=signed))


def ink_image(pixels: NDArray[np.floating], theme: Theme, *, signed: bool) -> QImage:
    """Pixels in [-1, 1] as ink on a transparent ground.

    The ink is the text's color, or with `signed` the colors of negative and positive numbers.
    Pixels of three channels are shown in their own colors; with `signed`, 0 is medium gray.
    """
    if pixels.ndim == 3 and pixels.shape[-1] == 3:
        return _color_image(0.5 + 0.5 * pixels if signed else pixels)
    gray = pixels if pixels.ndim == 2 else pixels.mean(axis=-1)
    height, width = gray.shape
    ink = np.empty((height, width, 4), dtype=np.uint8)
    if signed:
        negative, positive = _rgb(theme.negative), _rgb(theme.positive)
        ink[..., :3] = np.where(gray[..., np.newaxis] < 0, negative, positive)
    else:
        ink[..., :3] = _rgb(theme.text)
    ink[..., 3] = np.rint(np.clip(np.abs(gray), 0.0, 1.0) * 255)
    return QImage(ink.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def _color_image(shares: NDArray[np.floating]) -> QImage:
    """Red, green and blue (height, width, 3) as shares of full brightness."""
    height, width, _ = shares.shape
    colors = np.full((height, width, 4), 255, dtype=np.uint8)
    colors[..., :3] = np.rint(np.clip(shares, 0.0, 1.0) * 255)
    return QImage(colors.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def _rgb(name: str) -> NDArray[np.uint8]:
    color = QColor(name)
    return np.array([color.red(), color.green(), color.blue()], dtype=np.uint8)
