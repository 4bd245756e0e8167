"""Training an experiment from start to end without a window or thread, and its result."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from math import isfinite
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

import numpy as np

from nnstudio.core.counts import Counts, count_network
from nnstudio.core.trainer import Diverged
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.looks.finite import frozen
from nnstudio.experiment.looks.layer_report import LayerReport, report_layers
from nnstudio.experiment.looks.snapshot import Floats, Metrics
from nnstudio.experiment.training.divergence import explain
from nnstudio.experiment.training.stopping import StopRules
from nnstudio.experiment.training.training_run import TrainingRun

Progress = Callable[[int, int, Metrics | None], None]
"""Called with the epochs done, the epochs in all, and the metrics when they were just taken."""

Task = Literal["classification", "regression"]

_PIECE = 0.05  # seconds of training between two signs of progress


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """How a training ended. `seconds` includes preparing the data; `explanation` is there only if
    training diverged, in which case everything else is about the last good weights. `stopped` says
    why it ended before its last epoch; `notes` tell what the data leave out.
    """

    experiment: Experiment
    task: Task
    metrics: Metrics
    layers: tuple[LayerReport, ...]
    counts: Counts
    matrices: tuple[Floats, ...]
    slopes: tuple[Floats | None, ...]
    examples_per_second: float
    seconds: float
    explanation: str | None
    stopped: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def diverged(self) -> bool:
        """Whether training blew up before its end."""
        return self.explanation is not None

    def as_dict(self) -> dict[str, Any]:
        """The fields of `train --json`; a number that is not finite becomes None."""
        metrics, counts = self.metrics, self.counts
        score = score_name(self.task)
        fields = {
            "epochs": metrics.epoch,
            "steps": metrics.step,
            "train_loss": metrics.train_loss,
            "test_loss": metrics.test_loss,
            "penalty": metrics.penalty,
            f"train_{score}": metrics.train_score,
            f"test_{score}": metrics.test_score,
            "layers": [_finite_or_none(asdict(layer)) for layer in self.layers],
            "neurons": counts.neurons,
            "weights": counts.weights,
            "biases": counts.biases,
            "parameters": counts.parameters,
            "examples_per_second": self.examples_per_second,
            "seconds": self.seconds,
            "seed": self.experiment.seed,
            "diverged": self.diverged,
        }
        if metrics.validation_loss is not None:
            fields["validation_loss"] = metrics.validation_loss
            fields[f"validation_{score}"] = metrics.validation_score
        if self.stopped is not None:
            fields["stopped"] = self.stopped
        return _finite_or_none(fields)


def score_name(task: Task) -> str:
    """What the score of a task is called in results."""
    return "accuracy" if task == "classification" else "r2"


def _finite_or_none(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: None if isinstance(value, float) and not isfinite(value) else value
        for name, value in fields.items()
    }


def train(
    experiment: Experiment,
    folder: Path | None = None,
    on_progress: Progress | None = None,
    on_prepared: Callable[[], None] | None = None,
) -> Result:
    """Train the experiment's epochs; paths are relative to `folder`.

    Raises ExperimentError for what cannot be trained, before `on_prepared` is called; divergence
    is a result, not an error.
    """
    start = perf_counter()
    prepared = prepare(experiment, folder)
    if on_prepared is not None:
        on_prepared()
    explanation = stopped = None
    with np.errstate(all="ignore"):
        run = TrainingRun(0, prepared)
        try:
            stopped = _train_to(run, experiment.training.epochs, on_progress)
        except Diverged as diverged:
            explanation = explain(diverged, experiment, run.metrics())
        return replace(_result(run, start, explanation), stopped=stopped)


def _train_to(run: TrainingRun, epochs: int, on_progress: Progress | None) -> str | None:
    """Train so many epochs, or until a rule stops it, which it says."""
    if on_progress is not None:
        on_progress(0, epochs, run.metrics())
    rules = StopRules(run.prepared.experiment.training, run.metrics())
    while run.trainer.epoch < epochs:
        metrics = run.advance(epochs, _PIECE)
        if on_progress is not None:
            on_progress(run.trainer.epoch, epochs, metrics)
        stop = None if metrics is None else rules.verdict(metrics)
        if stop is not None:
            return stop.sentence
    return None


def _result(run: TrainingRun, start: float, explanation: str | None) -> Result:
    prepared, network = run.prepared, run.trainer.network
    return Result(
        experiment=prepared.experiment,
        task=prepared.dataset.task,
        metrics=run.metrics(),
        layers=report_layers(network, prepared.train_rows),
        counts=count_network(network.spec),
        matrices=tuple(frozen(matrix) for matrix in network.matrices),
        slopes=tuple(None if s is None else frozen(s) for s in network.slopes),
        examples_per_second=run.throughput.mean,
        seconds=perf_counter() - start,
        explanation=explanation,
        notes=prepared.dataset.notes,
    )
