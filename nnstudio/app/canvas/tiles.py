"""The pictures on the tiles of one column: what each unit computes over the input plane,
the image of its weights, or the histogram of what it gives.

All units of a column share one image, one above the other, so that a column costs one pass.
"""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from nnstudio.app.appearance.images import color_image, palette_image, unit_map_to_image
from nnstudio.app.appearance.theme import Theme
from nnstudio.app.canvas.links import Floats, Numbers
from nnstudio.core.spec import Activation

_CONTRAST = 1.0  # colors are full at this many root mean squares of a unit
_INPUT_CONTRAST = 1.7
_FAINTEST = 1e-6
_LARGE = 0.95  # colors of a weight image are full at this quantile
_SHARP = 32  # pixels across the picture of a weight image, at least
_BAR_HEIGHT, _BAR_WIDTH = 24, 2  # pixels of the longest bar


def map_images(columns: Sequence[tuple[Floats, Activation | None]], theme: Theme) -> list[QImage]:
    """The maps (units, n, n) of each column, whose layer has this activation, as one image each.

    Bounded activations keep their own range; the others are scaled by what each unit does. All
    columns cost one pass.
    """
    maps = np.concatenate([maps for maps, _ in columns])
    contrasts = np.repeat([_contrast(of) for _, of in columns], [len(maps) for maps, _ in columns])
    bounds = np.maximum(contrasts * _spread(maps), _FAINTEST)
    bounds[contrasts == 0.0] = 1.0
    edge, units = maps.shape[2], len(maps)
    scaled = maps / bounds.astype(maps.dtype)[:, np.newaxis, np.newaxis]
    image = unit_map_to_image(scaled.reshape(-1, edge), theme)
    ends = np.cumsum([len(maps) for maps, _ in columns]).tolist()
    return [
        image.copy(0, (units - end) * edge, edge, len(maps) * edge)
        for end, (maps, _) in zip(ends, columns, strict=True)
    ]


def _contrast(activation: Activation | None) -> float:
    """At how many root mean squares of a unit colors are full; 0 where its range is known."""
    if activation in ("tanh", "sigmoid"):
        return 0.0
    return _INPUT_CONTRAST if activation is None else _CONTRAST


def weights_image(images: Floats, theme: Theme) -> QImage:
    """The weight images (units, height, width, channels) in one image, the first at the bottom.

    Each is scaled by its own weights, all but the largest twentieth: one channel from negative over
    neutral to positive, three as colors around gray.
    """
    units, height, width, channels = images.shape
    sizes = np.abs(images).reshape(units, -1)
    rank = round(_LARGE * (sizes.shape[1] - 1))
    large = np.partition(sizes, rank, axis=1)[:, rank].reshape(units, 1, 1, 1)
    upright = (images / np.maximum(large, _FAINTEST))[:, ::-1]
    times = max(1, _SHARP // max(height, width))  # so that pixels stay sharp when tiles are scaled
    pixels = upright.repeat(times, axis=1).repeat(times, axis=2)
    stacked = pixels.reshape(units * height * times, width * times, channels)
    if channels == 3:
        return color_image(0.5 + 0.5 * stacked)
    return unit_map_to_image(stacked.mean(axis=2), theme, 1.0)


def histograms_image(counts: Numbers, theme: Theme) -> QImage:
    """Histograms (units, classes, bins) in one image, the first at the bottom.

    Bars of the classes stand on each other in their colors, the longest is as high as the tile;
    a single class and more than there are colors are drawn in one color.
    """
    if counts.shape[1] == 1 or counts.shape[1] > len(theme.classes):
        counts = counts.sum(axis=1, keepdims=True)
        colors = [theme.positive]
    else:
        colors = list(theme.classes[: counts.shape[1]])
    units, classes, bins = counts.shape
    tops = counts.cumsum(axis=1)
    longest = np.maximum(tops[:, -1:].max(axis=2, keepdims=True), 1)
    heights = np.rint(tops * (_BAR_HEIGHT / longest)).astype(np.int64)
    rows = np.arange(_BAR_HEIGHT + 1)[:, np.newaxis]
    index = np.zeros((units, _BAR_HEIGHT + 1, bins), np.intp)
    for label in range(classes):
        index += heights[:, label, np.newaxis, :] <= rows
    return palette_image(
        index.repeat(_BAR_WIDTH, axis=2).reshape(-1, bins * _BAR_WIDTH), (*colors, theme.neutral)
    )


def parts_of(image: QImage, places: int) -> list[QRectF]:
    """Where in the image of a column each of its units is, the first at the bottom."""
    width, height = image.width(), image.height() / places
    return [QRectF(0, (places - place - 1) * height, width, height) for place in range(places)]


def _spread(maps: Floats) -> Floats:
    """The root mean square of each map, (units,)."""
    with np.errstate(over="ignore", invalid="ignore"):
        squares = np.einsum("uij,uij->u", maps, maps)
    spread = np.sqrt(squares / (maps.shape[1] * maps.shape[2]))
    return np.asarray(np.nan_to_num(spread, nan=1.0))
