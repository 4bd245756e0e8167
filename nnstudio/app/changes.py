"""What a change of the experiment means for a run: whether learned weights can stay."""

from nnstudio.experiment.document import Experiment, LayerSettings, TrainingSettings


def keeps_weights(old: Experiment, new: Experiment) -> bool:
    """Whether only the name, training settings or dropout differ: a run takes those at once."""
    return _fixed_part(old) == _fixed_part(new)


def same_run(old: Experiment, new: Experiment) -> bool:
    """Whether nothing that a run sees differs: only the name."""
    return old == new.model_copy(update={"name": old.name})


def _fixed_part(experiment: Experiment) -> Experiment:
    layers = tuple(_without_dropout(layer) for layer in experiment.network.layers)
    network = experiment.network.model_copy(update={"layers": layers})
    return experiment.model_copy(
        update={"name": "", "network": network, "training": TrainingSettings()}
    )


def _without_dropout(layer: LayerSettings) -> LayerSettings:
    return layer.model_copy(update={"dropout": 0.0})
