"""The measures that a check may take of a run, by name: everything in `MEASURES`.

A measure is one number, or one a layer, of one trained network. Those of the training curve take
the loss or the accuracy to be reached, and say `inf` where it is not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from nnstudio.core.arrays import Floats
from nnstudio.core.counts import Counts, count_network
from nnstudio.core.network import Network
from nnstudio.core.trainer import Trainer
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.lessons import geometry, gradients, inputs
from nnstudio.experiment.looks.layer_report import report_layers
from nnstudio.experiment.looks.snapshot import Metrics

Value = float | Floats

_MOST_STEPS = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class TrainedRun:
    """One run when its training has ended: `losses` and `scores` are those after each epoch.

    They are on the training split and are there, from epoch 0 on, only where a measure needs them.
    """

    prepared: Prepared
    network: Network
    metrics: Metrics
    diverged: bool
    losses: Floats
    scores: Floats


Measure = Callable[..., Value]


def _layer_field(name: str) -> Measure:
    def measure(run: TrainedRun) -> Value:
        reports = report_layers(run.network, run.prepared.train_inputs)
        return np.array([getattr(report, name) for report in reports], np.float64)

    return measure


def _metric(name: str) -> Measure:
    def measure(run: TrainedRun) -> Value:
        return float(getattr(run.metrics, name))

    return measure


def _count(name: str) -> Measure:
    def measure(run: TrainedRun) -> Value:
        counts: Counts = count_network(run.network.spec)
        return float(getattr(counts, name))

    return measure


def _epochs_to(value: float, series: Floats, sign: float) -> float:
    """The first epoch at which a series has come to `value`, from above (sign -1) or below (1)."""
    come = np.flatnonzero(sign * series >= sign * value)
    return float(come[0]) if come.size else float("inf")


def epochs_to_loss(run: TrainedRun, loss: float) -> Value:
    """Epochs until the training loss is no more than `loss`."""
    return _epochs_to(loss, run.losses, -1.0)


def epochs_to_accuracy(run: TrainedRun, accuracy: float) -> Value:
    """Epochs until the training accuracy is at least `accuracy`."""
    return _epochs_to(accuracy, run.scores, 1.0)


def weight_norm(run: TrainedRun) -> Value:
    """Square root of the sum of the squares of all weights, biases left out."""
    return float(np.sqrt(squared_weights(run)))


def squared_weights(run: TrainedRun) -> Value:
    """Sum of the squares of all weights, biases left out."""
    return sum(float(np.sum(w.astype(np.float64) ** 2)) for w in run.network.layout.weights)


def weight_change(run: TrainedRun) -> Value:
    """How far the weights of each layer moved, as a share of their initial size (layers,)."""
    initial = Network(run.network.spec)
    initial.initialize(np.random.default_rng([run.prepared.experiment.seed, 0]))
    pairs = zip(run.network.layout.weights, initial.layout.weights, strict=True)
    return np.array(
        [np.linalg.norm(now - before) / np.linalg.norm(before) for now, before in pairs]
    )


def never_positive_fraction(run: TrainedRun) -> Value:
    """Share of the units of each layer whose output is positive on no training example."""
    outputs = run.network.layer_outputs(run.prepared.train_inputs)
    return np.array([np.mean(~np.any(values > 0, axis=0)) for values in outputs])


def forgetting_steps(run: TrainedRun) -> Value:
    """Steps of further training without data until the weights have half their size."""
    prepared = run.prepared
    trainer = Trainer(
        prepared.network,
        replace(prepared.training, input_noise=0.0),
        np.zeros_like(prepared.train_inputs),  # no input, no gradient: only the penalty acts
        prepared.train_targets,
        seed=prepared.experiment.seed,
        dtype=np.float64,
    )
    trainer.network.load(run.network.parameters)
    half = 0.5 * np.linalg.norm(trainer.network.layout.weights[0])
    while np.linalg.norm(trainer.network.layout.weights[0]) > half:
        if trainer.step == _MOST_STEPS or not prepared.training.l2:
            return float("inf")
        trainer.advance(1)
    return float(trainer.step)


MEASURES: Mapping[str, Measure] = {
    **{
        name: _metric(field)
        for name, field in (
            ("train_loss", "train_loss"),
            ("test_loss", "test_loss"),
            ("penalty", "penalty"),
            ("train_accuracy", "train_score"),
            ("test_accuracy", "test_score"),
            ("train_r2", "train_score"),
            ("test_r2", "test_score"),
        )
    },
    **{name: _count(name) for name in ("neurons", "weights", "biases", "parameters")},
    **{
        name: _layer_field(name)
        for name in ("dead_fraction", "saturated_fraction", "activation_mean", "activation_std")
    },
    "diverged": lambda run: float(run.diverged),
    "layers": lambda run: float(len(run.network.spec.layers)),
    "epochs_to_loss": epochs_to_loss,
    "epochs_to_accuracy": epochs_to_accuracy,
    "weight_norm": weight_norm,
    "squared_weights": squared_weights,
    "weight_change": weight_change,
    "never_positive_fraction": never_positive_fraction,
    "forgetting_steps": forgetting_steps,
    "gradient_size": lambda run: gradients.gradient_sizes(run.network, run.prepared),
    "zero_gradient_fraction": lambda run: gradients.zero_gradient_fraction(
        run.network, run.prepared
    ),
    "one_sign_share": lambda run: gradients.one_sign_share(run.prepared),
    "boundary_length": lambda run: geometry.boundary_length(run.network, run.prepared),
    "regions": lambda run: float(geometry.regions(run.network, run.prepared)),
    "margin": lambda run: geometry.margin(run.network, run.prepared),
    "best_margin": lambda run: geometry.best_margin(run.prepared),
    "condition": lambda run: inputs.condition(run.prepared),
    "correlation": lambda run: inputs.correlation(run.prepared),
    "variance_ratio": lambda run: inputs.variance_ratio(run.prepared),
    "largest_mean": lambda run: inputs.largest_mean(run.prepared),
    "descent_steps": lambda run: inputs.descent_steps(run.prepared),
}
CURVE_MEASURES = ("epochs_to_loss", "epochs_to_accuracy")
