"""Where the columns of a drawing stand, and which of their neurons are shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.describe import NetworkDescription
from nnstudio.experiment.exports.drawing import LARGE, NORMAL, RADIUS
from nnstudio.experiment.exports.drawing_texts import captions, consists_of, total
from nnstudio.experiment.exports.labels import shortened, text_width

MOST_SHOWN = 12  # neurons of a column
LONGEST_LABEL = 28  # letters
MARGIN, HEADER, GAP = 20.0, 58.0, 9.0
_AFTER_ELLIPSIS = 4
_SLOT, _PITCH = 36.0, 150.0


@dataclass(frozen=True, slots=True)
class Column:
    """The units of a layer that are shown, at their heights; `ellipsis` is that of the rest."""

    x: float
    units: int
    shown: tuple[int, ...]
    heights: tuple[float, ...]
    ellipsis: float | None


def lay_out(
    network: NetworkSpec,
    described: NetworkDescription,
    input_names: Sequence[str],
    output_names: Sequence[str],
) -> tuple[list[Column], float, float]:
    """The columns, the width of the page, and the height that the longest column takes."""
    sizes = network.sizes
    area = _SLOT * max(len(_slots(units)) for units in sizes)
    texts = [line for index in range(len(network.layers)) for line in captions(described, index)]
    texts += [consists_of(network, index) for index in range(len(network.layers))]
    pitch = max(_PITCH, *(text_width(text, NORMAL) + 2 * GAP for text in texts))
    left = max(pitch / 2, RADIUS + GAP + _widest(sizes[0], input_names))
    right = max(pitch / 2, RADIUS + GAP + _widest(sizes[-1], output_names))
    span = left + pitch * (len(sizes) - 1) + right
    width = max(span, text_width(total(described), LARGE)) + 2 * MARGIN
    first = (width - span) / 2 + left
    columns = [_column(first + index * pitch, units, area) for index, units in enumerate(sizes)]
    return columns, width, area


def _slots(units: int) -> list[int | None]:
    """What stands in a column from top to bottom: units, and None for those left out."""
    if units <= MOST_SHOWN:
        return list(range(units))
    before = MOST_SHOWN - _AFTER_ELLIPSIS - 1
    return [*range(before), None, *range(units - _AFTER_ELLIPSIS, units)]


def _column(x: float, units: int, area: float) -> Column:
    slots = _slots(units)
    top = HEADER + (area - _SLOT * len(slots)) / 2 + _SLOT / 2
    places = [(unit, top + _SLOT * index) for index, unit in enumerate(slots)]
    return Column(
        x,
        units,
        tuple(unit for unit, _ in places if unit is not None),
        tuple(y for unit, y in places if unit is not None),
        next((y for unit, y in places if unit is None), None),
    )


def _widest(units: int, names: Sequence[str]) -> float:
    shown = [names[unit] for unit in _slots(units) if unit is not None] if names else []
    return max((text_width(shortened(name, LONGEST_LABEL), NORMAL) for name in shown), default=0.0)
