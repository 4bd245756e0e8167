"""What a training session can be told, and which of several commands waiting still matter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import UnionType

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
    """Rest, at a moment that is recorded: the nearest to `step`, or `exactly` that if it can be.

    One that is to come `soon` may be another where training there once more would take long.
    """

    step: int
    exactly: bool = False
    soon: bool = False


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

    That is a moment to show right before another one, and Loads that a newer one overtakes. One
    that starts afresh overtakes all, with everything said before it but what lasts. One that keeps
    overtakes the Load before it where nothing was said to that one's run alone: settings, which the
    newer experiment has as well, trained weights and what lasts. It keeps weights, or is quiet,
    only if the overtaken ones do too. What is left that was said after a Load stays after it.
    """
    matter: list[Command] = []
    for command in waiting:
        if isinstance(command, Load):
            matter = _with_load(matter, command)
        elif isinstance(command, ShowMoment) and matter and isinstance(matter[-1], ShowMoment):
            matter[-1] = command
        else:
            matter.append(command)
    return matter


def _with_load(matter: list[Command], load: Load) -> list[Command]:
    """`matter` and then `load`, without what that overtakes."""
    loads = {place: old for place, old in enumerate(matter) if isinstance(old, Load)}
    if not load.keep:
        first = min(loads, default=len(matter))
        load = replace(load, quiet=load.quiet and all(old.quiet for old in loads.values()))
        return [*_only(_LASTING, matter[:first]), load, *_only(_LASTING, matter[first:])]
    last = max(loads, default=len(matter))
    since = matter[last + 1 :]
    if not all(isinstance(command, _LASTING | PutWeights | Configure) for command in since):
        return [*matter, load]
    if last in loads:
        load = replace(load, keep=loads[last].keep, quiet=load.quiet and loads[last].quiet)
    return [*matter[:last], load, *_only(_LASTING | PutWeights, since)]


def _only(kinds: UnionType, matter: Sequence[Command]) -> list[Command]:
    return [command for command in matter if isinstance(command, kinds)]
