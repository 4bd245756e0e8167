"""Getting units trained by any executor, and what came of each as soon as it is known."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial

from nnstudio.experiment.sweeps.pool import TRIES
from nnstudio.experiment.sweeps.units import Fields, Unit, train_unit


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a unit: the fields of each of its points, or none and a reason."""

    unit: Unit
    fields: tuple[Fields, ...]
    failure: str | None = None


def train_units(units: Sequence[Unit], executor: Executor | None) -> Iterator[Outcome]:
    """The outcomes as they come; without an executor units are trained here, one by one."""
    if executor is None:
        yield from (_outcome(unit, partial(train_unit, unit)) for unit in units)
        return
    futures = {executor.submit(train_unit, unit): unit for unit in units}
    try:
        yield from (_outcome(futures[future], future.result) for future in as_completed(futures))
    finally:
        for future in futures:
            future.cancel()


def _outcome(unit: Unit, result: Callable[[], tuple[Fields, ...]]) -> Outcome:
    try:
        return Outcome(unit, result())
    except BrokenProcessPool:
        reason = f"the process that trained them died {TRIES} times"
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
    return Outcome(unit, ({},) * len(unit.points), reason)
