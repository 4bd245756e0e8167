"""Decision regions and the picture of every neuron, against a plain forward pass in doubles."""

import numpy as np

from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.looks import probes
from nnstudio.experiment.looks.probes import ProbeCache
from nnstudio.experiment.looks.snapshot import Plane, ProbeRequest
from nnstudio.experiment.training.training_run import TrainingRun
from tests.benchmarks import timing
from tests.benchmarks.experiments import spiral_lecture
from tests.benchmarks.report import Line
from tests.benchmarks.verify import DifferentWork
from tests.benchmarks.workloads import Floats

_SIDE = 200
_PLANE = Plane()
_REQUEST = ProbeRequest(regions=_SIDE, unit_maps=_SIDE, plane=_PLANE)


class Probes:
    """What a snapshot does for the panels: regions, predictions, and a picture of every unit."""

    def __init__(self, run: TrainingRun) -> None:
        self._network = run.trainer.network
        self._cache = ProbeCache(run.prepared)
        self.pictures: list[Floats] = []

    def prepare(self) -> None:
        """Nothing."""

    def run(self, count: int) -> None:
        """So many times."""
        for _ in range(count):
            shown, maps = probes.plane_pictures(self._cache, self._network, _REQUEST)
            assert shown is not None  # it was asked for
            self.pictures = [*maps[1:], shown.outputs[1:]]


class OnePass(Probes):
    """Its larger part: one pass over the grid that keeps every unit's outputs."""

    def __init__(self, run: TrainingRun) -> None:
        super().__init__(run)
        self._pass = self._cache.plane_pass(_PLANE, _SIDE)

    def run(self, count: int) -> None:
        """So many times."""
        for _ in range(count):
            self._pass.outputs(self._network, probes.MAX_MAPPED_UNITS)


class Naive:
    """As a tutorial writes it: (points, units) in double precision, a new array a line."""

    def __init__(self, run: TrainingRun) -> None:
        prepared = run.prepared
        cache = ProbeCache(prepared)
        self._grid = cache.prepared.encode(cache.frame(_PLANE).grid(_SIDE)).astype(np.float64)
        self._inputs = prepared.encode(prepared.dataset.rows)
        matrices = [matrix.astype(np.float64) for matrix in run.trainer.network.matrices]
        self._layers = [(matrix[:, :-1].T.copy(), matrix[:, -1].copy()) for matrix in matrices]
        self.pictures: list[Floats] = []

    def prepare(self) -> None:
        """Nothing."""

    def run(self, count: int) -> None:
        """So many times."""
        for _ in range(count):
            *hidden, scores = self._outputs(self._grid)
            chances = 1.0 / (1.0 + np.exp(-scores))
            layers = [*hidden, scores, chances]
            self.pictures = [layer.T.reshape(-1, _SIDE, _SIDE) for layer in layers]
            _ = self._outputs(self._inputs)[-1] > 0

    def _outputs(self, rows: Floats) -> list[Floats]:
        outputs: list[Floats] = []
        for weights, biases in self._layers[:-1]:
            rows = np.tanh(rows @ weights + biases)
            outputs.append(rows)
        weights, biases = self._layers[-1]
        return [*outputs, rows @ weights + biases]


def measure(quick: bool) -> list[Line]:
    """One line; that the pictures agree is checked first."""
    run = TrainingRun(1, prepare(spiral_lecture()))
    run.take(5_000)
    ours, naive = Probes(run), Naive(run)
    _check(ours, naive)
    contenders: dict[str, timing.Contender] = {"ours": ours, "naive": naive, "pass": OnePass(run)}
    rates = timing.rates(contenders, *((5, 0.1) if quick else (15, 0.2)))
    times = {name: f"{1e3 / np.median(rate):.2g} ms" for name, rate in rates.items()}
    alone = timing.ratio(rates["pass"], rates["naive"])
    note = f"{times['ours']} to {times['naive']}; the pass alone {times['pass']}, {alone:.1f} x"
    what = f"regions {_SIDE}x{_SIDE} with every neuron of 2-8-8-8-1 against plain doubles"
    return [Line(what, timing.ratio(rates["ours"], rates["naive"]), "x", 5.0, 8.0, note)]


def _check(ours: Probes, naive: Naive) -> None:
    ours.run(1)
    naive.run(1)
    for one, other in zip(ours.pictures, naive.pictures, strict=True):
        difference = float(np.abs(one - other).max())
        if difference > 1e-3:
            raise DifferentWork(f"pictures differ by {difference:.2g}")
