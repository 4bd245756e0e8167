"""What a training session can be told, and which of several commands waiting still matter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress, zip_longest
from pathlib import Path

from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing.lineage import Lineage
from nnstudio.experiment.looks.snapshot import ProbeRequest
from nnstudio.experiment.training.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True)
class Load:
    """Prepare `experiment` and replace the run by it; paths are relative to `folder`.

    With `keep`, what does not change keeps its weights; `lineage` tells what that is. A `quiet` one
    leaves the phase as it is where it can.
    """

    run_id: int
    experiment: Experiment
    folder: Path | None
    keep: bool = False
    quiet: bool = False
    lineage: Lineage | None = None


@dataclass(frozen=True, slots=True)
class Configure:
    """Go on with other training settings."""

    experiment: Experiment


@dataclass(frozen=True, slots=True)
class Run:
    """Train to the next multiple of the epochs set."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop training after the current step."""


@dataclass(frozen=True, slots=True)
class Step:
    """Do one optimizer step, then rest."""


@dataclass(frozen=True, slots=True)
class StepEpoch:
    """Train to the end of the current epoch, then rest."""


@dataclass(frozen=True, slots=True)
class Reset:
    """Back to the initial weights and epoch 0."""


@dataclass(frozen=True, slots=True)
class ShowMoment:
    """Rest, at a moment that is recorded: the nearest to `step`, or `exactly` that if it can be."""

    step: int
    exactly: bool = False


@dataclass(frozen=True, slots=True)
class ShowNeighbor:
    """Rest, so many recorded moments later, or earlier."""

    places: int


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """Take so many steps a second from now on; None is as fast as it goes."""

    steps_per_second: float | None


@dataclass(frozen=True, slots=True)
class PutWeights:
    """Go on from trained weights."""

    weights: Checkpoint


@dataclass(frozen=True, slots=True)
class SetParameter:
    """Give one number of a layer another value: of its matrix, or with `column` None a slope."""

    layer: int
    row: int
    column: int | None
    value: float


@dataclass(frozen=True, slots=True)
class Request:
    """Show this in snapshots from now on."""

    request: ProbeRequest


@dataclass(frozen=True, slots=True)
class Close:
    """End the thread."""


Command = (
    Load
    | Configure
    | Run
    | Pause
    | Step
    | StepEpoch
    | Reset
    | ShowMoment
    | ShowNeighbor
    | SetSpeed
    | PutWeights
    | SetParameter
    | Request
    | Close
)


_LASTING = Run | Pause | Reset | SetSpeed | Request | Close  # what outlives the run it was said to


def still_matter(waiting: Sequence[Command]) -> list[Command]:
    """`waiting` without what newer commands make pointless.

    That is a moment to show right before another one, and what a newer Load undoes: earlier Loads
    and what only they meet. What was said between the first and the last Load comes after the last,
    which keeps weights, or is quiet, only if all are. Trained weights wait for the Loads that keep.
    """
    waiting = [
        command
        for command, following in zip_longest(waiting, waiting[1:])
        if not (isinstance(command, ShowMoment) and isinstance(following, ShowMoment))
    ]
    loads = {place: command for place, command in enumerate(waiting) if isinstance(command, Load)}
    if not loads:
        return waiting
    first, last = min(loads), max(loads)
    final = replace(
        loads[last],
        keep=all(load.keep for load in loads.values()),
        quiet=all(load.quiet for load in loads.values()),
    )
    fresh = max((place for place, load in loads.items() if not load.keep), default=-1)
    lasting = [
        isinstance(command, _LASTING) or (isinstance(command, PutWeights) and place > fresh)
        for place, command in enumerate(waiting)
    ]
    before = list(compress(waiting[:first], lasting))
    between = list(compress(waiting[first:last], lasting[first:]))
    return [*before, final, *between, *waiting[last + 1 :]]
