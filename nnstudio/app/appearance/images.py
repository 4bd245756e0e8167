"""Arrays to pictures: network outputs and unit activations over a plane as colored pixels.

A value becomes an index into a table of colors, so a picture costs a few vectorized passes. Pixels
are (rows, columns, 4) bytes red, green, blue, opacity, in the order of the array's rows; a QImage
has the first row at the bottom, and owns its memory.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from nnstudio.app.appearance.theme import Theme

Pixels = NDArray[np.uint8]
Scale = Literal["probability", "score", "value"]

_LEVELS = 127  # on either side of neutral: with it, as many as a byte tells apart
_HUGE = 1e9
_FULL = 0.85  # how far a certain pixel goes from neutral to the class color: dots stay visible


def outputs_to_pixels(
    outputs: NDArray[np.floating], theme: Theme, scale: Scale = "probability", bound: float = 1.0
) -> Pixels:
    """The pixels of outputs (outputs, n, n): the winner's color, fading where it hardly wins.

    Probabilities fade with the lead over the second, scores with tanh of it, so that a margin of
    1 is well visible. One output diverges from negative over neutral to positive: around one half
    for a probability, around 0 for a score, and for a value of a regression from -`bound` to
    `bound`.
    """
    if scale == "value":
        return unit_map_to_pixels(outputs[0], theme, bound)
    if len(outputs) <= 2:
        return unit_map_to_pixels(_signed_lead(outputs, scale), theme, 1.0)
    best, second, winner = _two_best(_finite(outputs))
    lead = best - second
    if scale == "score":
        lead = np.tanh(lead)
    index = np.clip(lead * (_LEVELS - 1) + 0.5, 0, _LEVELS - 1).astype(np.intp)
    index += winner * _LEVELS
    return _pixels(_class_colors(theme, len(outputs)), index)


def unit_map_to_pixels(values: NDArray[np.floating], theme: Theme, bound: float = 1.0) -> Pixels:
    """The pixels of `values` (n, n): negative, neutral, positive; full at +-`bound` > 0."""
    return _pixels(_diverging_colors(theme), _diverging_index(values, bound))


def unit_map_to_image(values: NDArray[np.floating], theme: Theme, bound: float = 1.0) -> QImage:
    """The same as a picture, row 0 of `values` at the bottom."""
    upright = np.ascontiguousarray(_diverging_index(values, bound)[::-1])
    height, width = upright.shape
    shared = QImage(upright.data, width, height, width, QImage.Format.Format_Indexed8)
    shared.setColorTable(_diverging_table(theme))
    return shared.convertToFormat(QImage.Format.Format_RGB32)


def outputs_to_image(
    outputs: NDArray[np.floating], theme: Theme, scale: Scale = "probability", bound: float = 1.0
) -> QImage:
    """`outputs_to_pixels` as a picture, row 0 at the bottom."""
    return _image(outputs_to_pixels(outputs, theme, scale, bound))


def palette_image(index: NDArray[np.intp], colors: Sequence[str]) -> QImage:
    """The picture of indices (height, width) into `colors`, row 0 at the bottom."""
    palette = np.array([QColor(color).toTuple() for color in colors], dtype=np.uint8)
    return _image(palette[index])


def color_image(values: NDArray[np.floating]) -> QImage:
    """The picture of red, green and blue (height, width, 3) from 0 to 1, row 0 at the bottom."""
    levels = np.rint(np.clip(_finite(values), 0.0, 1.0) * 255).astype(np.uint8)
    return _image(np.pad(levels, ((0, 0), (0, 0), (0, 1)), constant_values=255))


def diverging_color(value: float, theme: Theme, bound: float = 1.0) -> QColor:
    """The color that `unit_map_to_image` gives `value`."""
    share = min(max(value / bound, -1.0), 1.0)
    index = int(share * _LEVELS + _LEVELS + 0.5)
    return QColor(*_diverging_colors(theme)[index : index + 1].view(np.uint8).tolist())


def class_color(theme: Theme, label: int) -> QColor:
    """The color of a class; beyond ten the colors repeat and the marker tells them apart."""
    return QColor(theme.classes[label % len(theme.classes)])


def _finite(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """The values with NaN as 0 and infinities as very large numbers."""
    if np.isfinite(values).all():
        return values
    return np.nan_to_num(values, nan=0.0, posinf=_HUGE, neginf=-_HUGE)


def _signed_lead(outputs: NDArray[np.floating], scale: Scale) -> NDArray[np.floating]:
    """By how much class 1 leads class 0, in [-1, 1]."""
    outputs = _finite(outputs)
    if len(outputs) == 2:
        lead = outputs[1] - outputs[0]
    else:
        lead = 2.0 * outputs[0] - 1.0 if scale == "probability" else outputs[0]
    return np.tanh(lead) if scale == "score" else lead


def _two_best(
    outputs: NDArray[np.floating],
) -> tuple[NDArray[np.floating], NDArray[np.floating], NDArray[np.intp]]:
    """The largest and second largest output of each pixel, and which output is the largest."""
    best = np.maximum(outputs[0], outputs[1])
    second = np.minimum(outputs[0], outputs[1])
    for plane in outputs[2:]:
        np.maximum(second, np.minimum(best, plane), out=second)
        np.maximum(best, plane, out=best)
    return best, second, np.argmax(outputs, axis=0)


def _diverging_index(values: NDArray[np.floating], bound: float) -> NDArray[np.uint8]:
    """Which of the diverging colors each value has."""
    scaled = _finite(values) * (_LEVELS / bound)
    np.clip(scaled, -_LEVELS, _LEVELS, out=scaled)
    scaled += _LEVELS + 0.5
    return scaled.astype(np.uint8)


def _image(pixels: Pixels) -> QImage:
    """A QImage of `pixels` that owns its memory, the first row at the bottom."""
    upright = np.ascontiguousarray(pixels[::-1])
    height, width, channels = upright.shape
    shared = QImage(upright.data, width, height, channels * width, QImage.Format.Format_RGBX8888)
    return shared.convertToFormat(QImage.Format.Format_RGB32)


def _pixels(colors: NDArray[np.uint32], index: NDArray[np.integer]) -> Pixels:
    """The pixels of color indices (rows, columns)."""
    return np.take(colors, index).view(np.uint8).reshape(*index.shape, 4)


@lru_cache(maxsize=8)
def _diverging_colors(theme: Theme) -> NDArray[np.uint32]:
    """2 * levels + 1 colors from negative over neutral to positive."""
    down = _ramp(theme.neutral, theme.negative)[::-1]
    return np.concatenate((down, _ramp(theme.neutral, theme.positive)[1:]))


@lru_cache(maxsize=8)
def _diverging_table(theme: Theme) -> list[int]:
    """The same as Qt takes them."""
    colors = _diverging_colors(theme).view(np.uint8).reshape(-1, 4)
    return [QColor(*color.tolist()).rgb() for color in colors]


@lru_cache(maxsize=8)
def _class_colors(theme: Theme, classes: int) -> NDArray[np.uint32]:
    """For each class in turn, `levels` colors from undecided to certain."""
    colors = [class_color(theme, label).name() for label in range(classes)]
    return np.concatenate([_ramp(theme.neutral, color)[:-1] for color in colors])


def _ramp(start: str, end: str) -> NDArray[np.uint32]:
    """One more than `levels` opaque colors on the way from `start` to `end`, four bytes each."""
    first, last = (np.array(QColor(color).toTuple()) for color in (start, end))
    shares = np.linspace(0.0, _FULL, _LEVELS + 1)[:, np.newaxis]
    colors = np.rint(first + shares * (last - first)).astype(np.uint8)
    return colors.view(np.uint32)[:, 0]
