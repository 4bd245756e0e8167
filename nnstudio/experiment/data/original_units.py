"""Weights of the first layer in the units of the data: preprocessing folded into them.

Every preprocessing step is affine, so the pipeline is x = A f + c of the features f, and a unit's
sum w.x + b is (A^T w).f + (b + w.c): as if there were no preprocessing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.data.dataset import Floats
from nnstudio.experiment.data.prepare import Prepared


@dataclass(frozen=True, slots=True, eq=False)
class OriginalUnits:
    """`slopes` (inputs, features) is A, `offset` (inputs,) is c; `names` are the features'."""

    slopes: Floats
    offset: Floats
    names: tuple[str, ...]

    def fold(self, matrix: NDArray[np.floating]) -> Floats:
        """A first layer's matrix (rows, inputs + 1), biases last, as one over the features."""
        weights, biases = matrix[:, :-1].astype(np.float64), matrix[:, -1].astype(np.float64)
        folded = biases + weights @ self.offset
        return np.column_stack((weights @ self.slopes, folded))


def original_units(prepared: Prepared) -> OriginalUnits:
    """The way from features, as they come into the pipeline, to inputs."""
    chosen = prepared.experiment.network.inputs
    names = chosen if isinstance(chosen, tuple) else prepared.dataset.feature_names
    at_zero = prepared.pipeline.transform(np.zeros((1, len(names))))
    slopes = prepared.pipeline.transform(np.eye(len(names))) - at_zero
    return OriginalUnits(slopes.T, at_zero[0], names)
