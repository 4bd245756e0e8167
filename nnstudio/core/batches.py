"""The training split as mini-batches, reshuffled each epoch.

Batches are feature-major, (columns, batch), or (columns, members, batch) in a population, whose
members each have an order of their own. Targets are shuffled once an epoch, all batches at once.
How a batch comes by its inputs is decided by the width of a row. Narrow rows are cheap to keep and
dear to fetch a few at a time: they are shuffled together with the targets. Wide rows stay in the
type they came in and are converted when their batch is due: so training holds no float copy of
large data, and finds a batch in the cache.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from nnstudio.core.arrays import Floats, Operation
from nnstudio.core.rows import Inputs, as_rows

_WIDE = 32  # inputs from which on a row is fetched when its batch is due


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Arrays that stay in place while their contents change from epoch to epoch.

    `columns` are (inputs + 1, batch), ones last, brought there by `fetch`; `targets` (outputs,
    batch); `part` says which of the epoch's examples they are, those of all members counted.
    """

    part: slice
    fetch: list[Operation]
    columns: Floats
    targets: Floats


class Batches:
    """`count` batches of `size` of the `examples`; the last may be smaller."""

    def __init__(
        self,
        inputs: Inputs,
        targets: Floats,
        size: int,
        dtype: np.dtype[np.floating],
        members: int | None = None,
    ) -> None:
        self.examples: int = len(inputs)
        columns: int = inputs.shape[1]
        self.size = min(size, self.examples)
        self.count = -(-self.examples // self.size)
        self._lead = () if members is None else (members,)
        self._networks = members or 1
        self._inputs, self._outputs = as_rows(inputs), targets.shape[1]
        self._narrow = columns < _WIDE
        rows = self._outputs + (columns if self._narrow else 0)
        self._table = np.empty((rows, self.examples), dtype)
        self._table[: self._outputs] = targets.T
        if self._narrow:
            self._inputs.read(slice(None), self._table[self._outputs :].T)
        # The numbers of the examples, batch after batch, and in a batch member after member; the
        # batches of the table in this order, the whole ones and the rest, each with a row of ones.
        self._numbers = np.arange(self.examples)
        self._orders = np.tile(self._numbers, (self._networks, 1))
        self._places = np.empty(self._orders.size, np.int64)
        whole, rest = divmod(self.examples, self.size)
        self._whole = np.ones((whole, rows + 1, self._networks * self.size), dtype)
        self._rest = np.ones((rows + 1, self._networks * rest), dtype)
        self._taken = np.empty((rows, len(self._places)), dtype)
        self._fetched: dict[int, Floats] = {}
        self._arrange()

    def __getitem__(self, number: int) -> Batch:
        """A batch of this epoch, and after `shuffle` of the next."""
        start = number * self._networks * self.size
        block = self._whole[number] if number < len(self._whole) else self._rest
        part = slice(start, start + block.shape[1])
        shape = (*self._lead, block.shape[1] // self._networks)
        if self._narrow:
            columns: Floats = block[self._outputs :]
            fetch: list[Operation] = []
        else:
            columns, fetch = self._gather(part)
        return Batch(
            part,
            fetch,
            np.reshape(columns, (-1, *shape), copy=False),
            np.reshape(block[: self._outputs], (-1, *shape), copy=False),
        )

    def shuffle(self, generators: Sequence[np.random.Generator]) -> None:
        """Put the examples in a new random order, drawn for each network from its generator.

        A single batch needs none: its gradient is a mean over all examples.
        """
        if self.count == 1:
            return
        self._orders[...] = self._numbers
        for generator, order in zip(generators, self._orders, strict=True):
            generator.shuffle(order)
        self._arrange()

    def _arrange(self) -> None:
        """Bring the places, and by them the table, in the present order."""
        whole, _, size = self._whole.shape
        rows = len(self._table)
        end, each = whole * size, whole * self.size
        batches = self._orders[:, :each].reshape(self._networks, whole, self.size)
        self._places[:end].reshape(whole, self._networks, self.size)[...] = batches.swapaxes(0, 1)
        self._places[end:].reshape(self._networks, -1)[...] = self._orders[:, each:]
        np.take(self._table, self._places, axis=1, out=self._taken, mode="clip")
        self._whole[:, :rows] = self._taken[:, :end].reshape(rows, whole, size).swapaxes(0, 1)
        self._rest[:rows] = self._taken[:, end:]

    def _gather(self, part: slice) -> tuple[Floats, list[Operation]]:
        """The array that batches of this size share, and how the examples of one get there."""
        places, shape = self._places[part], (part.stop - part.start, self._inputs.shape[1] + 1)
        if shape[0] not in self._fetched:
            self._fetched[shape[0]] = np.ones(shape, self._table.dtype)
        rows = self._fetched[shape[0]]
        return rows.T, [partial(self._inputs.take, places, rows[:, :-1])]
