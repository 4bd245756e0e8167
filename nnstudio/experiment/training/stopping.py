"""When training rests before its last epoch: a goal is reached, or validation no longer improves.

The rules are looked at whenever metrics are taken, so the window and the command line stop at the
same step.
"""

from dataclasses import dataclass

from nnstudio.experiment.document import TrainingSettings
from nnstudio.experiment.looks.snapshot import Metrics


@dataclass(frozen=True, slots=True)
class Stop:
    """Why training rests; `best` is the moment that was better than this one, if one was."""

    sentence: str
    best: Metrics | None = None


def has_rules(training: TrainingSettings) -> bool:
    """Whether training may rest before its last epoch."""
    goals = (training.until_loss, training.until_accuracy)
    return bool(training.patience) or goals != (None, None)


class StopRules:
    """Watches a training from `start` on, with rests in between, until a rule stops it.

    A goal that is reached already is none. Patience counts epochs since the validation loss was
    lowest; the weights stay those of the last epoch.
    """

    def __init__(self, training: TrainingSettings, start: Metrics) -> None:
        self._until_loss = training.until_loss
        self._until_accuracy = training.until_accuracy
        self._patience = training.patience
        self._bests = [start]  # each lower than those before
        self._forget_reached(start)

    def go_on_from(self, metrics: Metrics) -> bool:
        """Watch on after a rest, as if there had been none; what came later is forgotten.

        Returns False, and nothing is done, where this is before the start.
        """
        if metrics.step < self._bests[0].step:
            return False
        self._bests = [best for best in self._bests if best.step <= metrics.step]
        self._forget_reached(metrics)
        return True

    def _forget_reached(self, metrics: Metrics) -> None:
        if self._loss_reached(metrics):
            self._until_loss = None
        if self._accuracy_reached(metrics):
            self._until_accuracy = None

    def verdict(self, metrics: Metrics) -> Stop | None:
        """Whether training rests at these metrics, and why."""
        if self._loss_reached(metrics):
            return Stop(
                f"Stopped at epoch {metrics.epoch:,}: the training loss {metrics.train_loss:.4g} "
                f"reached the goal of {self._until_loss:g}."
            )
        if self._accuracy_reached(metrics):
            return Stop(
                f"Stopped at epoch {metrics.epoch:,}: the training score {metrics.train_score:.4g} "
                f"reached the goal of {self._until_accuracy:g}."
            )
        return self._lost_patience(metrics) if self._patience else None

    def _loss_reached(self, metrics: Metrics) -> bool:
        return self._until_loss is not None and metrics.train_loss <= self._until_loss

    def _accuracy_reached(self, metrics: Metrics) -> bool:
        return self._until_accuracy is not None and metrics.train_score >= self._until_accuracy

    def _lost_patience(self, metrics: Metrics) -> Stop | None:
        best = self._bests[-1]
        lowest, now = best.validation_loss, metrics.validation_loss
        if lowest is None or now is None:
            return None
        if now < lowest:
            self._bests.append(metrics)
            return None
        waited = metrics.epoch - best.epoch
        if waited < self._patience:
            return None
        return Stop(
            f"Stopped early at epoch {metrics.epoch:,}: the validation loss has not improved for "
            f"{waited} epochs; it was lowest, {lowest:.4g}, at epoch {best.epoch:,}.",
            best,
        )
