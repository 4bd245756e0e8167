"""The core against its peers, against a reference tuned by hand, and against the machine's peak."""

import numpy as np

from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.looks.snapshot import ProbeRequest
from nnstudio.experiment.training.training_run import TrainingRun
from tests.benchmarks import timing
from tests.benchmarks.experiments import spiral_lecture
from tests.benchmarks.ours import Ours
from tests.benchmarks.peers import TORCH_MISSING, ScikitLearn, Torch, has_torch
from tests.benchmarks.report import Line
from tests.benchmarks.timing import Rates, ratio
from tests.benchmarks.tuned import Tuned
from tests.benchmarks.verify import ADAM_TOLERANCE, TOLERANCE, check
from tests.benchmarks.workloads import CLASSROOM, LARGE_IMAGES, SPIRAL, Workload

SCIKIT_LIMITS = ((10.0, 14.0), (8.0, 10.0), (3.0, 3.6), (1.8, 2.1))
TORCH_LIMITS = ((18.0, 24.0), (14.0, 20.0), (3.0, 4.0), (1.1, 1.4))
TUNED_LIMITS = ((0.85, 0.95), (0.85, 0.95), (0.90, 1.0), (0.90, 1.0), (0.90, 1.0))

# TensorFlow Playground's engine (nn.ts) on its own spiral, 250 + 250 examples, under Node.js: what
# the tuned reference makes in a CPU second over what the engine makes. PUBLISHED are 67,000 and
# 26,000 steps; the others were measured here in turns with Node.js 20.
PUBLISHED = 67_000 / 26_000
TRAINING, WITH_PICTURES = 2.2, 53.0


def measure(quick: bool) -> list[Line]:
    """All lines about the core's speed in training one network."""
    # Several epochs also of the large networks: how they train counts, not how they start.
    rounds, seconds = (3, 0.05) if quick else (9, 0.5)
    found = {workload: _race(workload, rounds, seconds) for workload in CLASSROOM}
    lines = [
        _line("scikit-learn fit", workload, rates, ScikitLearn, limits)
        for (workload, rates), limits in zip(found.items(), SCIKIT_LIMITS, strict=True)
    ]
    lines += [
        _line("PyTorch eager, one thread", workload, rates, Torch, limits)
        for (workload, rates), limits in zip(found.items(), TORCH_LIMITS, strict=True)
    ]
    found[LARGE_IMAGES] = _race(LARGE_IMAGES, rounds, seconds)
    lines.append(_peak_line(found[LARGE_IMAGES]))
    lines += _playground_lines(rounds, seconds)
    lines += [
        _line("tuned reference", workload, rates, Tuned, limits)
        for (workload, rates), limits in zip(found.items(), TUNED_LIMITS, strict=True)
    ]
    return lines


class Peak:
    """Not a network: products of two large single-precision matrices."""

    SIZE = 2048

    def __init__(self) -> None:
        rng = np.random.default_rng(0)
        self._left, self._right = rng.random((2, self.SIZE, self.SIZE), np.float32)
        self._result = np.empty_like(self._left)

    def prepare(self) -> None:
        """Nothing."""

    def run(self, count: int) -> None:
        """Multiply so many times."""
        for _ in range(count):
            np.dot(self._left, self._right, out=self._result)


class WithPictures:
    """Training as a lecture sees it: after each epoch both losses and every neuron's picture."""

    def __init__(self) -> None:
        self._run = TrainingRun(1, prepare(spiral_lecture()))
        self._request = ProbeRequest(unit_maps=100)
        self.steps = self._run.trainer.steps_per_epoch

    def prepare(self) -> None:
        """Initial weights."""
        self._run.reset()

    def run(self, count: int) -> None:
        """Train so many epochs and look after each."""
        for _ in range(count):
            self._run.take(self.steps)
            self._run.snapshot(self._request)


def _race(workload: Workload, rounds: int, seconds: float) -> dict[str, Rates]:
    """Epochs per second of everybody on one workload, who were checked to do the same work."""
    check(Tuned(workload))
    contenders: dict[str, timing.Contender] = {"Ours": Ours(workload), "Tuned": Tuned(workload)}
    if workload is LARGE_IMAGES:
        contenders["Peak"] = Peak()
        return timing.rates(contenders, rounds, seconds)
    adam = workload.optimizer == "adam"
    check(ScikitLearn(workload), ADAM_TOLERANCE if adam else TOLERANCE)
    contenders["ScikitLearn"] = ScikitLearn(workload)
    if has_torch():
        check(Torch(workload))
        contenders["Torch"] = Torch(workload)
    return timing.rates(contenders, rounds, seconds)


def _line(
    title: str,
    workload: Workload,
    rates: dict[str, Rates],
    peer: type,
    limits: tuple[float, float],
) -> Line:
    what = f"steps/s against {title}: {workload.name}"
    if peer.__name__ not in rates:
        return Line(what, None, "x", *limits, TORCH_MISSING)
    ours, other = rates["Ours"], rates[peer.__name__]
    steps = np.median(ours) * workload.steps_per_epoch, np.median(other) * workload.steps_per_epoch
    return Line(what, ratio(ours, other), "x", *limits, f"{steps[0]:,.0f} to {steps[1]:,.0f}")


def _peak_line(rates: dict[str, Rates]) -> Line:
    workload = LARGE_IMAGES
    flops = rates["Ours"] * workload.steps_per_epoch * workload.flops_per_step
    peak = rates["Peak"] * 2 * Peak.SIZE**3
    note = f"peak {np.median(peak) / 1e9:.0f} GFLOP/s; one thread"
    what = f"share of the matrix peak, momentum: {workload.name}"
    return Line(what, ratio(flops, peak), "", 0.65, 0.75, note)


def _playground_lines(rounds: int, seconds: float) -> list[Line]:
    pictures = WithPictures()
    contenders: dict[str, timing.Contender] = {
        "Ours": Ours(SPIRAL),
        "Tuned": Tuned(SPIRAL),
        "Pictures": pictures,
    }
    rates = timing.rates(contenders, rounds, seconds)
    tuned = rates["Tuned"] * SPIRAL.steps_per_epoch
    training = ratio(rates["Ours"] * SPIRAL.steps_per_epoch, tuned)
    looking = ratio(rates["Pictures"] * pictures.steps, tuned)
    playground = "steps/s against TensorFlow Playground's engine: 2-8-8-8-1 batch 10"
    return [
        Line(
            f"{playground}, training only",
            training * PUBLISHED,
            "x",
            1.8,
            2.5,
            f"from the published 67,000 to 26,000 of the tuned reference; {training * TRAINING:.2g}"
            f" x by Node.js 20 on the same machine, where the reference makes {TRAINING} x",
        ),
        Line(
            f"{playground}, with both losses and a 100x100 picture of every neuron at each epoch",
            looking * WITH_PICTURES,
            "x",
            15.0,
            40.0,
            f"from {WITH_PICTURES:.0f} x of the tuned reference without pictures, as measured with "
            "Node.js 20 on the same machine",
        ),
    ]
