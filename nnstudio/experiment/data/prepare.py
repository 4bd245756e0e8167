"""From document to arrays: data are loaded, split and preprocessed, and "auto" becomes numbers.

Everything that can disagree between data, network and training is found here and told as an
ExperimentError that names the field to change.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.counts import count_network
from nnstudio.core.features import plane_features
from nnstudio.core.preprocessing import FittedPipeline, FittedRotation
from nnstudio.core.rows import Inputs, Rows
from nnstudio.core.spec import NetworkSpec, TrainingSpec
from nnstudio.experiment.data.dataset import (
    SPLITS,
    Dataset,
    Floats,
    Labels,
    Targets,
    hold_out_validation,
    split,
)
from nnstudio.experiment.data.disturbances import with_wrong_targets
from nnstudio.experiment.data.fit_steps import fit_steps, passed
from nnstudio.experiment.data.resolve import network_for
from nnstudio.experiment.data.sources import load_dataset
from nnstudio.experiment.data.sources.points import split_points
from nnstudio.experiment.data.tables.missing import fill_missing
from nnstudio.experiment.document import DataSettings, Experiment, TrainingSettings
from nnstudio.experiment.errors import ExperimentError, Problem

_VECTORS = 7  # as long as the parameters: they, gradients, optimizer, last good ones, scratch


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """An experiment with its data, ready to train: inputs are what the network sees.

    The pipeline was fitted on the training split alone, unless the data say `fit_on` "all". The
    validation split may be empty. `train_rows` and its like are what the network sees of each
    split, as floats or as bytes with what is still to be done to them.
    """

    experiment: Experiment
    dataset: Dataset
    train_index: Labels
    validation_index: Labels
    test_index: Labels
    pipeline: FittedPipeline
    network: NetworkSpec
    training: TrainingSpec
    train_rows: Inputs
    train_targets: Targets
    validation_rows: Inputs
    validation_targets: Targets
    test_rows: Inputs
    test_targets: Targets

    @property
    def train_inputs(self) -> Floats:
        """What the network sees of the training split, copied where it is kept as bytes."""
        return np.asarray(self.train_rows, np.float64)

    @property
    def validation_inputs(self) -> Floats:
        """What the network sees of the validation split."""
        return np.asarray(self.validation_rows, np.float64)

    @property
    def test_inputs(self) -> Floats:
        """What the network sees of the test split."""
        return np.asarray(self.test_rows, np.float64)

    def encode(self, rows: Floats) -> Floats:
        """Rows (n, features) as inputs (n, network.inputs): chosen features, then the pipeline."""
        return self.pipeline.transform(chosen_features(self.experiment, rows))

    @property
    def splits(self) -> NDArray[np.int8]:
        """The split of every example of the data set, as its place in SPLITS (n,)."""
        places = np.zeros(len(self.dataset), np.int8)
        places[self.validation_index] = SPLITS.index("validation")
        places[self.test_index] = SPLITS.index("test")
        return places

    @property
    def input_names(self) -> tuple[str, ...]:
        """What each input is: a feature's name, or "PC 1", "PC 2", ... after a rotation."""
        if any(isinstance(step, FittedRotation) for step in self.pipeline.steps):
            return tuple(f"PC {index}" for index in range(1, self.network.inputs + 1))
        chosen = self.experiment.network.inputs
        return chosen if isinstance(chosen, tuple) else self.dataset.feature_names


def prepare(experiment: Experiment, folder: Path | None = None) -> Prepared:
    """Load, split and preprocess the data and resolve the network; raises ExperimentError.

    `folder` is the experiment's, where a table's relative path starts.
    """
    dataset = load_dataset(experiment.data, experiment.seed, folder)
    _check_features(experiment, dataset)
    seed = experiment.seed if experiment.data.seed is None else experiment.data.seed
    train_index, validation_index, test_index = _split(dataset, experiment.data, seed)
    dataset = with_wrong_targets(
        dataset, train_index, experiment.data.label_noise, np.random.default_rng([seed, 13])
    )
    dataset = fill_missing(dataset, train_index, experiment.data.missing)
    rows = dataset.stored
    if not isinstance(rows, Rows):
        rows = chosen_features(experiment, dataset.rows)
    fitted_on = rows if experiment.data.fit_on == "all" else rows[train_index]
    pipeline = fit_steps(experiment, fitted_on, dataset.image_shape)
    inputs = passed(pipeline, rows)
    network = network_for(experiment, dataset, inputs.shape[1])
    _require_memory(network)
    return Prepared(
        experiment,
        dataset,
        train_index,
        validation_index,
        test_index,
        pipeline,
        network,
        training_spec(experiment.training),
        inputs[train_index],
        dataset.targets[train_index],
        inputs[validation_index],
        dataset.targets[validation_index],
        inputs[test_index],
        dataset.targets[test_index],
    )


def _split(dataset: Dataset, data: DataSettings, seed: int) -> tuple[Labels, Labels, Labels]:
    """Indices of the examples to train on, to validate with and to test on."""
    if data.source == "points":
        return split_points(dataset, data.test_fraction, data.validation_fraction, seed)
    train, test = split(dataset, data.test_fraction, np.random.default_rng([seed, 11]))
    rng = np.random.default_rng([seed, 12])
    train, validation = hold_out_validation(dataset, train, data.validation_fraction, rng)
    return train, validation, test


def reconfigure(prepared: Prepared, experiment: Experiment) -> Prepared:
    """The same data under other network and training settings; raises ExperimentError.

    For an `experiment` that differs in nothing that decides what the network sees.
    """
    columns = prepared.train_rows.shape[1]
    return replace(
        prepared,
        experiment=experiment,
        network=network_for(experiment, prepared.dataset, columns),
        training=training_spec(experiment.training),
    )


def training_spec(training: TrainingSettings) -> TrainingSpec:
    """The settings the trainer takes: all but how long to train."""
    when = {"epochs", "until_loss", "until_accuracy", "patience"}
    return TrainingSpec(**training.model_dump(exclude=when))


def _require_memory(network: NetworkSpec) -> None:
    """Refuse a network whose training cannot fit, before anything of it is made."""
    numbers = _VECTORS * count_network(network).parameters
    try:
        np.empty(numbers, dtype=np.float32)  # taken and given back untouched, which costs nothing
    except MemoryError:
        raise _error(
            "network.layers",
            f"the network needs about {4 * numbers / 1e9:.1f} GB of memory, more than there is: "
            "use fewer or smaller layers",
        ) from None


def _check_features(experiment: Experiment, dataset: Dataset) -> None:
    """Refuse plane features where there is no plane, and features listed twice."""
    chosen = experiment.network.inputs
    if not isinstance(chosen, tuple):
        return
    if not dataset.is_plane:
        raise _error(
            "network.inputs",
            f"{chosen[0]} is a feature of points in the plane, which {dataset.title} does not "
            'have: set network.inputs to "auto"',
        )
    for index, name in enumerate(chosen):
        if name in chosen[:index]:
            raise _error("network.inputs", f"{name} is listed twice; once is enough")


def chosen_features(experiment: Experiment, rows: Floats) -> Floats:
    """The rows (n, columns) that the pipeline gets: features chosen for the network, or `rows`."""
    chosen = experiment.network.inputs
    return plane_features(chosen, rows) if isinstance(chosen, tuple) else rows


def _error(field: str, message: str) -> ExperimentError:
    return ExperimentError(Problem(field, message))
