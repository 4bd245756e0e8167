"""Looking into a network: what it answers over a plane, and what each of its units does there."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.arrays import Floats
from nnstudio.core.losses import predicted_labels, probabilities
from nnstudio.core.network import Network
from nnstudio.core.rows import Inputs, Rows
from nnstudio.experiment.data.fit_steps import passed
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.looks import activity, planes
from nnstudio.experiment.looks.calm_range import CalmRange
from nnstudio.experiment.looks.finite import finite, fixed, frozen
from nnstudio.experiment.looks.gradients import GradientProbe
from nnstudio.experiment.looks.plane_pass import PlanePass
from nnstudio.experiment.looks.planes import Frame
from nnstudio.experiment.looks.snapshot import (
    Gradients,
    LayerActivity,
    Plane,
    ProbeRequest,
    Regions,
    UnitHistograms,
)
from nnstudio.experiment.looks.unit_histograms import own_ranges, unit_histograms

MAX_MAPPED_UNITS = 128  # of a layer; of a wider one no maps or histograms are made
_KEPT_PASSES = 4


class ProbeCache:
    """What the probes of one run use again: encoded inputs, grids, and histogram ranges."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.train_inputs = _single(prepared.train_rows)
        self.ranges = [CalmRange() for _ in prepared.network.layers]
        self.gradient_probe: GradientProbe | None = None
        self.scores: Floats | None = None
        self._frames: dict[Plane, Frame] = {}
        self._passes: dict[tuple[Plane, int], PlanePass] = {}

    def forget_ranges(self) -> None:
        """Let axes begin anew, as training does."""
        self.ranges = [CalmRange() for _ in self.ranges]

    @cached_property
    def inputs(self) -> Inputs:
        """What the network sees of every example: for moments whose scores are not known."""
        return _all_inputs(self.prepared)

    def keep_scores(self, judged: Sequence[Floats]) -> None:
        """Keep what was just given on the training, test and validation split, (examples, outputs),
        for the predictions: looking once is enough.
        """
        made = self.prepared
        places = (made.train_index, made.test_index, made.validation_index)
        self.scores = np.empty((len(made.dataset), judged[0].shape[1]), np.float32)
        for place, scores in zip(places, judged, strict=False):
            self.scores[place] = scores

    def frame(self, plane: Plane) -> Frame:
        """Where `plane` lies for these data."""
        if plane not in self._frames:
            self._frames[plane] = planes.frame(self.prepared, plane)
        return self._frames[plane]

    def plane_pass(self, plane: Plane, resolution: int) -> PlanePass:
        """The pass over the plane's grid."""
        key = plane, resolution
        if key not in self._passes:
            if len(self._passes) >= _KEPT_PASSES:
                self._passes.clear()
            self._passes[key] = PlanePass(self.prepared, self.frame(plane), resolution)
        return self._passes[key]


def _all_inputs(prepared: Prepared) -> Inputs:
    """What the network sees of every example of the data set."""
    stored = prepared.dataset.stored
    if isinstance(stored, Rows):
        return _single(passed(prepared.pipeline, stored))
    return _single(prepared.encode(prepared.dataset.rows))


def _single(inputs: Inputs) -> Inputs:
    """Floats in single precision; rows that are kept as bytes as they are."""
    return inputs if isinstance(inputs, Rows) else np.ascontiguousarray(inputs, np.float32)


def regions(cache: ProbeCache, network: Network, plane: Plane, resolution: int) -> Regions:
    """The network's outputs over the plane, and what it predicts for every example."""
    scores = cache.plane_pass(plane, resolution).outputs(network)[-1]
    return _regions(cache, network, cache.frame(plane), scores, resolution)


def _regions(
    cache: ProbeCache, network: Network, frame: Frame, scores: Floats, resolution: int
) -> Regions:
    """Regions of `scores` (outputs, points)."""
    loss = cache.prepared.training.loss
    scores = finite(scores)
    values = probabilities(loss, scores.T).T if loss == "cross_entropy" else scores
    return Regions(
        extent=frame.extent,
        outputs=fixed(values.reshape(-1, *frame.grid_shape(resolution))),
        labels=frame.labels,
        points=frame.points,
        predictions=predictions(cache, network),
        note=frame.note,
    )


def predictions(cache: ProbeCache, network: Network) -> Floats:
    """What the network says of every example: labels (examples,) or values (examples, outputs)."""
    scores = finite(network.forward(cache.inputs) if cache.scores is None else cache.scores)
    if cache.prepared.dataset.class_names:
        return frozen(predicted_labels(scores).astype(np.float32))
    return frozen(scores)


def unit_maps(
    cache: ProbeCache, network: Network, plane: Plane, resolution: int
) -> tuple[Floats, ...]:
    """Each unit's activation over the plane, (units, resolution, resolution), inputs first.

    A layer of more than 128 units has an array of no units. Over a line all rows are alike.
    """
    made = cache.plane_pass(plane, resolution)
    outputs = made.outputs(network, MAX_MAPPED_UNITS)
    return _unit_maps(cache.frame(plane), made, outputs, resolution)


def plane_pictures(
    cache: ProbeCache, network: Network, request: ProbeRequest
) -> tuple[Regions | None, tuple[Floats, ...]]:
    """The regions and the unit maps that are asked for, from one pass where one resolution does."""
    plane, cells = request.plane, request.regions
    if cells == 0 or cells != request.unit_maps:
        return (
            regions(cache, network, plane, cells) if cells else None,
            unit_maps(cache, network, plane, request.unit_maps) if request.unit_maps else (),
        )
    made, frame = cache.plane_pass(plane, cells), cache.frame(plane)
    outputs = made.outputs(network, MAX_MAPPED_UNITS)
    maps = _unit_maps(frame, made, outputs, cells)
    return _regions(cache, network, frame, outputs[-1], cells), maps


def _unit_maps(
    frame: Frame, made: PlanePass, outputs: list[Floats], resolution: int
) -> tuple[Floats, ...]:
    shape, inputs = frame.grid_shape(resolution), made.inputs(MAX_MAPPED_UNITS)
    return tuple(_maps(values, shape, resolution) for values in (inputs, *outputs))


def _maps(values: Floats, shape: tuple[int, int], resolution: int) -> Floats:
    units = len(values) if len(values) <= MAX_MAPPED_UNITS else 0
    maps = finite(values[:units]).reshape(units, *shape)
    return fixed(np.broadcast_to(maps, (units, resolution, resolution)))


def layer_activity(cache: ProbeCache, network: Network) -> tuple[LayerActivity, ...]:
    """The activity of every layer on the training data."""
    return activity.measure(network, cache.train_inputs, cache.ranges)


def histograms(cache: ProbeCache, network: Network, bins: int) -> tuple[UnitHistograms, ...]:
    """The histograms of each unit of every layer, inputs first, on at most 1,000 training examples.

    The units of a layer share their range; inputs have their own.
    """
    inputs, labels, classes = _probe(cache)
    made = [_histograms(inputs, own_ranges(inputs), labels, classes, bins)]
    for index, values in enumerate(network.layer_outputs(inputs)):
        layer = network.spec.layers[index]
        span = activity.activation_range(layer, finite(values), cache.ranges[index])
        ranges = np.tile(np.array(span, np.float32), (layer.units, 1))
        clips = layer.activation == "relu"
        made.append(_histograms(values, ranges, labels, classes, bins, clips))
    return tuple(made)


def gradients(cache: ProbeCache, network: Network) -> Gradients:
    """The gradient of the data loss in every learned number, on at most 1,000 training examples."""
    training, probe = cache.prepared.training, cache.gradient_probe
    if probe is None or not probe.is_for(network, training):
        inputs, targets = cache.train_inputs, cache.prepared.train_targets
        stride = -(-len(inputs) // activity.PROBE_EXAMPLES)
        probe = GradientProbe(network, training, _floats(inputs[::stride]), targets[::stride])
        cache.gradient_probe = probe
    return probe.measure()


def _histograms(
    values: Floats,
    ranges: Floats,
    labels: NDArray[np.int64],
    classes: int,
    bins: int,
    clips: bool = False,
) -> UnitHistograms:
    units = values.shape[1] if values.shape[1] <= MAX_MAPPED_UNITS else 0
    return unit_histograms(values[:, :units], ranges[:units], labels, classes, bins, clips)


def _probe(cache: ProbeCache) -> tuple[Floats, NDArray[np.int64], int]:
    """The inputs and labels of the probe, and how many classes there are; one for regression."""
    stride = -(-len(cache.train_inputs) // activity.PROBE_EXAMPLES)
    inputs, classes = _floats(cache.train_inputs[::stride]), cache.prepared.dataset.class_names
    if not classes:
        return inputs, np.zeros(len(inputs), np.int64), 1
    return inputs, cache.prepared.train_targets[::stride].astype(np.int64), len(classes)


def _floats(inputs: Inputs) -> Floats:
    return np.asarray(inputs, np.float32)
