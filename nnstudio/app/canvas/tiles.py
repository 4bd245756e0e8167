"""The pictures on the tiles of one column: what each unit computes over the input plane.

All units of a column share one image, one above the other, so that a column costs one pass.
"""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from nnstudio.app.canvas.links import Floats
from nnstudio.app.images import unit_map_to_image
from nnstudio.app.theme import Theme
from nnstudio.core.spec import Activation

_CONTRAST = 1.0  # colors are full at this many root mean squares of a unit
_INPUT_CONTRAST = 1.7
_FAINTEST = 1e-6


def column_image(
    maps: Floats, shown: tuple[int, ...], activation: Activation | None, theme: Theme
) -> QImage:
    """The maps (units, n, n) of the units `shown` in one image, the first at the bottom.

    Bounded activations keep their own range; the others are scaled by what each unit does.
    """
    chosen = maps[list(shown)]
    if activation not in ("tanh", "sigmoid"):
        contrast = _INPUT_CONTRAST if activation is None else _CONTRAST
        chosen = chosen / np.maximum(contrast * _spread(chosen), _FAINTEST)
    return unit_map_to_image(chosen.reshape(-1, chosen.shape[2]), theme, 1.0)


def part_of(image: QImage, place: int) -> QRectF:
    """Where in a column's image the unit at `place` is."""
    edge = image.width()
    return QRectF(0, image.height() - (place + 1) * edge, edge, edge)


def _spread(maps: Floats) -> Floats:
    """The root mean square of each map, (units, 1, 1)."""
    with np.errstate(over="ignore", invalid="ignore"):
        spread = np.sqrt(np.mean(np.square(maps), axis=(1, 2), keepdims=True))
    return np.asarray(np.nan_to_num(spread, nan=1.0))
