"""What a lesson is: text in steps, an experiment, and the check of its claim. Frozen values."""

from dataclasses import dataclass
from pathlib import Path

from nnstudio.experiment.document import Experiment
from nnstudio.experiment.lessons.expression import Expression


@dataclass(frozen=True, slots=True)
class Question:
    """What the class is asked before it sees; `answer` is the index of the right choice."""

    question: str
    choices: tuple[str, ...]
    answer: int
    because: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the walk: `text` is Markdown with mathematics between dollar signs.

    `experiment` is opened when the step begins; None goes on with what is there. `compare` are
    experiments to show side by side. `point_at` names controls by object name. `done` is the state
    that shows that the point has been made; None for a step that is only read.
    """

    title: str
    text: str
    experiment: Experiment | None = None
    compare: tuple[Experiment, ...] = ()
    point_at: tuple[str, ...] = ()
    predict: Question | None = None
    done: Expression | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """Training that goes on for `epochs` more under the settings of `experiment`."""

    experiment: Experiment
    epochs: int


@dataclass(frozen=True, slots=True)
class Trained:
    """A named run of the check: an experiment trained for `epochs`, then through more phases."""

    experiment: Experiment
    epochs: int
    phases: tuple[Phase, ...] = ()


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """A named run of the check that is a computation of its own, with its settings."""

    demonstration: str
    settings: tuple[tuple[str, object], ...] = ()


Run = Trained | Demonstrated


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that must hold over the block of runs, in words and as an expression."""

    says: str
    holds: Expression


@dataclass(frozen=True, slots=True)
class Check:
    """How the claim is verified: every run with each of `seeds` seeds from the first one on.

    The seeds share out `data_sets` sets of data. `control` has the same names with other settings:
    with those the claim must not hold, for the reason that `control_says` gives.
    """

    seeds: int
    data_sets: int
    runs: tuple[tuple[str, Run], ...]
    criteria: tuple[Criterion, ...]
    control: tuple[tuple[str, Run], ...]
    control_says: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """One claim: `introduction` is Markdown; `folder` is where paths of the experiment start."""

    name: str
    title: str
    claim: str
    introduction: str
    steps: tuple[Step, ...]
    experiment: Experiment
    check: Check
    folder: Path | None
