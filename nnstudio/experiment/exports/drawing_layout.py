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
_BETWEEN, _PITCH = 12.0, 150.0


@dataclass(frozen=True, slots=True)
class Column:
    """The units of a layer that are shown, at their heights; `gaps` are the heights at which units
    are left out, with how many. Every unit reaches `radius` to each side.
    """

    x: float
    units: int
    shown: tuple[int, ...]
    heights: tuple[float, ...]
    gaps: tuple[tuple[float, int], ...]
    radius: float


@dataclass(frozen=True, slots=True)
class _Slot:
    """A unit, or a gap where as many are left out."""

    unit: int = -1
    left_out: int = 0


def lay_out(
    network: NetworkSpec,
    described: NetworkDescription,
    input_names: Sequence[str],
    output_names: Sequence[str],
    shown: Sequence[Sequence[int]] | None = None,
    radius: float = RADIUS,
    marks: float = 0.0,
) -> tuple[list[Column], float, float]:
    """The columns, the width of the page, and the height that the longest column takes.

    `shown` says which units of each layer, inputs first, stand in its column; `marks` is the width
    that marks take before the names of the outputs.
    """
    sizes = network.sizes
    chosen = [_shown_units(units) for units in sizes] if shown is None else shown
    slots = [_slots(chosen[index], units) for index, units in enumerate(sizes)]
    slot = 2 * radius + _BETWEEN
    area = slot * max(map(len, slots))
    indices = range(len(network.layers))
    texts = [line for index in indices for line in captions(described, network, index)]
    texts += [consists_of(network, index) for index in range(len(network.layers))]
    pitch = max(_PITCH, *(text_width(text, NORMAL) + 2 * GAP for text in texts))
    left = max(pitch / 2, radius + GAP + _widest(chosen[0], input_names))
    right = max(pitch / 2, radius + GAP + marks + _widest(chosen[-1], output_names))
    span = left + pitch * (len(sizes) - 1) + right
    width = max(span, text_width(total(described), LARGE)) + 2 * MARGIN
    first = (width - span) / 2 + left
    columns = [
        _column(first + index * pitch, units, slots[index], area, radius)
        for index, units in enumerate(sizes)
    ]
    return columns, width, area


def _shown_units(units: int) -> tuple[int, ...]:
    """All units, or the first and last of many."""
    if units <= MOST_SHOWN:
        return tuple(range(units))
    before = MOST_SHOWN - _AFTER_ELLIPSIS - 1
    return (*range(before), *range(units - _AFTER_ELLIPSIS, units))


def _slots(shown: Sequence[int], units: int) -> list[_Slot]:
    """What stands in a column from top to bottom: units, and a gap wherever some are left out."""
    slots: list[_Slot] = []
    expected = 0
    for unit in (*shown, units):
        if unit > expected:
            slots.append(_Slot(left_out=unit - expected))
        if unit < units:
            slots.append(_Slot(unit))
        expected = unit + 1
    return slots


def _column(x: float, units: int, slots: Sequence[_Slot], area: float, radius: float) -> Column:
    height = 2 * radius + _BETWEEN
    top = HEADER + (area - height * len(slots)) / 2 + height / 2
    places = [(slot, top + height * index) for index, slot in enumerate(slots)]
    return Column(
        x,
        units,
        tuple(slot.unit for slot, _ in places if not slot.left_out),
        tuple(y for slot, y in places if not slot.left_out),
        tuple((y, slot.left_out) for slot, y in places if slot.left_out),
        radius,
    )


def _widest(shown: Sequence[int], names: Sequence[str]) -> float:
    labels = [names[unit] for unit in shown] if names else []
    return max((text_width(shortened(name, LONGEST_LABEL), NORMAL) for name in labels), default=0.0)
