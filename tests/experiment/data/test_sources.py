"""Sources: every generator is the formula it states, shipped data are the ones scikit-learn has."""

from math import cos, pi, sin
from typing import get_args

import numpy as np
import pytest
from sklearn import datasets

from nnstudio.experiment.data.dataset import Dataset, Floats, split
from nnstudio.experiment.data.sources import load_dataset
from nnstudio.experiment.data.sources.formula import evaluate
from nnstudio.experiment.data.sources.plane import CLASSIFICATION, MANY_CLASSES, REGRESSION
from nnstudio.experiment.document import DataSettings, Source
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.validation import parse

SHIPPED = ("iris", "wine", "breast_cancer", "digits")
OWN = ("table", "images", "mnist", "cifar10", "points")
GIVEN: tuple[Source, ...] = ("convnetjs_simple",)
DRAWN: tuple[Source, ...] = tuple(s for s in get_args(Source) if s not in (*SHIPPED, *OWN, *GIVEN))


def draw(source: Source, samples: int = 400, noise: float = 0.0, seed: int = 0) -> Dataset:
    return load_dataset(DataSettings(source=source, samples=samples, noise=noise), seed)


def test_that_spiral_is_the_published_one_point_by_point() -> None:
    data = draw("spiral", samples=200)
    for label, turn, offset in ((1, 0.0, 0), (0, pi, 100)):
        for i in range(100):
            r, t = i / 100 * 5, 1.75 * i / 100 * 2 * pi + turn
            np.testing.assert_allclose(data.rows[offset + i], (r * sin(t), r * cos(t)), atol=1e-12)
            assert data.targets[offset + i] == label


def test_that_three_spirals_are_the_case_study_point_by_point() -> None:
    data = draw("three_spirals", samples=300)
    for j in range(3):
        for k in range(100):
            r, t = k / 99, 4 * j + 4 * k / 99
            np.testing.assert_allclose(data.rows[100 * j + k], (r * sin(t), r * cos(t)), atol=1e-12)
    assert np.array_equal(data.targets, np.repeat([0, 1, 2], 100))


def test_that_circle_has_a_disc_in_a_ring() -> None:
    data = draw("circle", samples=2000)
    radius = np.hypot(*data.rows.T)
    inside = data.targets == 1
    assert inside.sum() == 1000
    assert 2.4 < radius[inside].max() <= 2.5
    assert 3.5 <= radius[~inside].min() < 3.6
    assert 4.9 < radius.max() <= 5.0
    assert radius[inside].mean() == pytest.approx(1.25, abs=0.1)  # uniform in r, not in area


def test_that_xor_keeps_away_from_the_axes_and_labels_by_sign() -> None:
    data = draw("xor", samples=2000)
    assert np.abs(data.rows).min() >= 0.3
    assert 5.2 < np.abs(data.rows).max() <= 5.3
    assert np.array_equal(data.targets == 1, data.rows[:, 0] * data.rows[:, 1] >= 0)


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (0.5, 4.0)])
def test_that_gauss_has_the_stated_centers_and_variances(noise: float, variance: float) -> None:
    data = draw("gauss", samples=20_000, noise=noise)
    for label, center in ((1, 2.0), (0, -2.0)):
        points = data.rows[data.targets == label]
        np.testing.assert_allclose(points.mean(axis=0), center, atol=0.1)
        np.testing.assert_allclose(points.var(axis=0), variance, rtol=0.1)


@pytest.mark.parametrize("seed", range(20))
def test_that_a_line_separates_linear_without_noise(seed: int) -> None:
    data = draw("linear", samples=1000, seed=seed)
    assert np.array_equal(data.rows @ [2.0, 1.0] > 0, data.targets == 1)


def test_that_moons_are_two_half_circles() -> None:
    data = draw("moons", samples=100)
    upper, lower = data.rows[data.targets == 0], data.rows[data.targets == 1]
    np.testing.assert_allclose(np.hypot(*upper.T), 1.0)
    np.testing.assert_allclose(np.hypot(*(lower - [1.0, 0.5]).T), 1.0)
    assert upper[:, 1].min() >= 0.0
    assert lower[:, 1].max() <= 0.5


def test_that_a_tenth_of_outliers_lies_among_the_other_class() -> None:
    data = draw("outliers", samples=60)
    assert np.bincount(data.targets.astype(np.int64)).tolist() == [36, 24]
    first_blob = data.rows[:30]
    np.testing.assert_allclose(first_blob.mean(axis=0), (1.2, 0.72), atol=0.5)
    assert (data.targets[:30] == 0).sum() == 6


def test_that_the_checkerboard_has_sixteen_squares_in_two_colors() -> None:
    data = draw("checkerboard", samples=5000)
    column, row = np.floor((data.rows + 4) / 2).astype(int).T
    assert len(set(zip(column.tolist(), row.tolist(), strict=True))) == 16
    assert np.array_equal((column + row) % 2, data.targets)


def test_that_plane_is_a_tenth_of_the_sum() -> None:
    data = draw("plane")
    np.testing.assert_allclose(data.targets[:, 0], data.rows.sum(axis=1) / 10)
    assert data.task == "regression"


def test_that_cones_stand_where_they_should() -> None:
    data = draw("cones", samples=2000)
    cones = [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)]
    for (x1, x2), value in zip(data.rows, data.targets[:, 0], strict=True):
        heights = [s * max(0.0, 1 - np.hypot(x1 - a, x2 - b) / 2) for a, b, s in cones]
        assert value == pytest.approx(max(heights, key=abs))


@pytest.mark.parametrize("source", ["circle", "xor", "checkerboard", "plane", "cones"])
def test_that_label_noise_leaves_the_points_where_they_are(source: Source) -> None:
    clean, noisy = draw(source, noise=0.0), draw(source, noise=0.4)
    assert np.array_equal(clean.rows, noisy.rows)
    assert not np.array_equal(clean.targets, noisy.targets)


@pytest.mark.parametrize(
    "source", ["linear", "gauss", "spiral", "three_spirals", "moons", "outliers"]
)
def test_that_noise_moves_the_points_and_keeps_their_labels(source: Source) -> None:
    clean, noisy = draw(source, noise=0.0), draw(source, noise=0.4)
    assert not np.array_equal(clean.rows, noisy.rows)
    assert np.array_equal(clean.targets, noisy.targets)


@pytest.mark.parametrize("samples", [10, 11, 401])
@pytest.mark.parametrize("source", DRAWN)
def test_that_every_drawn_source_has_as_many_examples_as_asked(
    source: Source, samples: int
) -> None:
    data = draw(source, samples, noise=0.5)
    assert len(data.rows) == len(data.targets) == samples
    assert np.isfinite(data.rows).all()
    assert data.rows.shape[1] == len(data.feature_names)
    if data.task == "classification":
        assert set(data.targets.tolist()) <= set(range(len(data.class_names)))


@pytest.mark.parametrize("source", DRAWN)
def test_that_a_seed_draws_the_same_data_again_and_another_draws_others(source: Source) -> None:
    first, again, other = (draw(source, noise=0.1, seed=seed) for seed in (5, 5, 6))
    assert np.array_equal(first.rows, again.rows)
    assert np.array_equal(first.targets, again.targets)
    assert not np.array_equal(first.rows, other.rows)


def test_that_the_seed_of_the_data_wins_over_the_experiments() -> None:
    pinned = DataSettings(source="gauss", seed=5)
    assert np.array_equal(load_dataset(pinned, 1).rows, draw("gauss", seed=5).rows)


def test_that_shapes_are_color_images_of_four_classes_with_a_warm_cast() -> None:
    dataset = draw("shapes", 500)
    assert dataset.image_shape == (8, 8, 3)
    assert dataset.rows.shape == (500, 192)
    assert np.unique(dataset.targets).tolist() == [0, 1, 2, 3]
    assert dataset.rows.min() >= 0
    assert dataset.rows.max() <= 1
    assert np.allclose(dataset.rows.reshape(-1, 3).mean(axis=0), [0.65, 0.45, 0.25], atol=0.03)


def test_that_every_plane_source_is_in_the_plane() -> None:
    assert all(draw(source).is_plane for source in DRAWN if source not in ("function", "shapes"))
    assert {*CLASSIFICATION, *MANY_CLASSES, *REGRESSION, "function", "shapes"} == {*DRAWN, *GIVEN}


@pytest.mark.parametrize("name", SHIPPED)
def test_that_shipped_data_are_the_ones_scikit_learn_has(name: Source) -> None:
    ours = draw(name)
    theirs = getattr(datasets, f"load_{name}")()
    assert np.array_equal(ours.rows, theirs.data)
    assert np.array_equal(ours.targets, theirs.target)
    assert ours.rows.shape[1] == len(ours.feature_names)
    assert len(ours.class_names) == len(theirs.target_names)


def test_that_shipped_data_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        draw("iris").rows[0, 0] = 1.0


def test_that_digits_are_images() -> None:
    assert draw("digits").image_shape == (8, 8, 1)


X = np.array([-2.0, 0.5, 3.0])


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("x", X),
        ("2", np.full(3, 2.0)),
        ("sin(3x) + x/2", np.sin(3 * X) + X / 2),
        ("x sin(x)", X * np.sin(X)),
        ("xsin(x)", X * np.sin(X)),
        ("2(x+1)(x-1)", 2 * (X + 1) * (X - 1)),
        ("-x^2", -(X**2)),
        ("2^-x", 2.0**-X),
        ("x^2^3 + .5", X**8 + 0.5),
        ("pi x e", np.pi * X * np.e),
        ("2exp(-x) − 1e-3", 2 * np.exp(-X) - 1e-3),
        ("abs(x)", np.abs(X)),
        ("sqrt(abs(x))tanh(x)", np.sqrt(np.abs(X)) * np.tanh(X)),
        ("2x", 2 * X),
        ("3(x+1)", 3 * (X + 1)),
        ("(x+1)3", 3 * (X + 1)),
        ("x(x+1)", X * (X + 1)),
        ("x sin x", X * np.sin(X)),
        ("sin 3x", np.sin(3 * X)),
        ("sin 3x + x/2", np.sin(3 * X) + X / 2),
        ("sin 2 pi x", np.sin(2 * np.pi * X)),
        ("sin x cos 2x", np.sin(X) * np.cos(2 * X)),
        ("2 sin x - cos x", 2 * np.sin(X) - np.cos(X)),
        ("sin x/2", np.sin(X) / 2),
        ("sin x^2", np.sin(X**2)),
        ("exp 2^-x", np.exp(2.0**-X)),
        ("sqrt abs x", np.sqrt(np.abs(X))),
        ("sin 3(x+1) + 1", np.sin(3 * (X + 1)) + 1),
        ("(sin x)^2", np.sin(X) ** 2),
        ("sin(x)^2", np.sin(X) ** 2),
        ("0.2 + 0.4x² + 0.3 x·sin(15x)", 0.2 + 0.4 * X**2 + 0.3 * X * np.sin(15 * X)),
    ],
)
def test_that_a_formula_means_what_it_says(formula: str, expected: Floats) -> None:
    np.testing.assert_allclose(evaluate(formula, X), expected)


@pytest.mark.parametrize(
    ("formula", "fault"),
    [
        ("sin(y)", '"y"'),
        ("__import__('os')", '"__import__"'),
        ("x.real", r'"\."'),
        ("x if x else 1", '"if"'),
        ("[x]", r'"\["'),
        ("lambda: x", '"lambda"'),
        ("sin", "not a complete formula"),
        ("sin ^2", "not a complete formula"),
        ("x sin", "not a complete formula"),
        ("sin (x", "not a complete formula"),
        ("sin 3(x", "not a complete formula"),
        ("sin + 1", "not a complete formula"),
        ("sin()", "not a complete formula"),
        ("3 +", "not a complete formula"),
        ("(x", "not a complete formula"),
        ("2 3", "not a complete formula"),
        (" ", "not a complete formula"),
        ("(" * 199, "not a complete formula"),
        ("x = 3", '"="'),
        ("1,5x", '","'),
    ],
)
def test_that_anything_else_is_refused_in_words(formula: str, fault: str) -> None:
    with pytest.raises(ExperimentError, match=fault) as caught:
        evaluate(formula, X)
    assert caught.value.problems[0].field == "data.formula"


@pytest.mark.parametrize("formula", ["log(x)", "1/(x-x)", "exp(exp(exp(x)))", "9^9^9^9", "1e7"])
def test_that_a_formula_needs_a_moderate_value_everywhere(formula: str) -> None:
    with pytest.raises(ExperimentError, match="must have a value between -1e6 and 1e6"):
        load_dataset(DataSettings(source="function", formula=formula), 0)


@pytest.mark.parametrize("ends", [(-5.0, 5.0), (0.0, 1.0), (2.0, 2.5)])
def test_that_a_function_is_sampled_in_the_range_that_is_asked_for(
    ends: tuple[float, float],
) -> None:
    settings = DataSettings(
        source="function", formula="x sin x", x_low=ends[0], x_high=ends[1], samples=400
    )
    x = load_dataset(settings, 0).rows
    span = ends[1] - ends[0]
    assert ends[0] <= x.min() <= ends[0] + 0.05 * span
    assert ends[1] - 0.05 * span <= x.max() <= ends[1]


def test_that_the_old_range_is_the_usual_one() -> None:
    assert np.abs(load_dataset(DataSettings(source="function"), 0).rows).max() <= 3.0


def test_that_a_range_runs_upwards() -> None:
    raw = {
        "schema": 1,
        "data": {"source": "function", "x_low": 2.0, "x_high": 2.0},
        "network": {"layers": [{"units": "auto"}]},
        "training": {"loss": "mse"},
    }
    with pytest.raises(ExperimentError, match="greater than x_low, 2") as caught:
        parse(raw)
    assert [problem.field for problem in caught.value.problems] == ["data.x_high"]


def test_that_a_function_has_one_feature_and_its_values_as_targets() -> None:
    data = load_dataset(DataSettings(source="function", formula="x^2"), 0)
    assert data.feature_names == ("x",)
    np.testing.assert_allclose(data.targets, data.rows**2)


def labeled(*sizes: int) -> Dataset:
    labels = np.repeat(np.arange(len(sizes)), sizes)
    names = tuple(str(label) for label in range(len(sizes)))
    return Dataset("Set", np.arange(float(len(labels)))[:, np.newaxis], labels, ("x",), names)


@pytest.mark.parametrize("fraction", [0.1, 0.25, 0.5, 0.9])
@pytest.mark.parametrize(
    "sizes", [(50, 50), (25, 25), (2, 2), (1, 2), (1, 1, 3), (97, 2, 1), (3,) * 30]
)
def test_that_a_split_has_every_class_in_both_parts_where_possible(
    sizes: tuple[int, ...], fraction: float
) -> None:
    data = labeled(*sizes)
    train, test = split(data, fraction, np.random.default_rng(0))
    assert sorted([*train, *test]) == list(range(sum(sizes)))
    assert set(data.targets[train]) == set(range(len(sizes)))
    assert set(data.targets[test]) == {c for c, size in enumerate(sizes) if size >= 2}


def test_that_a_split_keeps_the_shares_of_the_classes() -> None:
    data = labeled(25, 75, 300)
    train, test = split(data, 0.25, np.random.default_rng(0))
    assert np.bincount(data.targets[test].astype(np.int64)).tolist() == [6, 19, 75]
    assert len(train) == 300


def test_that_a_split_without_a_second_example_of_any_class_is_refused() -> None:
    with pytest.raises(ExperimentError, match="none is left to test on"):
        split(labeled(1, 1), 0.5, np.random.default_rng(0))


@pytest.mark.parametrize("fraction", [0.1, 0.9])
def test_that_a_regression_split_has_both_parts(fraction: float) -> None:
    train, test = split(draw("plane", samples=10), fraction, np.random.default_rng(0))
    assert sorted([len(train), len(test)]) == [1, 9]
