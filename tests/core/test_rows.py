"""Rows become the floats that the same arithmetic on a plain array gives, and stay small."""

import numpy as np
import pytest
from numpy.typing import DTypeLike

from nnstudio.core import LayerSpec, NetworkSpec, Trainer, TrainingSpec
from nnstudio.core.arrays import Floats
from nnstudio.core.rows import Rows, as_rows


def images(dtype: DTypeLike = np.uint8) -> Rows:
    source = np.random.default_rng(0).integers(0, 256, (50, 6)).astype(dtype)
    source.setflags(write=False)
    return Rows(source)


def floats(rows: Rows, dtype: DTypeLike = np.float64) -> Floats:
    return rows.__array__(dtype)


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float32, np.float64])
def test_rows_are_the_floats_of_their_source(dtype: DTypeLike) -> None:
    rows = images(dtype)
    assert (rows.shape, len(rows), rows.dtype) == ((50, 6), 50, np.dtype(dtype))
    np.testing.assert_array_equal(floats(rows), rows.source.astype(np.float64))


def test_slices_and_numbers_choose_rows_of_what_was_chosen() -> None:
    rows, numbers = images(), np.array([7, 3, 40, 7, 12])
    chosen = rows[numbers]
    np.testing.assert_array_equal(floats(chosen), rows.source[numbers])
    np.testing.assert_array_equal(floats(chosen[1:4]), rows.source[numbers[1:4]])
    np.testing.assert_array_equal(floats(chosen[np.array([4, 0])]), rows.source[[12, 7]])
    np.testing.assert_array_equal(floats(rows[10:20:3]), rows.source[10:20:3])
    assert chosen.source is rows.source


def test_taking_and_reading_write_into_part_of_an_array() -> None:
    rows, out = images()[np.arange(49, -1, -1)], np.ones((3, 7), np.float32)
    rows.take(np.array([4, 0, 2]), out[:, :-1])
    np.testing.assert_array_equal(out[:, :-1], rows.source[[45, 49, 47]])
    rows.read(slice(5, 8), out[:, :-1])
    np.testing.assert_array_equal(out[:, :-1], rows.source[[44, 43, 42]])
    assert (out[:, -1] == 1).all()


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_maps_follow_one_another(dtype: DTypeLike) -> None:
    rows = images(dtype)
    plain = rows.source.astype(np.float64)
    mean, width = plain.mean(axis=0), np.ptp(plain, axis=0)
    mapped = rows.mapped(mean, 1 / width).mapped(np.full(6, -0.25), np.full(6, 2.0))[5:30]
    expected = (((plain - mean) / width) + 0.25) * 2.0
    np.testing.assert_allclose(floats(mapped), expected[5:30], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(floats(mapped, np.float32), expected[5:30], rtol=1e-5, atol=1e-5)


def test_a_large_mean_costs_double_precision_sources_nothing() -> None:
    source = 1e9 + np.random.default_rng(1).standard_normal((20, 2))
    rows = Rows(source).mapped(source.mean(axis=0), np.ones(2))
    np.testing.assert_allclose(floats(rows, np.float32), source - source.mean(axis=0), rtol=1e-5)


def test_a_factor_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="factor"):
        images().mapped(np.zeros(6), np.array([1, 1, 0, 1, 1, 1.0]))


def test_blocks_pass_over_all_rows_in_order() -> None:
    rows = Rows(np.arange(5000, dtype=np.int64)[:, np.newaxis] * np.ones(600, np.int64))
    seen = np.concatenate([block[:, 0].copy() for block in rows.blocks()])
    np.testing.assert_array_equal(seen, np.arange(5000))


def test_a_plain_array_is_rows_without_a_copy() -> None:
    array = np.ones((3, 2))
    assert as_rows(array).source is array
    assert as_rows(rows := images()) is rows


def test_networks_train_and_answer_alike_on_rows_and_on_their_floats() -> None:
    rows = images().mapped(np.full(6, 128.0), np.full(6, 1 / 64))
    plain, labels = floats(rows, np.float32), np.arange(50) % 3
    spec = NetworkSpec(6, (LayerSpec(5, "tanh"), LayerSpec(3)))
    runs = [
        Trainer(spec, TrainingSpec(batch_size=8), inputs, labels, seed=2)
        for inputs in (rows, plain)
    ]
    for run in runs:
        run.advance(100)
    assert runs[0].network.parameters.tobytes() == runs[1].network.parameters.tobytes()
    np.testing.assert_array_equal(runs[0].network.forward(rows), runs[1].network.forward(plain))
    assert runs[0].evaluate(rows, labels) == runs[1].evaluate(plain, labels)
