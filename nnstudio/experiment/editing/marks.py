"""What is frozen or switched off stays with its neurons and weights when the network is redrawn.

A bias is kept as `BIAS`, whatever its column was: the layer before it may change its size.
"""

from collections.abc import Mapping, Sequence

from nnstudio.experiment.catalog import SOURCES
from nnstudio.experiment.document import BIAS, Experiment, LayerSettings
from nnstudio.experiment.editing.lineage import Origins, likely

_ROTATIONS = ("pca", "whiten")
Drawing = Sequence[Sequence[str] | None]
"""The names of the inputs, then of every layer's units; None where only the data can tell."""


def marked(new: Experiment, old: Experiment, origins: Origins | None = None) -> Experiment:
    """`new`, its layers' marks at the places that an edit of `old` gave to what they mark."""
    before, after = _drawing(old), _drawing(new)
    if origins is None and before == after:
        return new
    found = origins or Origins(likely(old.network.layers, new.network.layers))
    places = [-1, *found.layers]
    layers = []
    for index, layer in enumerate(new.network.layers):
        was, feeds = places[index + 1], places[index]
        if was is not None:
            rows = _moves(before[was + 1], after[index + 1], found.units.get(index))
            columns: Mapping[int, int] | None = {}
            if feeds == was - 1:
                columns = _moves(before[was], after[index], found.units.get(index - 1))
            layer = _moved(layer, rows, columns, before[was])
        layers.append(layer)
    network = new.network.model_copy(update={"layers": tuple(layers)})
    return new.model_copy(update={"network": network})


def _drawing(experiment: Experiment) -> Drawing:
    layers = experiment.network.layers
    units = [None if layer.units == "auto" else _numbered(layer.units) for layer in layers]
    return [_inputs(experiment), *units]


def _inputs(experiment: Experiment) -> Sequence[str] | None:
    chosen = experiment.network.inputs
    if isinstance(chosen, int):
        return _numbered(chosen)
    if any(step.step in _ROTATIONS for step in experiment.preprocessing):
        return None
    if chosen != "auto":
        return chosen
    columns = SOURCES[experiment.data.source].columns
    return None if columns is None else _numbered(columns)


def _numbered(count: int) -> Sequence[str]:
    return [f"x{number + 1}" for number in range(count)]


def _moves(
    before: Sequence[str] | None,
    after: Sequence[str] | None,
    origins: Sequence[int | None] | None,
) -> Mapping[int, int] | None:
    """Where everyone is now, by where it was; None where all that is known is that it stayed."""
    if origins is not None:
        return {was: now for now, was in enumerate(origins) if was is not None}
    if before is None or after is None:
        return None
    places = {name: place for place, name in enumerate(after)}
    return {was: places[name] for was, name in enumerate(before) if name in places}


def _moved(
    layer: LayerSettings,
    rows: Mapping[int, int] | None,
    columns: Mapping[int, int] | None,
    inputs: Sequence[str] | None,
) -> LayerSettings:
    biases = (BIAS,) if inputs is None else (BIAS, len(inputs))
    weights = {
        (now, source)
        for unit, column in layer.frozen_weights
        if (now := _now(unit, rows)) is not None
        and (source := BIAS if column in biases else _now(column, columns)) is not None
    }
    kept = {"frozen_units": _kept(layer.frozen_units, rows), "off": _kept(layer.off, rows)}
    return layer.model_copy(update={**kept, "frozen_weights": tuple(sorted(weights))})


def _kept(units: Sequence[int], moves: Mapping[int, int] | None) -> tuple[int, ...]:
    found = (_now(unit, moves) for unit in units)
    return tuple(sorted(now for now in found if now is not None))


def _now(place: int, moves: Mapping[int, int] | None) -> int | None:
    return place if moves is None else moves.get(place)
