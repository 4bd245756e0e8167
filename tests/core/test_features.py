"""Plane features: each is the function its name says, in the order asked for."""

import numpy as np

from nnstudio.core.features import plane_features

POINTS = np.array([[2.0, -3.0], [0.0, 0.5]])


def test_that_every_feature_is_the_function_its_name_says() -> None:
    names = ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"]
    first = plane_features(names, POINTS)[0]
    np.testing.assert_allclose(first, [2, -3, 4, 9, -6, np.sin(2), np.sin(-3)])


def test_that_columns_come_in_the_order_asked_for() -> None:
    assert np.array_equal(plane_features(["x2", "x1"], POINTS), POINTS[:, ::-1])
