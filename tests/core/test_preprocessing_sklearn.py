"""Fifty random tables: whole pipelines give what scikit-learn gives, and test rows change nothing.

The tables have from 2 to 40 columns and rows, of sizes and offsets that differ by up to 10,000.
"""

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from nnstudio.core.preprocessing import (
    Center,
    Floats,
    Pca,
    PreprocessingError,
    Scale,
    Standardize,
    Whiten,
    fit_pipeline,
)

SEEDS = range(50)


def tables(seed: int) -> tuple[Floats, Floats]:
    """A training and a test table that are correlated the same way."""
    rng = np.random.default_rng([seed, 7])
    columns = int(rng.integers(2, 13))
    rows = int(rng.integers(3 * columns, 200))
    mixing = rng.standard_normal((columns, columns))
    sizes, offsets = 10.0 ** rng.uniform(-2, 2, columns), rng.uniform(-50, 50, columns)
    both = rng.standard_normal((2 * rows, columns)) @ mixing * sizes + offsets
    return both[:rows], both[rows:]


def signed_like(reference: Floats, values: Floats) -> Floats:
    """Axes have no sign of their own: columns turned so that they agree with the reference."""
    return values * np.where((reference * values).sum(axis=0) < 0, -1.0, 1.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_that_columns_equal_scikit_learn(seed: int) -> None:
    train, test = tables(seed)
    ours = fit_pipeline([Center(), Standardize(), Scale(-1.0, 1.0)], train).transform(test)
    standard = StandardScaler().fit(train)
    scaler = MinMaxScaler((-1.0, 1.0)).fit(standard.transform(train))
    theirs = scaler.transform(standard.transform(test))
    np.testing.assert_allclose(ours, theirs, atol=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_that_rotations_equal_scikit_learn(seed: int) -> None:
    train, test = tables(seed)
    n, standard = len(train), StandardScaler().fit(train)
    pca = PCA(svd_solver="full").fit(standard.transform(train))
    rotated = pca.transform(standard.transform(test))
    white = rotated / np.sqrt(pca.explained_variance_ * (n - 1) / n)
    for step, theirs in ((Pca(), rotated), (Whiten(0.0), white)):
        ours = fit_pipeline([Standardize(), step], train).transform(test)
        np.testing.assert_allclose(signed_like(theirs, ours), theirs, atol=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("share", [0.5, 0.95])
def test_that_kept_variance_keeps_as_many_components_as_scikit_learn(
    seed: int, share: float
) -> None:
    train, test = tables(seed)
    theirs = PCA(share, svd_solver="full").fit(train)
    fitted = fit_pipeline([Pca(variance=share)], train)
    ours = fitted.transform(test)
    assert ours.shape[1] == theirs.n_components_
    expected = theirs.transform(test)
    np.testing.assert_allclose(signed_like(expected, ours), expected, atol=1e-6)


@pytest.mark.parametrize("precision", [np.float64, np.float32])
def test_that_whitened_covariance_is_the_identity_in_either_precision(
    precision: type[np.float64] | type[np.float32],
) -> None:
    worst = 0.0
    for seed in SEEDS:
        train, _ = tables(seed)
        white = fit_pipeline([Whiten(0.0)], train).transform(train).astype(precision)
        found = np.abs(np.matmul(white.T, white) / len(white) - np.eye(white.shape[1]))
        worst = max(worst, float(found.max()))
    assert worst < (1e-6 if precision is np.float64 else 1e-3)


def test_that_the_whole_variance_keeps_every_axis_that_varies() -> None:
    train, _ = tables(3)
    assert fit_pipeline([Pca(variance=1.0)], train).transform(train).shape == train.shape


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_that_a_missing_number_is_told_with_its_feature(bad: float) -> None:
    train, _ = tables(4)
    train[[0, 5], 1] = bad
    with pytest.raises(PreprocessingError) as caught:
        fit_pipeline([Center()], train)
    assert str(caught.value) == (
        f"needs a number everywhere, and 2 of {len(train)} values of feature 2 are none"
    )


def test_that_without_steps_rows_may_be_anything() -> None:
    rows = np.full((3, 2), np.nan)
    assert fit_pipeline([], rows).transform(rows) is rows
