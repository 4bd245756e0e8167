"""The tuned reference as a contender: what NumPy can do on these networks when written by hand.

Weights (units, inputs + 1) are views of one flat vector; the arithmetic is straight-line code. It
shuffles, and computes its loss in every step, like everybody else.
"""

from collections.abc import Iterator

import numpy as np

from tests.benchmarks.straight_line import Batch, relu_step, tanh_step, update
from tests.benchmarks.workloads import Floats, Labels, Matrices, Workload


class Tuned:
    """The reference on one workload."""

    def __init__(self, workload: Workload) -> None:
        self.workload = workload
        shapes = [(o, i + 1) for i, o in zip(workload.sizes[:-1], workload.sizes[1:], strict=True)]
        size = sum(rows * columns for rows, columns in shapes)
        self._weights, self._gradient = np.zeros((2, size), np.float32)
        self._memory = np.zeros((2, size), np.float32)
        self._matrices = _views(self._weights, shapes)
        self._load_data()
        gradients = _views(self._gradient, shapes)
        record = tanh_step if workload.activation == "tanh" else relu_step
        self._step = record(workload, self._matrices, gradients)
        self.prepare()

    def _load_data(self) -> None:
        workload = self.workload
        rows, labels = workload.data
        outputs = workload.sizes[-1]
        self._rows = np.ones((len(rows), rows.shape[1] + 1), np.float32)
        self._rows[:, :-1] = rows
        answers = labels[:, np.newaxis] if outputs == 1 else np.eye(outputs)[labels]
        self._targets = np.ascontiguousarray(answers.T, np.float32)
        self._shuffled_rows, self._shuffled_targets = self._rows.copy(), self._targets.copy()
        self._batches = [
            Batch(part, part.T, self._shuffled_targets[:, start : start + workload.batch])
            for start in range(0, len(rows), workload.batch)
            for part in [self._shuffled_rows[start : start + workload.batch]]
        ]

    def prepare(self) -> None:
        """Initial weights and a new optimizer."""
        for view, matrix in zip(self._matrices, self.workload.initial(), strict=True):
            view[:] = matrix
        self._memory.fill(0)
        self._orders = self.workload.orders()
        self._update = update(self.workload, self._weights, self._gradient, *self._memory)

    def run(self, count: int) -> None:
        """Train so many epochs."""
        self.follow(self._orders, count)

    def follow(self, orders: Iterator[Labels], epochs: int) -> None:
        """Train epochs in the orders given."""
        step, move, batches = self._step, self._update, self._batches
        for _ in range(epochs):
            order = next(orders)
            np.take(self._rows, order, axis=0, out=self._shuffled_rows, mode="clip")
            np.take(self._targets, order, axis=1, out=self._shuffled_targets, mode="clip")
            for batch in batches:
                step(batch)
                move()

    def matrices(self) -> Matrices:
        """The weights now."""
        return [np.array(matrix) for matrix in self._matrices]


def _views(vector: Floats, shapes: list[tuple[int, int]]) -> list[Floats]:
    ends = np.cumsum([rows * columns for rows, columns in shapes])
    parts = np.split(vector, ends[:-1])
    return [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]
