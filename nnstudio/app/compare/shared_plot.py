"""Loss curves whose axes are the same in every column, so that heights can be compared."""

from collections.abc import Sequence

import numpy as np
from typing_extensions import override

from nnstudio.app.widgets.line_plot import LinePlot
from nnstudio.app.widgets.plot import Range
from nnstudio.app.widgets.ticks import grown
from nnstudio.experiment.comparing.comparison import Lane
from nnstudio.experiment.training.history import Curves


class SharedPlot(LinePlot):
    """One network's losses, those of the others faint behind, up to a common `top`."""

    top = 1.0

    def show_curves(self, own: Curves, others: Sequence[tuple[Curves, str]], top: float) -> None:
        """Show `own` losses, and the training losses of others, each in a color."""
        self.top = top
        self.set_others([(curves.epochs, curves.train_loss, color) for curves, color in others])
        self.set_curves(own.epochs, own.train_loss, own.test_loss)
        self._update_axes()

    @override
    def _linear_range(self) -> Range:
        return 0.0, self.top


def common_top(lanes: Sequence[Lane], before: float) -> float:
    """Where the loss axis of all ends; those that blew up do not count, unless all did."""
    calm = [lane for lane in lanes if not lane.diverged] or lanes
    values = [np.concatenate((lane.curves.train_loss, lane.curves.test_loss)) for lane in calm]
    every = np.concatenate(values)
    return grown(before, float(every[np.isfinite(every)].max(initial=0.0)))
