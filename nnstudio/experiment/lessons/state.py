"""The state of an open experiment as the quantities of a step's `done`: has the point been made?"""

from collections.abc import Sequence

from nnstudio.core.counts import count_network
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.lessons.expression import (
    Expression,
    ExpressionError,
    Quantity,
    evaluate,
)
from nnstudio.experiment.looks.snapshot import LayerActivity, Metrics

State = dict[str, float | Sequence[float]]

STATE = (
    "epoch",
    "step",
    "train_loss",
    "test_loss",
    "penalty",
    "train_accuracy",
    "test_accuracy",
    "train_r2",
    "test_r2",
    "dead_fraction",
    "saturated_fraction",
    "activation_mean",
    "activation_std",
    "layers",
    "units",
    "dropout",
    "neurons",
    "weights",
    "biases",
    "parameters",
    "learning_rate",
    "batch_size",
    "l2",
    "l1",
    "input_noise",
    "seed",
)
"""Every name that may stand in a `done`; units, dropout and activations have one value a layer."""


def state_of(
    prepared: Prepared, metrics: Metrics | None, activity: Sequence[LayerActivity]
) -> State:
    """The quantities that are known; metrics and activity are missing before the first snapshot."""
    state = _settings(prepared.experiment) | _sizes(prepared)
    if metrics is not None:
        score = "accuracy" if prepared.dataset.class_names else "r2"
        state |= {
            "epoch": metrics.epoch,
            "step": metrics.step,
            "train_loss": metrics.train_loss,
            "test_loss": metrics.test_loss,
            "penalty": metrics.penalty,
            f"train_{score}": metrics.train_score,
            f"test_{score}": metrics.test_score,
        }
    if activity:
        state |= {
            "dead_fraction": [float(layer.dead.mean()) for layer in activity],
            "saturated_fraction": [layer.saturated_fraction or 0.0 for layer in activity],
            "activation_mean": [layer.mean for layer in activity],
            "activation_std": [layer.std for layer in activity],
        }
    return state


def reached(done: Expression, state: State) -> bool:
    """Whether the state is the one a step waits for; what is not known yet has not been reached."""
    values = {Quantity("", name): value for name, value in state.items()}
    if not all(quantity in values for quantity in done.quantities):
        return False
    try:
        return bool(evaluate(done, values))
    except ExpressionError:
        return False


def _settings(experiment: Experiment) -> State:
    training = experiment.training
    return {
        "learning_rate": training.learning_rate,
        "batch_size": training.batch_size,
        "l2": training.l2,
        "l1": training.l1,
        "input_noise": training.input_noise,
        "seed": experiment.seed,
        "dropout": [layer.dropout for layer in experiment.network.layers],
    }


def _sizes(prepared: Prepared) -> State:
    counts = count_network(prepared.network)
    return {
        "layers": len(prepared.network.layers),
        "units": [layer.units for layer in prepared.network.layers],
        "neurons": counts.neurons,
        "weights": counts.weights,
        "biases": counts.biases,
        "parameters": counts.parameters,
    }
