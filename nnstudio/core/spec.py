"""What a network and its training are, described without arrays: frozen and cheap to compare.

A specification is resolved: every size is a number. The user's document, where sizes may be
"auto", lives in `nnstudio.experiment.document`.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Activation = Literal["linear", "sigmoid", "tanh", "relu", "leaky_relu", "prelu", "maxout"]
Initializer = Literal["he", "glorot", "lecun", "normal", "uniform", "zeros"]
Loss = Literal["cross_entropy", "hinge", "mse"]
Optimizer = Literal["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"]
Schedule = Literal["constant", "step", "exponential", "cosine"]

ACTIVATIONS: tuple[Activation, ...] = get_args(Activation)
INITIALIZERS: tuple[Initializer, ...] = get_args(Initializer)
LOSSES: tuple[Loss, ...] = get_args(Loss)
OPTIMIZERS: tuple[Optimizer, ...] = get_args(Optimizer)
SCHEDULES: tuple[Schedule, ...] = get_args(Schedule)


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """One fully connected layer: `units` neurons, each seeing every output of the layer before.

    `slope` is the slope below zero of `leaky_relu`, and the one `prelu` starts from; `pieces` is
    the number of linear pieces of `maxout`; `dropout` is the share of outputs dropped in training.
    `scale` multiplies the initial weights; biases start from N(0, bias_scale^2).

    Training leaves alone what is frozen: the whole layer, all that comes into a unit, or single
    weights (unit, input), where input number `inputs` is the bias. Units in `off` always put out 0.
    """

    units: int
    activation: Activation = "linear"
    initializer: Initializer = "glorot"
    scale: float = 1.0
    bias_scale: float = 0.0
    slope: float = 0.01
    pieces: int = 2
    dropout: float = 0.0
    frozen: bool = False
    frozen_units: tuple[int, ...] = ()
    frozen_weights: tuple[tuple[int, int], ...] = ()
    off: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        _require_known(self.activation, ACTIVATIONS, "activation")
        _require_known(self.initializer, INITIALIZERS, "initializer")
        if self.units < 1 or self.pieces < 1 or not 0 <= self.dropout < 1:
            raise ValueError(f"a layer cannot have these sizes: {self}")

    @property
    def rows(self) -> int:
        """Rows of the weight matrix: one a unit, `pieces` a unit for maxout."""
        return self.units * (self.pieces if self.activation == "maxout" else 1)


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """A layered network: `inputs` numbers in, then `layers`; the last layer is the output."""

    inputs: int
    layers: tuple[LayerSpec, ...]

    @property
    def outputs(self) -> int:
        """Number of output units."""
        return self.layers[-1].units

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units per layer, the inputs first: (2, 6, 5, 2)."""
        return (self.inputs, *(layer.units for layer in self.layers))


@dataclass(frozen=True, slots=True)
class TrainingSpec:
    """How a network is trained.

    The penalty is l2/2 * sum(w^2) + l1 * sum|w| over weights, not biases; `input_noise`
    is the standard deviation of the Gaussian noise added to each input in training. How the
    learning rate changes from epoch to epoch, `nnstudio.core.schedules` says.
    """

    loss: Loss = "cross_entropy"
    optimizer: Optimizer = "adam"
    learning_rate: float = 0.01
    batch_size: int = 32
    l2: float = 0.0
    l1: float = 0.0
    input_noise: float = 0.0
    schedule: Schedule = "constant"
    schedule_epochs: int = 100
    schedule_factor: float = 0.5

    def __post_init__(self) -> None:
        _require_known(self.loss, LOSSES, "loss")
        _require_known(self.optimizer, OPTIMIZERS, "optimizer")
        _require_known(self.schedule, SCHEDULES, "schedule")
        if self.batch_size < 1:
            raise ValueError(f"a batch cannot have {self.batch_size} examples")
        if self.schedule_epochs < 1:
            raise ValueError(f"a schedule cannot take {self.schedule_epochs} epochs")


def _require_known(name: str, names: tuple[str, ...], kind: str) -> None:
    if name not in names:
        raise ValueError(f"{name!r} is no {kind}; it may be {', '.join(names)}")
