"""Where data come from: one entry for every source a document can name."""

from pathlib import Path

import numpy as np

from nnstudio.experiment.catalog import SOURCES
from nnstudio.experiment.data.dataset import Dataset, some_of
from nnstudio.experiment.data.disturbances import imbalanced
from nnstudio.experiment.data.sources.plane import draw_function, draw_plane
from nnstudio.experiment.data.sources.points import load_points
from nnstudio.experiment.data.sources.shapes import draw_shapes
from nnstudio.experiment.data.sources.shipped import load_shipped
from nnstudio.experiment.document import DataSettings


def load_dataset(data: DataSettings, seed: int, folder: Path | None = None) -> Dataset:
    """The data set that `data` describes; raises ExperimentError when it cannot be had.

    `seed` is the experiment's and is used when `data.seed` is None. `folder` is where a relative
    path starts.
    """
    own_seed = seed if data.seed is None else data.seed
    dataset = _load(data, own_seed, folder)
    dataset = some_of(dataset, data.at_most, np.random.default_rng([own_seed, 15]))
    return imbalanced(dataset, data.imbalance, np.random.default_rng([own_seed, 14]))


def _load(data: DataSettings, seed: int, folder: Path | None) -> Dataset:
    if data.source == "table":
        from nnstudio.experiment.data.sources.table import load_table  # many modules; few need them

        return load_table(data, folder)
    if SOURCES[data.source].kind == "pictures":
        from nnstudio.experiment.data.pictures.reading import load_images

        return load_images(data, folder)
    if data.source == "points":
        return load_points(data.points)
    if SOURCES[data.source].kind == "shipped":
        return load_shipped(data.source)
    rng = np.random.default_rng([seed, 10])
    if data.source == "function":
        return draw_function(data, rng)
    if data.source == "shapes":
        return draw_shapes(data.samples, data.noise, rng)
    return draw_plane(data, rng)
