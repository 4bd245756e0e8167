"""Whether training stays fast: a network that has converged against the same at its beginning."""

import numpy as np

from tests.benchmarks import timing
from tests.benchmarks.ours import Ours
from tests.benchmarks.report import Line
from tests.benchmarks.workloads import CIRCLE

_CONVERGED = 50_000
_EPOCHS = 2_000 // CIRCLE.steps_per_epoch


class AtTheStart(Ours):
    """Its first 2,000 steps, again and again."""

    def run(self, count: int) -> None:
        """So many times 2,000 steps."""
        for _ in range(count):
            self.trainer.reset()
            super().run(_EPOCHS)


class Converged(Ours):
    """2,000 steps more, after 50,000."""

    def __init__(self) -> None:
        super().__init__(CIRCLE)
        self.trainer.advance(_CONVERGED)

    def prepare(self) -> None:
        """Go on from where it is."""

    def run(self, count: int) -> None:
        """So many times 2,000 steps."""
        super().run(count * _EPOCHS)


def measure(quick: bool) -> list[Line]:
    """One line."""
    converged = Converged()
    contenders = {"start": AtTheStart(CIRCLE), "converged": converged}
    rates = timing.rates(contenders, *((3, 0.1) if quick else (9, 0.2)))
    rows, labels = CIRCLE.data
    loss = converged.trainer.evaluate(rows, labels).loss
    tiny = np.abs(converged.trainer.network.parameters) < np.finfo(np.float32).tiny
    note = f"{CIRCLE.name}, Adam; training loss {loss:.1g}, {tiny.sum()} denormal or zero weights"
    what = "speed of a converged network after 50,000 steps, of its first 2,000"
    return [Line(what, timing.ratio(rates["converged"], rates["start"]), "", 0.87, 0.97, note)]
