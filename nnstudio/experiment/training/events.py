"""What a training session reports: small frozen values, in order, none of them lost.

Every event carries the id of the run it belongs to. A `Load` that a newer one overtook before it
was prepared is not answered.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnstudio.experiment.errors import Problem
from nnstudio.experiment.looks.snapshot import Metrics, Phase
from nnstudio.experiment.training.stopping import Stop

if TYPE_CHECKING:
    from nnstudio.experiment.data.prepare import Prepared


@dataclass(frozen=True, slots=True)
class Loaded:
    """The run `run_id` is ready; nothing of an earlier one is shown any more.

    `kept` says that it goes on from the earlier run, with the weights of what did not change.
    """

    run_id: int
    prepared: "Prepared"
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """The experiment cannot be run; there is no run now."""

    run_id: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class PhaseChanged:
    """The session is in another phase."""

    run_id: int
    phase: Phase


@dataclass(frozen=True, slots=True)
class MetricsAdded:
    """One more point of the curves. Epoch 0 again means that the run was reset."""

    run_id: int
    metrics: Metrics


@dataclass(frozen=True, slots=True)
class Rested:
    """Training rests before its last epoch, and why."""

    run_id: int
    stop: Stop


@dataclass(frozen=True, slots=True)
class Stopped:
    """Training diverged; `explanation` says so in the words of a lecture."""

    run_id: int
    explanation: str


@dataclass(frozen=True, slots=True)
class Failed:
    """An error of the program itself, told with its traceback; the session is at rest."""

    run_id: int
    traceback: str


Event = Loaded | Rejected | PhaseChanged | MetricsAdded | Rested | Stopped | Failed
