"""Initial weights. Each draw has mean 0 and, times the layer's `scale`, the spread of its name:

he       normal, sd sqrt(2 / inputs)               (He et al. 2015)
glorot   normal, sd sqrt(2 / (inputs + units))     (Glorot and Bengio 2010)
lecun    normal, sd sqrt(1 / inputs)               (LeCun et al. 1998)
normal   normal, sd 1
uniform  uniform on [-1, 1]
zeros    all 0
"""

import math

import numpy as np

from nnstudio.core.parameters import Parameters
from nnstudio.core.spec import Initializer, LayerSpec, NetworkSpec


def initialize(parameters: Parameters, spec: NetworkSpec, rng: np.random.Generator) -> None:
    """Draw all weights and biases anew, layer by layer; slopes start at the layer's `slope`."""
    views = zip(spec.sizes, spec.layers, parameters.matrices, parameters.slopes, strict=False)
    for inputs, layer, matrix, slopes in views:
        matrix[:, :-1] = layer.scale * _draw(layer, inputs, rng)
        biases = rng.standard_normal(layer.rows) if layer.bias_scale else 0.0
        matrix[:, -1] = layer.bias_scale * biases
        if slopes is not None:
            slopes.fill(layer.slope)


def _draw(layer: LayerSpec, inputs: int, rng: np.random.Generator) -> np.ndarray:
    shape = (layer.rows, inputs)
    if layer.initializer == "uniform":
        return rng.uniform(-1.0, 1.0, shape)
    return rng.standard_normal(shape) * spread(layer.initializer, inputs, layer.units)


def spread(initializer: Initializer, inputs: int, units: int) -> float:
    """Standard deviation of an initial weight before `scale`."""
    return {
        "he": math.sqrt(2.0 / inputs),
        "glorot": math.sqrt(2.0 / (inputs + units)),
        "lecun": math.sqrt(1.0 / inputs),
        "normal": 1.0,
        "uniform": math.sqrt(1.0 / 3.0),
        "zeros": 0.0,
    }[initializer]
