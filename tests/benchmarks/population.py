"""Thirty networks that differ in their seed: as a population against one after another."""

import numpy as np

from tests.benchmarks import timing
from tests.benchmarks.ours import Singles, Together
from tests.benchmarks.report import Line
from tests.benchmarks.verify import TOLERANCE, DifferentWork
from tests.benchmarks.workloads import CIRCLE, SPIRAL, Workload

MEMBERS = 30
_STEPS = 20


def measure(quick: bool) -> list[Line]:
    """A line for each of the two small networks."""
    limits = ((SPIRAL, 8.0, 12.0), (CIRCLE, 5.0, 7.0))
    return [_line(*limit, quick) for limit in limits]


def _line(workload: Workload, at_least: float, stretch: float, quick: bool) -> Line:
    singles, together = Singles(workload, MEMBERS), Together(workload, MEMBERS)
    _check(singles, together)
    contenders: dict[str, timing.Contender] = {"singles": singles, "together": together}
    rates = timing.rates(contenders, *((3, 0.1) if quick else (9, 0.4)))
    steps = {
        name: np.median(rate) * workload.steps_per_epoch * MEMBERS for name, rate in rates.items()
    }
    return Line(
        f"{MEMBERS} seeds as a population against single runs, steps/s in all: {workload.name}",
        timing.ratio(rates["together"], rates["singles"]),
        "x",
        at_least,
        stretch,
        f"{steps['together']:,.0f} to {steps['singles']:,.0f}",
    )


def _check(singles: Singles, together: Together) -> None:
    """Raise DifferentWork where members do not become what single runs become."""
    together.population.advance(_STEPS)
    for trainer, parameters in zip(singles.trainers, together.population.parameters, strict=True):
        trainer.advance(_STEPS)
        difference = float(np.abs(trainer.network.parameters - parameters).max())
        if difference > TOLERANCE:
            raise DifferentWork(f"a member's weights differ by {difference:.2g}")
