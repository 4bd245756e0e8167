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
from nnstudio.core.preprocessing import (
    Center,
    ChannelMean,
    FittedPipeline,
    FittedRotation,
    MeanImage,
    Pca,
    PreprocessingError,
    Scale,
    Standardize,
    Step,
    Whiten,
    fit_pipeline,
)
from nnstudio.core.spec import LayerSpec, NetworkSpec, TrainingSpec
from nnstudio.experiment import document
from nnstudio.experiment.dataset import (
    SPLITS,
    Dataset,
    Floats,
    Labels,
    Targets,
    hold_out_validation,
    split,
)
from nnstudio.experiment.document import Experiment, LayerSettings, TrainingSettings
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.sources import load_dataset
from nnstudio.experiment.wording import counted, quoted

_VECTORS = 7  # as long as the parameters: they, gradients, optimizer, last good ones, scratch


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """An experiment with its data, ready to train: inputs are what the network sees.

    The pipeline was fitted on the training split alone. The validation split may be empty.
    """

    experiment: Experiment
    dataset: Dataset
    train_index: Labels
    validation_index: Labels
    test_index: Labels
    pipeline: FittedPipeline
    network: NetworkSpec
    training: TrainingSpec
    train_inputs: Floats
    train_targets: Targets
    validation_inputs: Floats
    validation_targets: Targets
    test_inputs: Floats
    test_targets: Targets

    def encode(self, rows: Floats) -> Floats:
        """Rows (n, features) as inputs (n, network.inputs): chosen features, then the pipeline."""
        return self.pipeline.transform(_chosen_features(self.experiment, rows))

    @property
    def splits(self) -> NDArray[np.int8]:
        """The split of every example of the data set, as its place in SPLITS (n,)."""
        places = np.zeros(len(self.dataset.rows), np.int8)
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
    rng = np.random.default_rng([seed, 11])
    train_index, test_index = split(dataset, experiment.data.test_fraction, rng)
    train_index, validation_index = hold_out_validation(
        dataset,
        train_index,
        experiment.data.validation_fraction,
        np.random.default_rng([seed, 12]),
    )
    rows = _chosen_features(experiment, dataset.rows)
    pipeline = _fit(experiment, dataset, rows[train_index])
    inputs = pipeline.transform(rows)
    network = _network_for(experiment, dataset, inputs.shape[1])
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


def reconfigure(prepared: Prepared, experiment: Experiment) -> Prepared:
    """The same data under other network and training settings; raises ExperimentError.

    For an `experiment` that differs in nothing that decides what the network sees.
    """
    columns = prepared.train_inputs.shape[1]
    return replace(
        prepared,
        experiment=experiment,
        network=_network_for(experiment, prepared.dataset, columns),
        training=training_spec(experiment.training),
    )


def training_spec(training: TrainingSettings) -> TrainingSpec:
    """The settings the trainer takes; `epochs` is not one of them."""
    return TrainingSpec(**training.model_dump(exclude={"epochs"}))


def resolve_network(
    experiment: Experiment,
    columns: int | None,
    classes: int | None,
    outputs: int | None,
    title: str = "the data",
) -> NetworkSpec:
    """The network with every "auto" as a number; raises ExperimentError where data disagree.

    `columns` counts the features after preprocessing; `classes` or `outputs` (target numbers) says
    what is learned. All None draws a network without data, whose sizes must then be numbers.
    """
    inputs = _resolve_inputs(experiment, columns, title)
    *hidden, last = experiment.network.layers
    for index, layer in enumerate(hidden):
        if layer.units == "auto":
            raise _error(
                f"network.layers.{index}.units",
                'only the output layer may be "auto"; a hidden layer needs a number of units',
            )
    if outputs is not None and experiment.training.loss != "mse":
        raise _error(
            "training.loss",
            f'{title} has numbers for targets, not classes, so the loss must be "mse", '
            f'not "{experiment.training.loss}"',
        )
    units = _resolve_outputs(experiment, classes, outputs, title)
    sizes = [inputs, *(int(layer.units) for layer in hidden), units]
    layers = zip((*hidden, last), sizes[1:], sizes[:-1], strict=True)
    return NetworkSpec(inputs, tuple(_layer_spec(*layer) for layer in layers))


def _network_for(experiment: Experiment, dataset: Dataset, columns: int) -> NetworkSpec:
    classes = len(dataset.class_names) or None
    outputs = None if classes else dataset.targets.shape[1]
    title = quoted(dataset.title) if experiment.data.source == "table" else dataset.title
    return resolve_network(experiment, columns, classes, outputs, title)


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


def _resolve_inputs(experiment: Experiment, columns: int | None, title: str) -> int:
    chosen = experiment.network.inputs
    if columns is None:
        if chosen == "auto":
            raise _error("network.inputs", 'without data "auto" has no size; give a number')
        return chosen if isinstance(chosen, int) else len(chosen)
    if isinstance(chosen, int) and chosen != columns:
        after = " after preprocessing" if experiment.preprocessing else ""
        raise _error(
            "network.inputs",
            f"the network has {counted(chosen, 'input')} but {title} has "
            f'{counted(columns, "feature")}{after}: set network.inputs to "auto" or {columns}',
        )
    return columns


def _resolve_outputs(
    experiment: Experiment, classes: int | None, outputs: int | None, title: str
) -> int:
    units = experiment.network.layers[-1].units
    field = f"network.layers.{len(experiment.network.layers) - 1}.units"
    needed = classes if classes is not None else outputs
    if needed is None:
        if units == "auto":
            raise _error(field, 'without data "auto" has no size; give a number')
        return units
    if units == "auto":
        return needed
    if units == needed or (units == 1 and classes == 2):
        return units
    noun = "class" if classes is not None else "target number"
    allowed = f'"auto", {needed} or 1' if classes == 2 else f'"auto" or {needed}'
    raise _error(
        field,
        f"the output layer has {counted(units, 'unit')} but {title} has {counted(needed, noun)}: "
        f"set it to {allowed}",
    )


def _layer_spec(layer: LayerSettings, units: int, inputs: int) -> LayerSpec:
    """The layer with its size; places beyond it are left out."""
    places = {
        "units": units,
        "frozen_units": tuple(unit for unit in layer.frozen_units if unit < units),
        "frozen_weights": tuple(
            (unit, column)
            for unit, column in layer.frozen_weights
            if unit < units and column <= inputs
        ),
        "off": tuple(unit for unit in layer.off if unit < units),
    }
    return LayerSpec(**{**layer.model_dump(), **places})


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


def _chosen_features(experiment: Experiment, rows: Floats) -> Floats:
    chosen = experiment.network.inputs
    return plane_features(chosen, rows) if isinstance(chosen, tuple) else rows


def _fit(experiment: Experiment, dataset: Dataset, rows: Floats) -> FittedPipeline:
    steps = [_step(settings) for settings in experiment.preprocessing]
    try:
        return fit_pipeline(steps, rows, dataset.image_shape)
    except PreprocessingError as error:
        field = f"preprocessing.{error.step}"
        raise _error(f"{field}.{error.field}" if error.field else field, error.message) from None


def _step(settings: document.Step) -> Step:
    match settings:
        case document.CenterStep():
            return Center()
        case document.StandardizeStep():
            return Standardize()
        case document.PcaStep():
            return Pca(settings.components)
        case document.WhitenStep():
            return Whiten(settings.epsilon)
        case document.MeanImageStep():
            return MeanImage()
        case document.ChannelMeanStep():
            return ChannelMean()
        case document.ScaleStep():
            return Scale(settings.low, settings.high)


def _error(field: str, message: str) -> ExperimentError:
    return ExperimentError(Problem(field, message))
