"""Peers as contenders: scikit-learn's MLPClassifier and, where it is installed, PyTorch."""

import importlib.util
import warnings
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import numpy as np

from tests.benchmarks.workloads import Labels, Matrices, Workload

TORCH_MISSING = "torch is not installed"


def has_torch() -> bool:
    """Whether PyTorch can be compared with."""
    return importlib.util.find_spec("torch") is not None


class ScikitLearn:
    """`fit` with warm_start, which checks its input once a call; `partial_fit` is slower.

    Two classes always have one logistic output here: a little less work than two.
    """

    def __init__(self, workload: Workload) -> None:
        self.workload = workload.with_one_output()
        self._rows, self._labels = workload.data
        self.prepare()

    def prepare(self) -> None:
        """A model whose arrays a first call made, the shared initial weights in their place."""
        size = self.workload.batch
        self._model = self._new_model()
        classes = np.unique(self._labels)
        self._model.partial_fit(self._rows[:size], self._labels[:size], classes=classes)
        layers = zip(self._model.coefs_, self._model.intercepts_, strict=True)
        for matrix, (weights, biases) in zip(self.workload.initial(), layers, strict=True):
            weights[...] = matrix[:, :-1].T
            biases[...] = matrix[:, -1]
        del self._model._optimizer  # which remembers that call; the next one makes another

    def _new_model(self) -> Any:
        from sklearn.neural_network import MLPClassifier

        workload = self.workload
        return MLPClassifier(
            hidden_layer_sizes=workload.sizes[1:-1],
            activation=workload.activation,
            solver="adam" if workload.optimizer == "adam" else "sgd",
            alpha=0.0,
            batch_size=workload.batch,
            learning_rate_init=workload.rate,
            momentum=0.9 if workload.optimizer == "momentum" else 0.0,
            nesterovs_momentum=False,
            tol=0.0,
            n_iter_no_change=2**30,
            warm_start=True,
            random_state=0,
        )

    def run(self, count: int) -> None:
        """Train so many epochs in one call, shuffled."""
        self._model.max_iter = count
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it thinks that training has not converged
            self._model.fit(self._rows, self._labels)

    def follow(self, orders: Iterator[Labels], epochs: int) -> None:
        """Train epochs in the orders given."""
        self._model.shuffle = False
        for _ in range(epochs):
            order = next(orders)
            self._model.partial_fit(self._rows[order], self._labels[order])

    def matrices(self) -> Matrices:
        """The weights now."""
        layers = zip(self._model.coefs_, self._model.intercepts_, strict=True)
        return [np.column_stack([weights.T, biases]) for weights, biases in layers]


class Torch:
    """Eager PyTorch on the CPU, its step written as its tutorials write it."""

    def __init__(self, workload: Workload) -> None:
        torch: Any = import_module("torch")
        torch.set_num_threads(1)
        self._torch = torch
        self.workload = workload
        rows, labels = workload.data
        single = workload.sizes[-1] == 1
        self._rows = torch.from_numpy(rows.copy())
        targets = labels.astype(np.float32)[:, np.newaxis] if single else labels.copy()
        self._targets = torch.from_numpy(targets)
        loss = torch.nn.BCEWithLogitsLoss if single else torch.nn.CrossEntropyLoss
        self._loss: Any = loss()
        self.prepare()

    def prepare(self) -> None:
        """A network with the shared initial weights, and a new optimizer."""
        torch, workload = self._torch, self.workload
        activation = torch.nn.Tanh if workload.activation == "tanh" else torch.nn.ReLU
        parts: list[Any] = []
        self._linear: list[Any] = []
        for matrix in workload.initial():
            layer = torch.nn.Linear(matrix.shape[1] - 1, matrix.shape[0])
            with torch.no_grad():
                layer.weight.copy_(torch.from_numpy(matrix[:, :-1].copy()))
                layer.bias.copy_(torch.from_numpy(matrix[:, -1].copy()))
            self._linear.append(layer)
            parts += [layer, activation()]
        self._network: Any = torch.nn.Sequential(*parts[:-1])
        parameters = self._network.parameters()
        if workload.optimizer == "adam":
            self._optimizer: Any = torch.optim.Adam(parameters, lr=workload.rate)
        else:
            momentum = 0.9 if workload.optimizer == "momentum" else 0.0
            self._optimizer = torch.optim.SGD(parameters, lr=workload.rate, momentum=momentum)

    def run(self, count: int) -> None:
        """Train so many epochs."""
        orders = (self._torch.randperm(self.workload.examples) for _ in range(count))
        self._train(orders)

    def follow(self, orders: Iterator[Labels], epochs: int) -> None:
        """Train epochs in the orders given."""
        self._train(self._torch.from_numpy(next(orders)) for _ in range(epochs))

    def _train(self, orders: Iterator[Any]) -> None:
        network, loss, optimizer = self._network, self._loss, self._optimizer
        rows, targets, size = self._rows, self._targets, self.workload.batch
        for order in orders:
            total = 0.0
            for start in range(0, len(order), size):
                batch = order[start : start + size]
                optimizer.zero_grad()
                cost = loss(network(rows[batch]), targets[batch])
                cost.backward()
                optimizer.step()
                total += cost.item()

    def matrices(self) -> Matrices:
        """The weights now."""
        return [
            np.column_stack([layer.weight.detach().numpy(), layer.bias.detach().numpy()])
            for layer in self._linear
        ]
