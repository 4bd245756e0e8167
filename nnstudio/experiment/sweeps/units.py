"""Work units: which runs of a grid train together in one process.

Runs that see the same data and differ only in seed, learning rate, penalties and in how weights
start are one population, in parts small enough for every process to get its share.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from nnstudio.core.counts import count_network
from nnstudio.experiment.data.prepare import Prepared, prepare, reconfigure
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.sweeps.grid import Grid, Point
from nnstudio.experiment.sweeps.together import train_together
from nnstudio.experiment.training.run import Task

Part = TypeVar("Part")

_MOST_MEMBERS = 16  # beyond, speed grows little and progress is reported rarely
_MOST_NUMBERS = 2**24  # in the arrays of a population: 64 MB
_VECTORS = 8  # of the size of its parameters that a member needs, about


@dataclass(frozen=True, slots=True)
class Size:
    """What a setting turned out to be; `members` is how many fit into a population."""

    task: Task
    members: int


@dataclass(frozen=True, slots=True)
class Unit:
    """Runs that train together; `folder` is where paths in them start."""

    points: tuple[Point, ...]
    folder: Path | None


Sizes = dict[Experiment, Size]
"""By the experiment of a setting."""


Fields = dict[str, Any]
"""The fields of `train --json` that are single values."""


def train_unit(unit: Unit) -> tuple[Fields, ...]:
    """The fields for each point in order; raises ExperimentError."""
    results = train_together([point.experiment for point in unit.points], unit.folder)
    return tuple(
        {name: value for name, value in result.as_dict().items() if name != "layers"}
        for result in results
    )


def measure(grid: Grid, folder: Path | None) -> Sizes:
    """The size of each setting; raises ExperimentError if one cannot be trained.

    Data are prepared once for all settings that share them, with the grid's first seed.
    """
    by_data: dict[Hashable, list[Experiment]] = {}
    for experiment in (setting.experiment for setting in grid.settings):
        seen = (experiment.data, experiment.preprocessing, experiment.network.inputs)
        by_data.setdefault(seen, []).append(experiment)
    sizes: Sizes = {}
    for experiments in by_data.values():
        prepared = prepare(experiments[0], folder)
        for experiment in experiments:
            sizes[experiment] = size_of(reconfigure(prepared, experiment))
    return sizes


def plan(points: Sequence[Point], sizes: Sizes, folder: Path | None, workers: int) -> list[Unit]:
    """The units that train all the points, enough of them to keep all workers busy."""
    groups: dict[Hashable, list[Point]] = {}
    for point in points:
        groups.setdefault(_population_of(point), []).append(point)
    share = -(-len(points) // workers)
    return [
        Unit(part, folder)
        for group in groups.values()
        for part in parts(group, min(share, sizes[group[0].setting.experiment].members))
    ]


def parts(group: Sequence[Part], most: int) -> Iterator[tuple[Part, ...]]:
    """The group in even parts of at most so many."""
    count = -(-len(group) // most)
    for part in range(count):
        yield tuple(group[len(group) * part // count : len(group) * (part + 1) // count])


def size_of(prepared: Prepared) -> Size:
    """What a prepared setting turned out to be."""
    rows = len(prepared.train_rows) * (prepared.network.inputs + 1 + prepared.network.outputs)
    numbers = rows + _VECTORS * count_network(prepared.network).parameters
    return Size(prepared.dataset.task, max(1, min(_MOST_MEMBERS, _MOST_NUMBERS // numbers)))


def _population_of(point: Point) -> Hashable:
    """What is the same for the members of a population: their architecture and their data."""
    experiment = point.setting.experiment
    starts = {"initializer": "zeros", "scale": 1.0, "bias_scale": 0.0}
    layers = tuple(layer.model_copy(update=starts) for layer in experiment.network.layers)
    training = {"learning_rate": 1.0, "l2": 0.0, "l1": 0.0}
    parts = {
        "network": experiment.network.model_copy(update={"layers": layers}),
        "training": experiment.training.model_copy(update=training),
    }
    return experiment.model_copy(update=parts), point.seed if experiment.data.seed is None else None
