"""What a change of the experiment means for a run: whether learned weights can stay."""

from nnstudio.experiment.document import Experiment, TrainingSettings
from nnstudio.experiment.editing.lineage import lasting


def keeps_weights(old: Experiment, new: Experiment) -> bool:
    """Whether only what a run takes at once differs.

    That is the name, training settings, dropout, and what is frozen or off.
    """
    return _fixed_part(old) == _fixed_part(new)


def only_points(old: Experiment, new: Experiment) -> bool:
    """Whether painted points alone differ."""
    update = {"points": old.data.points}
    same = new.model_copy(update={"data": new.data.model_copy(update=update)})
    return old.data.source == "points" and old == same


def same_run(old: Experiment, new: Experiment) -> bool:
    """Whether nothing that a run sees differs: only the name."""
    return old == new.model_copy(update={"name": old.name})


def _fixed_part(experiment: Experiment) -> Experiment:
    layers = tuple(lasting(layer) for layer in experiment.network.layers)
    network = experiment.network.model_copy(update={"layers": layers})
    return experiment.model_copy(
        update={"name": "", "network": network, "training": TrainingSettings()}
    )
