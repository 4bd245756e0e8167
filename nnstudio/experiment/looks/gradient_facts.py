"""What the gradients of each layer come to: their size, and how many units are pushed one way."""

from collections.abc import Sequence

import numpy as np

from nnstudio.core.arrays import Floats
from nnstudio.core.spec import LayerSpec
from nnstudio.experiment.looks.distributions import by_unit
from nnstudio.experiment.looks.insights import GradientFacts


def gradient_facts(
    layers: Sequence[LayerSpec], probe: Sequence[Floats], batch: Sequence[Floats], examples: int
) -> tuple[GradientFacts, ...]:
    """Facts from the gradients of the matrices on the probe, and on a batch of `examples`."""
    return tuple(
        _facts(layer, on_probe, on_batch, examples)
        for layer, on_probe, on_batch in zip(layers, probe, batch, strict=True)
    )


def _facts(layer: LayerSpec, probe: Floats, batch: Floats, examples: int) -> GradientFacts:
    size = float(np.sqrt(np.mean(np.square(probe[:, :-1], dtype=np.float64))))
    if batch.shape[1] <= 2:  # a single input, always of one sign
        return GradientFacts(size, 0, 0, examples)
    pushes = by_unit(layer, batch)
    up, down = (pushes > 0).any(axis=0), (pushes < 0).any(axis=0)
    return GradientFacts(size, int(np.sum(up ^ down)), int(np.sum(up | down)), examples)
