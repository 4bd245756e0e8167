"""What the canvas knows of the data, and the network it draws from that at once.

The training thread loads data and says what fits; a click must not wait for it. So sizes that
follow the data are taken from what was last seen of them, and a network that disagrees with its
data is drawn as the document says.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nnstudio.app.workspace.changes import only_points
from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.catalog import SOURCES, class_count
from nnstudio.experiment.data.resolve import resolve_network
from nnstudio.experiment.document import Experiment, LayerSettings, PcaStep

if TYPE_CHECKING:
    from nnstudio.experiment.data.prepare import Prepared


@dataclass(frozen=True, slots=True)
class DataFacts:
    """What was last seen of the data: features, classes, and the inputs they became.

    `classes` is empty for regression, then `targets` counts the target numbers. `experiment` is the
    one whose data, preprocessing and inputs gave `inputs`, the names of the network's inputs.
    """

    experiment: Experiment
    features: tuple[str, ...]
    classes: tuple[str, ...]
    targets: int
    is_plane: bool
    inputs: tuple[str, ...]

    @property
    def outputs(self) -> int:
        """The size of an output layer that follows the data."""
        return len(self.classes) or self.targets


def facts_of(prepared: "Prepared") -> DataFacts:
    """What there is to know of loaded data."""
    dataset = prepared.dataset
    return DataFacts(
        experiment=prepared.experiment,
        features=dataset.feature_names,
        classes=dataset.class_names,
        targets=0 if dataset.class_names else dataset.targets.shape[1],
        is_plane=dataset.is_plane,
        inputs=tuple(prepared.input_names),
    )


def known_facts(experiment: Experiment, seen: DataFacts | None) -> DataFacts | None:
    """What is known of the experiment's data: from what was `seen` of them, or their source."""
    data = experiment.data
    info, count = SOURCES[data.source], class_count(data)
    before = None if seen is None else seen.experiment.data
    if before is not None and before.source == data.source and class_count(before) == count:
        return seen
    if info.columns is None or count is None:
        return seen
    features = tuple(f"x{index + 1}" for index in range(info.columns))
    classes = tuple(f"class {label}" for label in range(count))
    chosen = experiment.network.inputs
    inputs = _rotated(experiment, chosen if isinstance(chosen, tuple) else features)
    targets = 0 if classes else 1
    return DataFacts(experiment, features, classes, targets, info.kind == "plane", inputs)


def is_repainted(before: DataFacts | None, after: DataFacts | None) -> bool:
    """Whether painted points have changed and nothing that the canvas shows of the data."""
    if before is None or after is None or not only_points(before.experiment, after.experiment):
        return False
    return replace(before, experiment=after.experiment) == after


def input_names(experiment: Experiment, facts: DataFacts | None) -> tuple[str, ...]:
    """What each input of the drawn network is; free inputs are x1, x2, ..."""
    chosen = experiment.network.inputs
    if facts is not None and _same_inputs(facts.experiment, experiment):
        names = facts.inputs
    else:
        columns = chosen if isinstance(chosen, tuple) else facts.features if facts else ("x1", "x2")
        names = _rotated(experiment, columns)
    if isinstance(chosen, int) and chosen != len(names):
        return tuple(f"x{index + 1}" for index in range(chosen))
    return names


def drawn_network(experiment: Experiment, facts: DataFacts | None) -> NetworkSpec:
    """The network with every size a number, whether or not the data agree."""
    outputs = facts.outputs if facts is not None else 1
    *hidden, last = experiment.network.layers
    layers = (*(_sized(layer, 1) for layer in hidden), _sized(last, outputs))
    network = experiment.network.model_copy(
        update={"inputs": len(input_names(experiment, facts)), "layers": layers}
    )
    return resolve_network(experiment.model_copy(update={"network": network}), None, None, None)


def _sized(layer: LayerSettings, units: int) -> LayerSettings:
    return layer.model_copy(update={"units": units}) if layer.units == "auto" else layer


def _same_inputs(one: Experiment, other: Experiment) -> bool:
    return (one.data, one.preprocessing) == (other.data, other.preprocessing) and (
        one.network.inputs == other.network.inputs
        or (isinstance(other.network.inputs, int) and not isinstance(one.network.inputs, tuple))
    )


def _rotated(experiment: Experiment, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The names after preprocessing, as far as they can be told without fitting it."""
    for step in experiment.preprocessing:
        if step.step in ("pca", "whiten"):
            kept = step.components if isinstance(step, PcaStep) else None
            columns = tuple(f"PC {index + 1}" for index in range(kept or len(columns)))
    return columns
