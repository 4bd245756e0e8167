"""Products in pieces are the products: whatever the shapes, and however the matrices lie."""

import numpy as np
import pytest

from nnstudio.core import products
from nnstudio.core.arrays import Floats

RNG = np.random.default_rng(3)


def matrix(rows: int, columns: int, *, by_rows: bool) -> Floats:
    if by_rows:
        return RNG.standard_normal((rows, columns))
    return RNG.standard_normal((columns, rows)).T


@pytest.fixture(autouse=True)
def small_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a processor that has kernels for small matrices."""
    monkeypatch.setattr(products, "_has_small_kernels", lambda: True)


@pytest.mark.parametrize("by_rows", [(True, True), (True, False), (False, True), (False, False)])
@pytest.mark.parametrize(
    "shape", [(1, 2049, 1000), (2, 1025, 1024), (3, 101, 4000), (128, 65, 128), (301, 257, 50)]
)
def test_that_a_product_is_that_of_the_whole_matrices(
    shape: tuple[int, int, int], by_rows: tuple[bool, bool]
) -> None:
    rows, inner, columns = shape
    left, right = (
        matrix(rows, inner, by_rows=by_rows[0]),
        matrix(inner, columns, by_rows=by_rows[1]),
    )
    out = np.full((rows, columns), np.nan)
    for operation in products.product(left, right, out):
        operation()
    np.testing.assert_allclose(out, left @ right, rtol=0, atol=1e-10)


@pytest.mark.parametrize(
    ("shape", "by_rows", "pieces"),
    [
        ((100, 100, 100), True, 1),
        ((101, 100, 100), True, 2),
        ((101, 100, 100), False, 1),
        ((3, 1000, 1500), True, 3),
        ((500, 100, 100), True, 5),
        ((501, 100, 100), True, 1),
    ],
)
def test_that_products_a_few_times_a_small_one_are_taken_in_pieces(
    shape: tuple[int, int, int], by_rows: bool, pieces: int
) -> None:
    rows, inner, columns = shape
    left, right = matrix(rows, inner, by_rows=True), matrix(inner, columns, by_rows=by_rows)
    assert len(products.product(left, right, np.empty((rows, columns)))) == pieces
