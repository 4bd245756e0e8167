"""Preprocessing: the same numbers as scikit-learn, fitted on training rows alone."""

from collections.abc import Callable

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine
from sklearn.decomposition import PCA
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.utils import Bunch

from nnstudio.core.preprocessing import (
    Center,
    ChannelMean,
    FittedRotation,
    FittedScale,
    FittedShift,
    FittedStandardize,
    Floats,
    MeanImage,
    Pca,
    PreprocessingError,
    Scale,
    Standardize,
    Step,
    Whiten,
    fit_pipeline,
)
from nnstudio.core.preprocessing.spectrum import spectrum

ALL_STEPS: tuple[Step, ...] = (
    Center(),
    Standardize(),
    Scale(),
    Pca(),
    Whiten(),
    MeanImage(),
    ChannelMean(),
)


def random_table(seed: int, rows: int = 60, columns: int = 5) -> Floats:
    """Correlated columns of very different sizes and offsets."""
    rng = np.random.default_rng(seed)
    mixed = rng.standard_normal((rows, columns)) @ rng.standard_normal((columns, columns))
    return mixed * 10.0 ** rng.uniform(-2, 2, columns) + rng.uniform(-50, 50, columns)


def covariance(rows: Floats) -> Floats:
    centered = rows - rows.mean(axis=0)
    return np.asarray(centered.T @ centered / len(rows))


@pytest.mark.parametrize("seed", range(10))
def test_that_standardize_equals_scikit_learn(seed: int) -> None:
    train, test = random_table(seed), random_table(seed + 100)
    ours = fit_pipeline([Standardize()], train)
    theirs = StandardScaler().fit(train)
    np.testing.assert_allclose(ours.transform(test), theirs.transform(test), atol=1e-6)


@pytest.mark.parametrize("seed", range(10))
def test_that_scale_equals_scikit_learn(seed: int) -> None:
    train, test = random_table(seed), random_table(seed + 100)
    ours = fit_pipeline([Scale(-2.0, 3.0)], train)
    theirs = MinMaxScaler((-2.0, 3.0)).fit(train)
    np.testing.assert_allclose(ours.transform(test), theirs.transform(test), atol=1e-6)


@pytest.mark.parametrize("components", [None, 1, 3])
@pytest.mark.parametrize("seed", range(10))
def test_that_pca_equals_scikit_learn(seed: int, components: int | None) -> None:
    train, test = random_table(seed), random_table(seed + 100)
    ours = fit_pipeline([Pca(components)], train)
    theirs = PCA(components, svd_solver="full").fit(train)
    np.testing.assert_allclose(ours.transform(test), theirs.transform(test), atol=1e-6)


@pytest.mark.parametrize("seed", range(10))
def test_that_whitening_equals_scikit_learn_up_to_its_division_by_n_minus_one(seed: int) -> None:
    train, test = random_table(seed), random_table(seed + 100)
    ours = fit_pipeline([Whiten(0.0)], train).transform(test)
    theirs = PCA(whiten=True, svd_solver="full").fit(train).transform(test)
    n = len(train)
    np.testing.assert_allclose(ours, theirs * np.sqrt(n / (n - 1)), atol=1e-6)


@pytest.mark.parametrize("seed", range(50))
def test_whitened_training_split_has_identity_covariance_in_any_units(seed: int) -> None:
    rng = np.random.default_rng(seed)
    columns, rows = int(rng.integers(2, 14)), int(rng.integers(20, 3000))
    span = (0, 2, 6)[seed % 3]
    train = random_table(seed, rows, columns) * 10.0 ** rng.uniform(-span, span, columns)
    whitened = fit_pipeline([Whiten()], train).transform(train)
    np.testing.assert_allclose(covariance(whitened), np.eye(columns), rtol=0, atol=1e-6)


def test_units_do_not_decide_how_many_directions_there_are() -> None:
    columns = random_table(20, rows=10_000, columns=3)
    train = np.column_stack([columns, columns @ [1.0, -1.0, 0.5]])
    for units in ((1.0, 1.0, 1.0, 1.0), (1e6, 1e-6, 1.0, 1e3), (1e-9, 1.0, 1e9, 1.0)):
        whitened = fit_pipeline([Whiten()], train * units).transform(train * units)
        np.testing.assert_allclose(covariance(whitened), np.eye(3), rtol=0, atol=1e-6)


def test_a_column_that_varies_by_rounding_alone_is_no_direction() -> None:
    train = random_table(21, columns=3)
    train[:, 1] = np.where(np.arange(len(train)) % 2, 0.1 + 0.2, 0.3)
    assert Whiten().fit(train, None).axes.shape == (2, 3)


@pytest.mark.parametrize("load", [load_iris, load_wine, load_breast_cancer, load_digits])
def test_whitened_real_sets_have_identity_covariance(load: Callable[[], Bunch]) -> None:
    train = np.asarray(load().data, np.float64)[::2]
    whitened = fit_pipeline([Whiten()], train).transform(train)
    np.testing.assert_allclose(covariance(whitened), np.eye(whitened.shape[1]), rtol=0, atol=1e-6)


def test_epsilon_of_the_note_leaves_weak_directions_weak() -> None:
    train = np.asarray(load_breast_cancer().data, np.float64)
    spreads = fit_pipeline([Whiten(1e-5)], train).transform(train).std(axis=0)
    assert spreads[0] == pytest.approx(1.0, abs=1e-6)
    assert spreads[-1] < 0.5


def test_that_epsilon_adds_to_every_variance() -> None:
    train = random_table(3)
    step = Whiten(0.5).fit(train, None)
    np.testing.assert_allclose(step.divisor, np.sqrt(step.variances + 0.5))


def test_that_pca_leaves_uncorrelated_columns_longest_first() -> None:
    train = random_table(4)
    step = Pca().fit(train, None)
    rotated = covariance(step.transform(train))
    np.testing.assert_allclose(rotated, np.diag(step.variances), atol=1e-8 * step.variances[0])
    assert list(step.variances) == sorted(step.variances, reverse=True)
    assert step.total_variance == pytest.approx(train.var(axis=0).sum())


def test_that_each_axis_points_where_its_largest_entry_is_positive() -> None:
    axes = Pca().fit(random_table(5), None).axes
    assert all(axis[np.abs(axis).argmax()] > 0 for axis in axes)


def test_that_steps_run_in_order_each_fitted_on_what_the_ones_before_it_give() -> None:
    train = random_table(6)
    pipeline = fit_pipeline([Center(), Standardize(), Pca(2), Whiten(0.0)], train)
    by_hand = train - train.mean(axis=0)
    by_hand = by_hand / by_hand.std(axis=0)
    by_hand = PCA(2, svd_solver="full").fit_transform(by_hand)
    by_hand = by_hand / by_hand.std(axis=0)
    np.testing.assert_allclose(pipeline.transform(train), by_hand, atol=1e-9)
    assert [step.name for step in pipeline.steps] == ["center", "standardize", "pca", "whiten"]


def test_that_no_steps_leave_rows_as_they_are() -> None:
    rows = random_table(7)
    assert np.array_equal(fit_pipeline([], rows).transform(rows), rows)


@pytest.mark.parametrize("step", ALL_STEPS, ids=lambda step: step.name)
def test_that_every_step_is_affine(step: Step) -> None:
    train = random_table(8, columns=12)
    fitted = step.fit(train, (2, 2, 3))
    a, b = train[0], train[1]
    images = fitted.transform(np.stack([a, b, 0.3 * a + 0.7 * b]))
    np.testing.assert_allclose(images[2], 0.3 * images[0] + 0.7 * images[1], atol=1e-9)


@pytest.mark.parametrize("step", ALL_STEPS, ids=lambda step: step.name)
def test_that_transforming_rows_changes_neither_them_nor_a_statistic(step: Step) -> None:
    train, test = random_table(9, columns=12), random_table(10, columns=12)
    untouched = test.copy()
    fitted = step.fit(train, (2, 2, 3))
    first = fitted.transform(test)
    fitted.transform(test * 100 + 7)
    assert np.array_equal(fitted.transform(test), first)
    assert np.array_equal(test, untouched)


def test_that_constant_columns_are_only_centered_and_told() -> None:
    train = random_table(11)
    train[:, 1] = 0.1  # its mean is not exactly 0.1 when summed
    step = Standardize().fit(train, None)
    assert isinstance(step, FittedStandardize)
    assert step.std[1] == 0
    assert np.array_equal(step.transform(train)[:, 1], np.zeros(len(train)))
    assert step.transform(train + 1)[0, 1] == pytest.approx(1.0)
    assert step.note == "1 constant column is only centered"


def test_that_scale_puts_constant_columns_on_the_low_end_and_tells() -> None:
    train = np.column_stack([np.arange(5.0), np.full(5, 3.0), np.full(5, 4.0)])
    step = Scale(0.0, 1.0).fit(train, None)
    assert isinstance(step, FittedScale)
    assert np.array_equal(step.transform(train)[:, 1:], np.zeros((5, 2)))
    assert step.note == "2 constant columns are set to 0"


@pytest.mark.parametrize("step", [Pca(), Whiten(0.0), Whiten()], ids=str)
def test_that_more_columns_than_rows_leave_as_many_axes_as_vary(step: Pca | Whiten) -> None:
    fitted = step.fit(random_table(12, rows=6, columns=20), None)
    assert isinstance(fitted, FittedRotation)
    assert fitted.axes.shape == (5, 20)
    assert fitted.note == "the examples it is fitted on vary along 5 of 20 directions"


def test_that_repeated_and_constant_columns_add_no_axis() -> None:
    train = random_table(13, columns=3)
    wide = np.column_stack([train, train[:, 0], np.full(len(train), 1e6)])
    whitened = fit_pipeline([Whiten(0.0)], wide).transform(wide)
    np.testing.assert_allclose(covariance(whitened), np.eye(3), atol=1e-6)


def test_that_too_many_components_name_the_step_and_the_limit() -> None:
    with pytest.raises(PreprocessingError, match="at most 5") as caught:
        fit_pipeline([Center(), Pca(6)], random_table(14))
    assert (caught.value.step, caught.value.field) == (1, "components")


@pytest.mark.parametrize("step", [Pca(), Whiten()], ids=str)
@pytest.mark.parametrize("rows", [np.full((8, 3), 0.1), np.ones((1, 3))], ids=["equal", "one"])
def test_that_there_are_no_axes_where_nothing_varies(step: Step, rows: Floats) -> None:
    with pytest.raises(PreprocessingError, match="all are constant"):
        fit_pipeline([Center(), step], rows)


def test_that_an_empty_range_is_refused() -> None:
    with pytest.raises(PreprocessingError, match="above low, which is 2") as caught:
        fit_pipeline([Scale(2.0, 2.0)], random_table(15))
    assert caught.value.field == "high"


def test_that_the_mean_image_is_subtracted_pixel_by_pixel() -> None:
    images = random_table(16, columns=12)
    step = MeanImage().fit(images, (2, 2, 3))
    assert isinstance(step, FittedShift)
    np.testing.assert_allclose(step.mean, images.mean(axis=0))
    np.testing.assert_allclose(step.transform(images).mean(axis=0), 0, atol=1e-12)


def test_that_the_channel_mean_is_one_number_a_channel() -> None:
    images = random_table(17, columns=12)
    means = images.reshape(-1, 2, 2, 3).mean(axis=(0, 1, 2))
    shifted = ChannelMean().fit(images, (2, 2, 3)).transform(images)
    expected = images.reshape(-1, 2, 2, 3) - means
    np.testing.assert_allclose(shifted.reshape(-1, 2, 2, 3), expected)


@pytest.mark.parametrize("step", [MeanImage(), ChannelMean()], ids=str)
def test_that_image_steps_need_images(step: Step) -> None:
    with pytest.raises(PreprocessingError, match="needs images"):
        fit_pipeline([step], random_table(18))


@pytest.mark.parametrize("step", [MeanImage(), ChannelMean()], ids=str)
def test_that_rows_are_no_images_any_more_after_a_rotation(step: Step) -> None:
    with pytest.raises(PreprocessingError, match="before any pca or whiten") as caught:
        fit_pipeline([Pca(), step], random_table(19, columns=12), (2, 2, 3))
    assert caught.value.step == 1


@pytest.mark.parametrize("offset", [0.0, 1e3, 1e7])
@pytest.mark.parametrize("rows", [2, 5, 12])
def test_that_fewer_rows_than_columns_leave_no_direction_of_rounding(
    rows: int, offset: float
) -> None:
    values = np.random.default_rng(rows).standard_normal((rows, 12)) + offset
    for step in (Whiten(0.0), Pca()):
        white = fit_pipeline([step], values).transform(values)
        assert white.shape == (rows, min(rows - 1, 12))
    white = fit_pipeline([Center(), Whiten(0.0)], values).transform(values)
    np.testing.assert_allclose(white.T @ white / rows, np.eye(white.shape[1]), atol=1e-6)
    assert len(spectrum(values).variances) == white.shape[1]
