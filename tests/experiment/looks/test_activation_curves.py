"""The curves of activations against their formulas, and the identity of sigmoid and tanh."""

import numpy as np
import pytest

from nnstudio.core.spec import ACTIVATIONS, Activation
from nnstudio.experiment.looks.activation_curves import curve, morph, morphed

Z = np.linspace(-6.0, 6.0, 241)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_that_a_derivative_is_the_slope_of_its_curve(activation: Activation) -> None:
    z = Z[np.abs(Z) > 1e-3]
    _, slope = curve(activation, z, slope=0.2)
    step = 1e-6
    rise = curve(activation, z + step, slope=0.2)[0] - curve(activation, z - step, slope=0.2)[0]
    np.testing.assert_allclose(slope, rise / (2 * step), atol=1e-6)


def test_that_curves_are_their_formulas() -> None:
    np.testing.assert_allclose(curve("sigmoid", Z)[0], 1 / (1 + np.exp(-Z)))
    np.testing.assert_allclose(curve("prelu", Z, slope=0.3)[0], np.where(Z > 0, Z, 0.3 * Z))
    np.testing.assert_array_equal(curve("maxout", Z)[0], np.maximum(Z, 0))


def test_that_the_morph_goes_from_sigmoid_to_tanh() -> None:
    np.testing.assert_array_equal(morph(0.0, Z), curve("sigmoid", Z)[0])
    assert np.abs(morph(1.0, Z) - np.tanh(Z)).max() < 1e-14
    assert morphed(0.5) == (1.5, 1.5, -0.5)
