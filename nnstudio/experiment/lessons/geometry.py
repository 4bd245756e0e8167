"""What a network makes of the plane: how long its boundary is, into how many regions it cuts."""

import numpy as np

from nnstudio.core.arrays import Floats, Labels
from nnstudio.core.losses import predicted_labels
from nnstudio.core.network import Network
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.looks.planes import frame
from nnstudio.experiment.looks.snapshot import Plane

_GRID = 120
_DIRECTIONS = 3600


def _classes(network: Network, prepared: Prepared) -> tuple[Labels, float, float]:
    """The class at the centers of the cells of a grid over the data, and a cell's two sides."""
    plane = frame(prepared, Plane())
    inputs = prepared.encode(plane.grid(_GRID))
    labels = predicted_labels(network.forward(inputs)).reshape(_GRID, _GRID)
    left, right, bottom, top = plane.extent
    return labels, (right - left) / _GRID, (top - bottom) / _GRID


def boundary_length(network: Network, prepared: Prepared) -> float:
    """Length of the lines between classes, in the units of the plane.

    Cell sides on the boundary are summed and times pi/4, the mean over all directions of the length
    of a line per length of its staircase (Crofton).
    """
    labels, width, height = _classes(network, prepared)
    upright = np.sum(labels[:, 1:] != labels[:, :-1]) * height
    level = np.sum(labels[1:] != labels[:-1]) * width
    return float(np.pi / 4 * (upright + level))


def regions(network: Network, prepared: Prepared) -> int:
    """Number of connected regions of one class each; cells touch by their sides."""
    labels, _, _ = _classes(network, prepared)
    region = np.arange(labels.size).reshape(labels.shape)
    across, down = labels[:, 1:] == labels[:, :-1], labels[1:] == labels[:-1]
    while True:
        before = region.copy()
        for same, first, second in (
            (across, region[:, 1:], region[:, :-1]),
            (down, region[1:], region[:-1]),
        ):
            least = np.minimum(first, second)
            np.copyto(first, least, where=same)
            np.copyto(second, np.minimum(first, second), where=same)
        region = region.ravel()[region]  # every cell points at its region's root: paths halve
        if np.array_equal(region, before):
            return len(np.unique(region))


def margin(network: Network, prepared: Prepared) -> float:
    """Distance of the nearest training example to the line of a single neuron; below 0 if wrong."""
    weights = network.layout.weights[0].astype(np.float64)
    signs = 2.0 * prepared.train_targets - 1.0
    scores = network.forward(prepared.train_inputs).astype(np.float64)[:, 0]
    return float(np.min(signs * scores) / np.linalg.norm(weights))


def best_margin(prepared: Prepared) -> float:
    """The largest margin any line has, by trying all directions; below 0 if none separates."""
    angles = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False)
    along: Floats = prepared.train_inputs @ np.array([np.cos(angles), np.sin(angles)])
    positive = prepared.train_targets == 1
    gaps = along[positive].min(axis=0) - along[~positive].max(axis=0)
    return float(gaps.max() / 2)
