"""Examples as rows that keep the type they came in and become floats a few at a time.

A data set of images is small as bytes and large as floats: 50,000 x 3,072 pixels are 154 MB as
bytes, 614 MB in single precision. `Rows` holds such a source once and converts what is asked for:
a batch in training, a block in evaluation. Wherever the core takes inputs, it takes a plain array
of floats or `Rows`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from nnstudio.core.arrays import Floats

_BLOCK_NUMBERS = 2**20


# eq=False: comparing arrays has no single truth value, so rows compare by identity.
@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows (examples, columns) of floats: (source - offset) * factor, elementwise.

    `source` (any, columns) holds real numbers of any type, bytes included, and is never written or
    copied; `index` (examples,) chooses its rows, None takes all in their order. `offset` and
    `factor` (columns,) are what centering, standardizing and scaling amount to; None leaves them
    out. The difference is taken in double precision where the source is double, and in the
    precision asked for where it is narrower.
    """

    source: NDArray[Any]
    index: NDArray[np.int64] | None = None
    offset: NDArray[np.float64] | None = None
    factor: NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return len(self.source) if self.index is None else len(self.index)

    @property
    def shape(self) -> tuple[int, ...]:
        """(examples, columns)."""
        return (len(self), *self.source.shape[1:])

    @property
    def ndim(self) -> int:
        """2, as of any rows that fit a network."""
        return self.source.ndim

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type the source is kept in, not the one the rows become."""
        return self.source.dtype

    def __getitem__(self, chosen: slice | NDArray[np.int64]) -> "Rows":
        """Some of the rows, by a slice or by their numbers (n,); no row is copied."""
        if self.index is not None:
            return replace(self, index=self.index[chosen])
        if isinstance(chosen, slice):
            return replace(self, source=self.source[chosen])
        return replace(self, index=np.asarray(chosen, np.int64))

    def mapped(self, offset: Floats, factor: Floats) -> "Rows":
        """These rows with `offset` (columns,) subtracted, then multiplied by `factor` (columns,).

        Raises ValueError where a factor is 0, after which nothing could be mapped on.
        """
        if not np.all(factor):
            raise ValueError("a factor of 0 forgets its column")
        columns = self.source.shape[1]
        before = np.ones(columns) if self.factor is None else self.factor
        start = np.zeros(columns) if self.offset is None else self.offset
        return replace(self, offset=start + offset / before, factor=before * factor)

    def take(self, numbers: NDArray[np.int64], out: Floats) -> None:
        """Write the rows of these numbers (n,) into `out` (n, columns), converted to its type."""
        places = numbers if self.index is None else self.index.take(numbers)
        self._convert(self.source.take(places, axis=0), out)

    def read(self, part: slice, out: Floats) -> None:
        """Write the rows of a slice into `out` (n, columns), converted to its type."""
        if self.index is None:
            self._convert(self.source[part], out)
        else:
            self._convert(self.source.take(self.index[part], axis=0), out)

    def blocks(self, dtype: DTypeLike = np.float64) -> Iterator[Floats]:
        """All rows in order, some at a time (n, columns): for statistics of large data.

        Each block is overwritten by the next.
        """
        size = max(1, _BLOCK_NUMBERS // max(1, self.shape[1]))
        block: Floats = np.empty((min(size, len(self)), self.shape[1]), dtype)
        for start in range(0, len(self), size):
            part = slice(start, min(start + size, len(self)))
            rows = block[: part.stop - start]
            self.read(part, rows)
            yield rows

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> Floats:
        """All rows as one array, in single precision unless told otherwise: for few rows."""
        if copy is False:
            raise ValueError("rows become floats in a copy only")
        out: Floats = np.empty(self.shape, np.float32 if dtype is None else dtype)
        self.read(slice(None), out)
        return out

    def _convert(self, numbers: NDArray[Any], out: Floats) -> None:
        if self.offset is None:
            out[...] = numbers
        else:
            precision = np.result_type(numbers.dtype, out.dtype)
            np.subtract(numbers, self.offset.astype(precision), out, casting="same_kind")
        if self.factor is not None:
            np.multiply(out, self.factor.astype(out.dtype), out)


Inputs = Floats | Rows
"""What a network is trained on and evaluated on: (examples, inputs)."""


def as_rows(inputs: Inputs) -> Rows:
    """Inputs as rows; a plain array is taken as it is."""
    return inputs if isinstance(inputs, Rows) else Rows(inputs)
