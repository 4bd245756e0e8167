"""What a training session shows of one moment: immutable values, looked at and dropped."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.spec import TrainingSpec
from nnstudio.experiment.looks.insights import (
    GradientFacts,
    LayerInside,
    LossSurface,
    Pair,
    UnitSums,
    WeightPath,
)

if TYPE_CHECKING:
    from nnstudio.core.optimizers import Memory

Floats = NDArray[np.floating]

Phase = Literal["loading", "ready", "running", "paused", "finished", "diverged", "invalid"]


@dataclass(frozen=True, slots=True)
class Metrics:
    """How well the network does at one moment; `score` is accuracy or, in regression, R^2.

    Losses are data losses, a mean over examples; the penalty is reported apart. Without a
    validation split its loss and score are None.
    """

    epoch: int
    step: int
    train_loss: float
    test_loss: float
    penalty: float
    train_score: float
    test_score: float
    validation_loss: float | None = None
    validation_score: float | None = None


@dataclass(frozen=True, slots=True)
class Plane:
    """The plane through the input space that the regions show.

    "features" spans the features `first` and `second`, "components" the first two principal axes
    of the training split; everything else stays at its training mean. Of data in the plane it shows
    `extent` (left, right, bottom, top), or where that is None what holds the data. Where `seen`,
    the features are those that the network sees, after preprocessing.
    """

    kind: Literal["features", "components"] = "features"
    first: int = 0
    second: int = 1
    extent: tuple[float, float, float, float] | None = None
    seen: bool = False


@dataclass(frozen=True, slots=True)
class ProbeRequest:
    """What the visible panels want to see in each snapshot; a resolution of 0 asks for nothing.

    The resolution of `unit_histograms` is their number of bins. `verdicts` need the facts about
    gradients, `inside` every distribution; `sums` are of the unit of a layer, `pair` two weights
    whose path and loss surface is wanted, `memory` what the optimizer remembers.
    """

    regions: int = 0
    unit_maps: int = 0
    unit_histograms: int = 0
    activity: bool = False
    gradients: bool = False
    predictions: bool = False
    verdicts: bool = False
    inside: bool = False
    sums: tuple[int, int] | None = None
    pair: Pair | None = None
    memory: bool = False
    plane: Plane = Plane()


@dataclass(frozen=True, slots=True)
class Regions:
    """The network's outputs over a plane, in the plane's own units.

    `extent` is (left, right, bottom, top). `outputs` (k, n, n) holds, at the centers of n x n equal
    cells, row 0 at the bottom, the probabilities of the k classes for cross-entropy (two also for
    one output) and the scores of the k outputs otherwise. Data of one feature have a line instead
    of a plane: `outputs` is (k, 1, n), to be drawn over x from left to right, and bottom to top is
    the range of the targets. `labels` names the two axes. `points` (examples, 2) are all examples
    of the data set projected onto the plane (over a line: x and target), `predictions` what the
    network says of each: labels (examples,) or values (examples, outputs). `note` says in words
    what the plane is.
    """

    extent: tuple[float, float, float, float]
    outputs: Floats
    labels: tuple[str, str]
    points: Floats
    predictions: Floats
    note: str


@dataclass(frozen=True, slots=True)
class LayerActivity:
    """The activations of one layer over a fixed probe of the training split.

    `edges` (bins + 1) and `counts` (bins) leave out exact zeros when the activation clips there
    (ReLU): those are in `zeros`. `dead` (units) marks units whose gradient is zero on every
    training example; `saturated_fraction` is None for activations that cannot saturate.
    """

    edges: Floats
    counts: NDArray[np.int64]
    zeros: int
    mean: float
    std: float
    dead: NDArray[np.bool_]
    saturated_fraction: float | None


@dataclass(frozen=True, slots=True)
class UnitHistograms:
    """What each unit of a layer gives on a fixed probe of the training split, apart by class.

    `counts` (units, classes, bins) has a single class for regression. The bins of a unit are equal
    parts of its range in `ranges` (units, 2). `zeros` (units,) are the exact zeros of a ReLU, which
    `counts` leaves out. A layer of more than 128 units has none: all three are of no units.
    """

    counts: NDArray[np.int64]
    ranges: Floats
    zeros: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Gradients:
    """The gradient of the mean data loss, without the penalty, over `examples` training examples.

    Laid out like the `matrices` and `slopes` of the snapshot: per layer (rows, inputs + 1), the
    biases' gradients last, and for PReLU (units,). Of a frozen number it is what it would be.
    """

    matrices: tuple[Floats, ...]
    slopes: tuple[Floats | None, ...]
    examples: int


Earlier = tuple[tuple[int, tuple[LayerInside, ...]], ...]
"""Steps, and what the layers were like from inside."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment of run `run_id`. All arrays are read-only.

    `matrices` holds, per layer, the weights with the biases as last column (rows, inputs + 1);
    for maxout the rows are ordered piece by piece: row p * units + u is piece p of unit u.
    `unit_maps` holds, input layer first and output layer last, each unit's activation over the
    regions' plane (units, n, n), none (0, n, n) for a layer of more than 128 units; over a line all
    rows are alike. `unit_histograms` are in the same order. `predictions` are those of the regions.
    While training, `gradient_facts` and `surface` may be of a moment a little earlier.
    What was not asked for is empty.
    `earlier` has what `inside` was at some recorded moments when it was first asked for.
    `then` are the settings under which training went on from here, where it did.
    Training is recorded from `oldest_step` to `newest_step`: this moment, or a later one if the run
    was taken back in time.
    """

    run_id: int
    serial: int
    metrics: Metrics
    matrices: tuple[Floats, ...]
    slopes: tuple[Floats | None, ...]
    examples_per_second: float
    regions: Regions | None = None
    unit_maps: tuple[Floats, ...] = ()
    unit_histograms: tuple[UnitHistograms, ...] = ()
    activity: tuple[LayerActivity, ...] = ()
    gradients: Gradients | None = None
    predictions: Floats | None = None
    gradient_facts: tuple[GradientFacts, ...] = ()
    inside: tuple[LayerInside, ...] = ()
    sums: UnitSums | None = None
    surface: LossSurface | None = None
    path: WeightPath | None = None
    earlier: Earlier = ()
    memory: "Memory | None" = None
    then: TrainingSpec | None = None
    oldest_step: int = 0
    newest_step: int = 0

    @property
    def is_past(self) -> bool:
        """Whether training was already further than this."""
        return self.metrics.step < self.newest_step
