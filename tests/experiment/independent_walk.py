"""One example through a network and back by another engine (autograd), number by number."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
from numpy.typing import NDArray

from nnstudio.core.network import Network
from nnstudio.core.spec import ACTIVATIONS, LayerSpec, Loss
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.document import (
    DataSettings,
    Experiment,
    LayerSettings,
    NetworkSettings,
    StandardizeStep,
    TrainingSettings,
)
from nnstudio.experiment.looks.snapshot import Metrics, Snapshot

Floats = NDArray[np.floating]
HEADS: tuple[tuple[str, int | str, Loss], ...] = (
    ("spiral", 1, "cross_entropy"),
    ("iris", "auto", "cross_entropy"),
    ("spiral", 1, "hinge"),
    ("iris", "auto", "hinge"),
    ("plane", "auto", "mse"),
    ("iris", "auto", "mse"),
)
METRICS = Metrics(0, 0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """What another engine finds: `z` and `h` of every layer, the loss, and its gradients.

    `layers` are the gradients at the matrices (rows, inputs + 1), `slopes` those at PReLU's slopes,
    `outputs` dL/dh of every layer.
    """

    z: list[Floats]
    h: list[Floats]
    loss: float
    layers: list[Floats]
    slopes: list[Floats]
    outputs: list[Floats]


def random_experiments() -> Iterator[Experiment]:
    """50: every activation under every loss, and networks of mixed activations and penalties."""
    rng = np.random.default_rng(8)
    for seed, (activation, head) in enumerate(product(ACTIVATIONS, HEADS)):
        yield _experiment(seed, rng, [activation] * int(rng.integers(1, 4)), head)
    for seed in range(8):
        mixed = [str(name) for name in rng.choice(ACTIVATIONS, 4)]
        yield _experiment(seed, rng, mixed, HEADS[seed % len(HEADS)], l2=0.1, l1=0.03)


def _experiment(
    seed: int,
    rng: np.random.Generator,
    activations: list[str],
    head: tuple[str, int | str, Loss],
    **penalty: float,
) -> Experiment:
    source, outputs, loss = head
    fields = {"bias_scale": 0.5, "slope": 0.2, "scale": 1.5}
    hidden = [
        LayerSettings.model_validate(
            {"units": int(rng.integers(1, 7)), "activation": name, "pieces": 3, **fields}
        )
        for name in activations
    ]
    last = LayerSettings.model_validate({"units": outputs, **fields})
    training = {"loss": loss, "learning_rate": 0.3, "optimizer": "sgd", **penalty}
    return Experiment(
        seed=seed,
        data=DataSettings.model_validate({"source": source, "samples": 40}),
        preprocessing=(StandardizeStep(),),
        network=NetworkSettings(layers=(*hidden, last)),
        training=TrainingSettings.model_validate(training),
    )


def random_snapshot(prepared: Prepared, seed: int = 5) -> Snapshot:
    """Initial weights of a seed, as the snapshot of a run."""
    network = Network(prepared.network)
    network.initialize(np.random.default_rng(seed))
    return Snapshot(0, 0, METRICS, network.matrices, network.slopes, 0.0)


def reference(prepared: Prepared, snapshot: Snapshot, index: int) -> Reference:
    """Follow example `index` with autograd."""
    row = prepared.encode(prepared.dataset.examples(slice(index, index + 1)))[0]
    target = prepared.dataset.targets[index]
    specs = prepared.network.layers
    matrices = [np.asarray(matrix, np.float64) for matrix in snapshot.matrices]
    slopes = [_slopes(*both) for both in zip(specs, snapshot.slopes, strict=True)]
    nudges = [np.zeros(spec.units) for spec in specs]

    def run(matrices: Any, slopes: Any, nudges: Any) -> tuple[Any, list[Any], list[Any]]:
        h, all_z, all_h = row, [], []
        for spec, matrix, slope, nudge in zip(specs, matrices, slopes, nudges, strict=True):
            z = anp.dot(matrix[:, :-1], h) + matrix[:, -1]
            h = _activate(spec, z, slope) + nudge
            all_z.append(z)
            all_h.append(h)
        return _loss(prepared.training.loss, h, target), all_z, all_h

    loss, z, h = run(matrices, slopes, nudges)
    gradients = autograd.grad(lambda *args: run(*args)[0], (0, 1, 2))(matrices, slopes, nudges)
    return Reference(z, h, float(loss), *gradients)


def moved(snapshot: Snapshot, layer: int, at: tuple[int, ...], by: float) -> Snapshot:
    """The snapshot with one number of a matrix moved, in double precision."""
    matrices = [np.array(matrix, np.float64) for matrix in snapshot.matrices]
    matrices[layer][at] += by
    return replace(snapshot, matrices=tuple(matrices))


def _slopes(spec: LayerSpec, learned: Floats | None) -> Floats:
    if learned is not None:
        return np.asarray(learned, np.float64)
    return np.full(spec.units, spec.slope)


def _activate(spec: LayerSpec, z: Any, slopes: Any) -> Any:
    match spec.activation:
        case "sigmoid":
            return 1 / (1 + anp.exp(-z))
        case "tanh":
            return anp.tanh(z)
        case "relu":
            return anp.where(z > 0, z, 0.0)
        case "leaky_relu" | "prelu":
            return anp.where(z > 0, z, slopes * z)
        case "maxout":
            return anp.max(anp.reshape(z, (spec.pieces, spec.units)), axis=0)
    return z


def _loss(loss: Loss, s: Any, target: Any) -> Any:
    if loss == "mse":
        wanted = target if np.ndim(target) else np.eye(len(s))[target]
        return anp.mean((s - wanted) ** 2)
    if len(s) == 1:
        sign = 2 * target - 1
        if loss == "hinge":
            return anp.maximum(0, 1 - sign * s[0])
        return anp.log(1 + anp.exp(-sign * s[0]))
    if loss == "hinge":
        margins = [anp.maximum(0, s[j] - s[target] + 1) for j in range(len(s)) if j != target]
        return sum(margins)
    return anp.log(anp.sum(anp.exp(s))) - s[target]
