"""Preprocessing bytes block by block gives what preprocessing the same numbers as floats gives."""

import numpy as np
import pytest

from nnstudio.core.preprocessing import (
    Center,
    ChannelMean,
    FittedPipeline,
    FittedRotation,
    MeanImage,
    Pca,
    PreprocessingError,
    Scale,
    Standardize,
    Step,
    Whiten,
    fit_packed,
    fit_pipeline,
    transform_packed,
)
from nnstudio.core.preprocessing import packed as packed_module
from nnstudio.core.rows import Rows

SHAPE = (4, 5, 3)
PIPELINES: list[list[Step]] = [
    [],
    [Center()],
    [MeanImage()],
    [ChannelMean()],
    [Standardize()],
    [Scale(-1.0, 1.0)],
    [Scale(0.0, 3.0)],
    [MeanImage(), ChannelMean(), Standardize(), Scale(-2.0, 1.0)],
    [Pca(7)],
    [Pca(variance=0.9)],
    [Center(), Pca(5), Standardize()],
    [Standardize(), Whiten(1e-5)],
]


def images(count: int = 300) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Correlated bytes, with one column that never varies."""
    rng = np.random.default_rng(0)
    mixed = rng.standard_normal((count, 60)) @ rng.standard_normal((60, 60))
    pixels = np.clip(128 + 12 * mixed, 0, 255).astype(np.uint8)
    pixels[:, 11] = 77
    return pixels


def rows_of(pixels: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> Rows:
    return Rows(pixels, factor=np.full(pixels.shape[1], 1 / 255))


@pytest.mark.parametrize("steps", PIPELINES, ids=lambda steps: "-".join(s.name for s in steps))
def test_that_blocks_of_bytes_give_what_floats_give(
    steps: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nnstudio.core.rows._BLOCK_NUMBERS", 60 * 64)  # several blocks
    pixels = images()
    train, packed = pixels[:200] / 255, rows_of(pixels)
    expected = fit_pipeline(steps, train, SHAPE).transform(pixels / 255)
    fitted = fit_packed(steps, packed[np.arange(200)], SHAPE)
    found = np.asarray(transform_packed(fitted, packed), np.float64)
    np.testing.assert_allclose(found, expected, atol=2e-5)
    np.testing.assert_allclose(fitted.transform(pixels / 255), expected, atol=1e-6)


def test_that_shifts_and_stretches_stay_bytes() -> None:
    packed = rows_of(images())
    fitted = fit_packed([MeanImage(), Standardize(), Scale()], packed, SHAPE)
    kept = transform_packed(fitted, packed)
    assert isinstance(kept, Rows)
    assert kept.source is packed.source


def test_that_a_rotation_of_bytes_keeps_only_its_components() -> None:
    packed = rows_of(images())
    turned = transform_packed(fit_packed([Pca(4)], packed, SHAPE), packed)
    assert isinstance(turned, np.ndarray)
    assert turned.shape == (300, 4)


def test_that_what_would_not_fit_into_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed_module, "MAX_ROTATED", 300 * 10)
    packed = rows_of(images())
    fitted = fit_packed([Center(), Whiten()], packed, SHAPE)
    with pytest.raises(PreprocessingError, match="at most 10 components") as caught:
        transform_packed(fitted, packed)
    assert caught.value.step == 1


@pytest.mark.parametrize(
    ("steps", "place", "message"),
    [
        ([Center(), Pca(90)], 1, "may be at most 59"),
        ([Pca(4), MeanImage()], 1, "needs images"),
        ([Center(), Pca(4), Pca(9)], 2, "may be at most 4"),
    ],
)
def test_that_a_step_that_cannot_be_fitted_is_named(
    steps: list[Step], place: int, message: str
) -> None:
    with pytest.raises(PreprocessingError, match=message) as caught:
        fit_packed(steps, rows_of(images()), SHAPE)
    assert caught.value.step == place


def test_that_bytes_that_never_vary_have_no_axes() -> None:
    still = Rows(np.full((50, 6), 9, np.uint8))
    with pytest.raises(PreprocessingError, match="all are constant"):
        fit_packed([Pca()], still)
    assert isinstance(fit_packed([Center()], still), FittedPipeline)


def test_that_the_whitened_bytes_have_identity_covariance() -> None:
    packed = rows_of(images())
    fitted = fit_packed([Whiten(0.0)], packed, SHAPE)
    (step,) = fitted.steps
    assert isinstance(step, FittedRotation)
    turned = np.asarray(transform_packed(fitted, packed), np.float64)
    np.testing.assert_allclose(turned.T @ turned / 300, np.eye(59), atol=1e-3)
