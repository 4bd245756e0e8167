"""The training split as it comes and after each preprocessing step, on a sample of its rows."""

from dataclasses import dataclass

from nnstudio.core.preprocessing import FittedRotation, FittedStep, ImageShape
from nnstudio.experiment.data.dataset import Floats, Targets
from nnstudio.experiment.data.prepare import Prepared, chosen_features

MOST_ROWS = 2_000
MOST_WIDE_ROWS = 300
_WIDE = 256  # columns


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """Rows (n, columns) after `step`, which is None for the data as they come.

    `index` counts the steps taken. `image_shape` is there as long as the rows are images.
    """

    index: int
    step: FittedStep | None
    rows: Floats
    names: tuple[str, ...]
    image_shape: ImageShape | None


@dataclass(frozen=True, slots=True, eq=False)
class Stages:
    """All stages of one pipeline on the same rows, the targets of these rows, and of how many
    training examples they are.
    """

    stages: tuple[Stage, ...]
    targets: Targets
    classes: tuple[str, ...]
    examples: int


def stages(prepared: Prepared) -> Stages:
    """Each stage on the first training examples, which are drawn at random, some thousand at most.

    Statistics of a stage are those of its sample.
    """
    dataset, examples = prepared.dataset, len(prepared.train_index)
    most = MOST_ROWS if dataset.columns <= _WIDE else MOST_WIDE_ROWS
    some = prepared.train_index[:most]
    rows = chosen_features(prepared.experiment, dataset.examples(some))
    chosen = prepared.experiment.network.inputs
    names = chosen if isinstance(chosen, tuple) else dataset.feature_names
    found = [Stage(0, None, rows, names, dataset.image_shape)]
    for index, step in enumerate(prepared.pipeline.steps, 1):
        before = found[-1]
        rows, names, shape = step.transform(before.rows), before.names, before.image_shape
        if isinstance(step, FittedRotation):
            names = tuple(f"PC {axis}" for axis in range(1, len(step.axes) + 1))
            shape = None
        found.append(Stage(index, step, rows, names, shape))
    return Stages(tuple(found), dataset.targets[some], dataset.class_names, examples)
