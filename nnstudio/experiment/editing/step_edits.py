"""Edits of single preprocessing steps by their place: move, change, remove.

A step may come twice: a file may say so, and scaling after PCA as well as before has its use.
"""

from collections.abc import Mapping

from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing.edits import Raw, edited, problem


def move_step(experiment: Experiment, index: int, place: int) -> Experiment:
    """Take step `index` out and put it back so that it is step `place`."""
    _require_step(experiment, index)
    _require_step(experiment, place)

    def change(raw: Raw) -> None:
        raw["preprocessing"].insert(place, raw["preprocessing"].pop(index))

    return edited(experiment, change)


def set_step(experiment: Experiment, index: int, fields: Mapping[str, object]) -> Experiment:
    """Change settings of step `index`; None takes one back."""
    _require_step(experiment, index)

    def change(raw: Raw) -> None:
        values = {**raw["preprocessing"][index], **fields}
        raw["preprocessing"][index] = {k: v for k, v in values.items() if v is not None}

    return edited(experiment, change)


def remove_step(experiment: Experiment, index: int) -> Experiment:
    """Take step `index` out of the pipeline."""
    _require_step(experiment, index)
    return edited(experiment, lambda raw: raw["preprocessing"].pop(index))


def _require_step(experiment: Experiment, index: int) -> None:
    count = len(experiment.preprocessing)
    if not 0 <= index < count:
        raise problem("preprocessing", f"there is no step {index}; there are {count}")
