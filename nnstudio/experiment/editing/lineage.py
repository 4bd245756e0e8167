"""Who is who from one drawing of a network to the next: what a neuron learned stays its own.

A layer has a number that no other has, for as long as it is the same layer. Its units are known by
numbers of their own or, while it takes its size from the data, by their places.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nnstudio.core.transplant import Source
from nnstudio.experiment.document import MAX_UNITS, LayerSettings

FIRST = MAX_UNITS + 1
"""From here on numbers are drawn for newcomers; units there from the start go by their places."""
_LIVE = {"dropout": 0.0, "frozen": False, "frozen_units": (), "frozen_weights": (), "off": ()}

Layers = Sequence[LayerSettings]


@dataclass(frozen=True, slots=True)
class Line:
    """A layer's number and those of its units; None where they go by their places."""

    layer: int
    units: tuple[int, ...] | None


Lineage = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Origins:
    """What an edit did: for each layer now its place before, None for a new one.

    `units` tells the same of the units of a layer now, where they did not keep their places.
    """

    layers: Sequence[int | None]
    units: Mapping[int, Sequence[int | None]] = field(default_factory=dict)


def by_places(count: int) -> Lineage:
    """A network of so many layers whose layers and units are known by their places."""
    return tuple(Line(place, None) for place in range(count))


def beginning(layers: Layers, fresh: Iterator[int]) -> Lineage:
    """A network that nobody has changed yet."""
    return tuple(Line(next(fresh), _numbers(layer, ())) for layer in layers)


def follow(
    lineage: Lineage,
    old: Layers,
    new: Layers,
    fresh: Iterator[int],
    origins: Origins | None = None,
) -> Lineage:
    """The lineage after an edit; without `origins` layers that are alike are taken for the same."""
    if origins is None:
        origins = Origins(likely(old, new))
    return tuple(
        Line(next(fresh), _numbers(layer, ()))
        if origin is None
        else _continued(lineage[origin], layer, origins.units.get(place), fresh)
        for place, (layer, origin) in enumerate(zip(new, origins.layers, strict=True))
    )


def likely(old: Layers, new: Layers) -> list[int | None]:
    """For each new layer the old one it probably is.

    As many layers as before are those from before. Otherwise they are matched from both ends: those
    alike from the input side on, and those alike from the output side on.
    """
    if len(old) == len(new):
        return list(range(len(new)))
    before, after = [lasting(layer) for layer in old], [lasting(layer) for layer in new]
    most = min(len(old), len(new))
    head = next((i for i in range(most) if before[i] != after[i]), most)
    left = range(most - head)
    tail = next((i for i in left if before[-1 - i] != after[-1 - i]), most - head)
    middle: list[int | None] = [None] * (len(new) - head - tail)
    return [*range(head), *middle, *range(len(old) - tail, len(old))]


def sources(
    old: Lineage, old_sizes: Sequence[int], new: Lineage, new_sizes: Sequence[int]
) -> list[Source | None]:
    """Where the layers and units of one drawing were in another one; sizes are units a layer."""
    places = {line.layer: place for place, line in enumerate(old)}
    found: list[Source | None] = []
    for line, size in zip(new, new_sizes, strict=True):
        place = places.get(line.layer)
        if place is None:
            found.append(None)
            continue
        known = {unit: number for number, unit in enumerate(_units(old[place], old_sizes[place]))}
        found.append((place, [known.get(unit) for unit in _units(line, size)]))
    return found


def brought_back(lineage: Lineage, base: Lineage) -> Lineage:
    """The lineage, with units of `base` again where newcomers stand in their places.

    So a size that is dragged back and forth takes nobody away who was there when it began.
    """
    known = {line.layer: line.units or () for line in base}
    return tuple(_with_those_of(line, known.get(line.layer, ())) for line in lineage)


def _with_those_of(line: Line, before: tuple[int, ...]) -> Line:
    if line.units is None:
        return line
    there = set(line.units)
    units = [
        old if old not in there and unit not in before else unit
        for unit, old in zip(line.units, before, strict=False)
    ]
    return Line(line.layer, (*units, *line.units[len(units) :]))


def _continued(
    line: Line, layer: LayerSettings, units: Sequence[int | None] | None, fresh: Iterator[int]
) -> Line:
    known: tuple[int, ...] = ()
    if line.units is not None:
        known = line.units
    elif layer.units != "auto":
        known = tuple(range(layer.units))
    if units is not None:
        known = tuple(next(fresh) if place is None else known[place] for place in units)
    return Line(line.layer, _numbers(layer, known, fresh))


def _numbers(
    layer: LayerSettings, known: tuple[int, ...], fresh: Iterator[int] | None = None
) -> tuple[int, ...] | None:
    """The units of a layer: those known, and new ones as far as its size goes."""
    if layer.units == "auto":
        return None
    missing = range(len(known), layer.units)
    newcomers = missing if fresh is None else (next(fresh) for _ in missing)
    return (*known[: layer.units], *newcomers)


def _units(line: Line, size: int) -> Sequence[int]:
    return range(size) if line.units is None else line.units


def lasting(layer: LayerSettings) -> LayerSettings:
    """What tells layers apart: all but what may change at any moment."""
    return layer.model_copy(update=_LIVE)
