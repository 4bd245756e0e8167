"""From "auto" to numbers: the network's sizes, which data and drawing must agree on."""

from typing import TYPE_CHECKING

from nnstudio.core.spec import LayerSpec, NetworkSpec
from nnstudio.experiment.document import BIAS, Experiment, LayerSettings
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.rules import check_network, needs_mse
from nnstudio.experiment.wording import counted, quoted

if TYPE_CHECKING:
    from nnstudio.experiment.data.dataset import Dataset


def network_for(experiment: Experiment, dataset: "Dataset", columns: int) -> NetworkSpec:
    """The network for a data set whose rows have `columns` numbers after preprocessing."""
    classes = len(dataset.class_names) or None
    outputs = None if classes else dataset.targets.shape[1]
    title = quoted(dataset.title) if experiment.data.source == "table" else dataset.title
    return resolve_network(experiment, columns, classes, outputs, title)


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
    broken = [*check_network(experiment.network)]
    if outputs is not None:
        broken += needs_mse(title, experiment.training.loss)
    if broken:
        raise ExperimentError(*broken)
    *hidden, last = experiment.network.layers
    units = _resolve_outputs(experiment, classes, outputs, title)
    sizes = [inputs, *(int(layer.units) for layer in hidden), units]
    layers = zip((*hidden, last), sizes[1:], sizes[:-1], strict=True)
    return NetworkSpec(inputs, tuple(_layer_spec(*layer) for layer in layers))


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
            f"{counted(columns, 'feature')}{after}",
            f'set network.inputs to "auto" or {columns}',
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
        f"the output layer has {counted(units, 'unit')} but {title} has {counted(needed, noun)}",
        f"set it to {allowed}",
    )


def _layer_spec(layer: LayerSettings, units: int, inputs: int) -> LayerSpec:
    """The layer with its size; places beyond it are left out."""
    places = {
        "units": units,
        "frozen_units": tuple(unit for unit in layer.frozen_units if unit < units),
        "frozen_weights": tuple(
            (unit, inputs if column == BIAS else column)
            for unit, column in layer.frozen_weights
            if unit < units and column <= inputs
        ),
        "off": tuple(unit for unit in layer.off if unit < units),
    }
    return LayerSpec(**{**layer.model_dump(), **places})


def _error(field: str, message: str, remedy: str = "") -> ExperimentError:
    return ExperimentError(Problem(field, message, remedy))
