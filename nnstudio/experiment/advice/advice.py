"""Advice: what went wrong in a training and what would help, with the edit that does it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from nnstudio.experiment.document import Experiment
from nnstudio.experiment.looks.insights import GradientFacts
from nnstudio.experiment.looks.snapshot import Floats, LayerActivity

Kind = Literal[
    "diverged", "overshooting", "saturated", "vanishing", "plateau", "dead", "unscaled", "rested"
]


@dataclass(frozen=True, slots=True)
class Advice:
    """What happened and why; `action` says what `edit` and going back to `step` would do.

    What `restarts` begins anew, from the initial weights. Without an action there is nothing to
    press.
    """

    kind: Kind
    sentence: str
    action: str = ""
    edit: Callable[[Experiment], Experiment] | None = None
    step: int | None = None
    restarts: bool = False


@dataclass(frozen=True, slots=True)
class Looks:
    """What the window saw of a run: its layers, if it looked, and the `oldest` recorded step.

    Since the step `changed` the settings are what they are. `matrices` are the present weights.
    """

    activity: Sequence[LayerActivity] = ()
    facts: Sequence[GradientFacts] = ()
    oldest: int = 0
    changed: int = 0
    matrices: Sequence[Floats] = ()


NO_LOOKS = Looks()
