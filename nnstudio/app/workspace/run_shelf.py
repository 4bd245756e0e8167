"""The runs that ended, for the curves of the present one to be compared with."""

from PySide6.QtCore import QObject, Signal

from nnstudio.experiment.document import Experiment
from nnstudio.experiment.training import past_runs
from nnstudio.experiment.training.history import Curves
from nnstudio.experiment.training.past_runs import Runs


class RunShelf(QObject):
    """`runs`, oldest first."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.runs: Runs = ()
        self._ended = 0

    def keep(self, experiment: Experiment, curves: Curves) -> None:
        """A run of `experiment` has ended."""
        self._ended += 1
        self._set(past_runs.keep(self.runs, self._ended, experiment, curves))

    def rename(self, number: int, name: str) -> None:
        """Call a run `name`."""
        self._set(past_runs.rename(self.runs, number, name))

    def show(self, number: int, is_shown: bool) -> None:
        """Show a run in the curves, or hide it."""
        self._set(past_runs.show(self.runs, number, is_shown))

    def remove(self, number: int) -> None:
        """Forget a run."""
        self._set(past_runs.remove(self.runs, number))

    def clear(self) -> None:
        """Forget all runs."""
        self._ended = 0
        self._set(())

    def _set(self, runs: Runs) -> None:
        self.runs = runs
        self.changed.emit()
