"""Spectrum: the axes of the covariance matrix, whatever the shape of the table."""

import numpy as np
import pytest

from nnstudio.core.preprocessing.spectrum import covariance, spectrum


@pytest.mark.parametrize("shape", [(200, 6), (7, 30)])
def test_that_the_axes_rebuild_the_covariance(shape: tuple[int, int]) -> None:
    rows = np.random.default_rng(1).standard_normal(shape) * np.arange(1, shape[1] + 1) + 50.0
    found = spectrum(rows)
    rebuilt = found.axes.T * found.variances @ found.axes
    np.testing.assert_allclose(rebuilt, covariance(rows), atol=1e-6 * found.variances[0])
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(len(found.axes)), atol=1e-6)
    assert found.flat == shape[1] - min(shape[1], shape[0] - 1 if shape[0] < shape[1] else shape[0])


def test_that_the_condition_is_the_ratio_of_the_outer_variances() -> None:
    rows = np.random.default_rng(2).standard_normal((5000, 2)) * (10.0, 0.1)
    assert spectrum(rows).condition == pytest.approx(1e4, rel=0.1)


def test_that_constant_columns_are_flat_and_all_constant_rows_have_no_axis() -> None:
    rows = np.random.default_rng(3).standard_normal((50, 3))
    rows[:, 1] = 0.1
    assert spectrum(rows).flat == 1
    nothing = spectrum(np.full((5, 2), 0.1))
    assert (nothing.flat, nothing.condition, len(nothing.axes)) == (2, 1.0, 0)
