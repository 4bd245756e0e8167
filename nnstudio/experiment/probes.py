"""Looking into a network: what it answers over a plane, and what each of its units does there."""

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.arrays import Floats
from nnstudio.core.losses import predicted_labels, probabilities
from nnstudio.core.network import Network
from nnstudio.experiment import activity, planes
from nnstudio.experiment.finite import finite, frozen
from nnstudio.experiment.gradients import GradientProbe
from nnstudio.experiment.planes import Frame
from nnstudio.experiment.prepare import Prepared
from nnstudio.experiment.snapshot import Gradients, LayerActivity, Plane, Regions, UnitHistograms
from nnstudio.experiment.unit_histograms import own_ranges, unit_histograms

MAX_MAPPED_UNITS = 64  # of a layer; of a wider one no maps or histograms are made
_MAX_GRID_NUMBERS = 2**23  # of an encoded grid: 32 MB
_KEPT_GRIDS = 4


class ProbeCache:
    """What the probes of one run use again: encoded inputs, grids, and histogram ranges."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.inputs = _encode(prepared, prepared.dataset.rows)
        self.train_inputs = np.ascontiguousarray(prepared.train_inputs, np.float32)
        self.ranges: list[activity.Range] = [(0.0, 0.0)] * len(prepared.network.layers)
        self.gradient_probe: GradientProbe | None = None
        self._frames: dict[Plane, Frame] = {}
        self._grids: dict[tuple[Plane, int], Floats] = {}

    def frame(self, plane: Plane) -> Frame:
        """Where `plane` lies for these data."""
        if plane not in self._frames:
            self._frames[plane] = planes.frame(self.prepared, plane)
        return self._frames[plane]

    def grid(self, plane: Plane, resolution: int) -> Floats:
        """What the network sees of the plane's grid, (points, inputs)."""
        key = plane, resolution
        if key not in self._grids:
            if len(self._grids) >= _KEPT_GRIDS:
                self._grids.clear()
            self._grids[key] = _encode(self.prepared, self.frame(plane).grid(resolution))
        return self._grids[key]

    def resolution(self, wanted: int) -> int:
        """`wanted`, or less where so many cells of so many inputs would take too much memory."""
        return min(wanted, int((_MAX_GRID_NUMBERS / self.inputs.shape[1]) ** 0.5))


def _encode(prepared: Prepared, rows: NDArray[np.float64]) -> Floats:
    return np.ascontiguousarray(prepared.encode(rows), np.float32)


def regions(cache: ProbeCache, network: Network, plane: Plane, resolution: int) -> Regions:
    """The network's outputs over the plane, and what it predicts for every example."""
    frame = cache.frame(plane)
    resolution = cache.resolution(resolution)
    # One output after the other in memory: operations over few outputs are then many times faster.
    scores = np.asfortranarray(finite(network.forward(cache.grid(plane, resolution))))
    loss = cache.prepared.training.loss
    values = probabilities(loss, scores) if loss == "cross_entropy" else scores
    outputs = values.T.reshape(-1, *frame.grid_shape(resolution))
    return Regions(
        extent=frame.extent,
        outputs=frozen(outputs),
        labels=frame.labels,
        points=frame.points,
        predictions=_predictions(cache, network),
        note=frame.note,
    )


def _predictions(cache: ProbeCache, network: Network) -> Floats:
    scores = finite(network.forward(cache.inputs))
    if cache.prepared.dataset.class_names:
        return frozen(predicted_labels(scores).astype(np.float32))
    return frozen(scores)


def unit_maps(
    cache: ProbeCache, network: Network, plane: Plane, resolution: int
) -> tuple[Floats, ...]:
    """Each unit's activation over the plane, (units, resolution, resolution), inputs first.

    A layer of more than 64 units has an array of no units. Over a line all rows are alike.
    """
    resolution = cache.resolution(resolution)
    grid = cache.grid(plane, resolution)
    shape = cache.frame(plane).grid_shape(resolution)
    return tuple(
        _maps(values, shape, resolution) for values in (grid, *network.layer_outputs(grid))
    )


def _maps(values: Floats, shape: tuple[int, int], resolution: int) -> Floats:
    units = values.shape[1] if values.shape[1] <= MAX_MAPPED_UNITS else 0
    maps = finite(values[:, :units]).T.reshape(units, *shape)
    return frozen(np.broadcast_to(maps, (units, resolution, resolution)))


def layer_activity(cache: ProbeCache, network: Network) -> tuple[LayerActivity, ...]:
    """The activity of every layer on the training data; histogram axes never shrink in a run."""
    layers = activity.measure(network, cache.train_inputs, cache.ranges)
    cache.ranges = [(float(layer.edges[0]), float(layer.edges[-1])) for layer in layers]
    return layers


def histograms(cache: ProbeCache, network: Network, bins: int) -> tuple[UnitHistograms, ...]:
    """The histograms of each unit of every layer, inputs first, on at most 1,000 training examples.

    The units of a layer share their range, which never shrinks in a run; inputs have their own.
    """
    inputs, labels, classes = _probe(cache)
    made = [_histograms(inputs, own_ranges(inputs), labels, classes, bins)]
    for index, values in enumerate(network.layer_outputs(inputs)):
        layer = network.spec.layers[index]
        span = activity.activation_range(layer, finite(values), cache.ranges[index])
        cache.ranges[index] = span
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
        probe = GradientProbe(network, training, inputs[::stride], targets[::stride])
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
    inputs, classes = cache.train_inputs[::stride], cache.prepared.dataset.class_names
    if not classes:
        return inputs, np.zeros(len(inputs), np.int64), 1
    return inputs, cache.prepared.train_targets[::stride].astype(np.int64), len(classes)
