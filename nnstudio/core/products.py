"""Matrix products, by the cheapest calls there are.

OpenBLAS has kernels for small matrices on processors with AVX-512: up to a million multiplications
they do without the copies that larger products begin with. A product a few times that size is 5 to
15 % faster in pieces of their size, as long as both matrices lie in memory row by row.
"""

from functools import cache, partial

import numpy as np

from nnstudio.core.arrays import Floats, Operation

_SMALL = 1_000_000  # multiplications
_MOST = 5  # pieces that pay
_AVX512 = {"AVX512_SKX", "X86_V4"}  # as NumPy names it up to 2.3 and later


def product(left: Floats, right: Floats, out: Floats) -> list[Operation]:
    """What multiplies matrices, those of each member by themselves, into `out`."""
    if left.ndim == 2:
        pieces = _pieces(left, right)
        parts = zip(np.array_split(left, pieces), np.array_split(out, pieces), strict=True)
        return [partial(rows.dot, right, into) for rows, into in parts]
    if left.shape[-1] == 1:  # of a column and a row: no sum, and long rows when unit comes first
        return [partial(np.multiply, *(part.swapaxes(0, 1) for part in (left, right, out)))]
    return [partial(np.matmul, left, right, out)]


def _pieces(left: Floats, right: Floats) -> int:
    """In how many parts, of rows of `left`, a product is to be taken."""
    pieces = -(-left.size * right.shape[1] // _SMALL)
    by_rows = left.strides[1] == right.strides[1] == left.itemsize
    pays = 1 < pieces <= _MOST and by_rows and _has_small_kernels()
    return min(pieces, len(left)) if pays else 1


@cache
def _has_small_kernels() -> bool:
    built = np.show_config(mode="dicts")
    blas = built["Build Dependencies"]["blas"]["name"]
    return "openblas" in blas and not _AVX512.isdisjoint(built["SIMD Extensions"]["found"])
