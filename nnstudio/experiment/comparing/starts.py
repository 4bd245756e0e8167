"""Many random starts: the same network on the same data from many initial weights.

They train as populations, so that thirty take a few times as long as one. `StartsThread` does it
beside the window, which polls it and may cancel.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from operator import attrgetter

import numpy as np
from typing_extensions import override

from nnstudio.core.network import Network
from nnstudio.experiment.data.prepare import Prepared, prepare
from nnstudio.experiment.document import MAX_SEED, Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.editing.differences import titles
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.looks import probes
from nnstudio.experiment.looks.probes import ProbeCache
from nnstudio.experiment.looks.snapshot import Plane, Regions
from nnstudio.experiment.sweeps.together import Share, train_together
from nnstudio.experiment.sweeps.units import parts, size_of
from nnstudio.experiment.training.background import Background
from nnstudio.experiment.training.checkpoint import Checkpoint
from nnstudio.experiment.training.run import Result

USUAL = 30
_CELLS = 48


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """One start and how it ended; `regions` only where the data lie in a plane."""

    result: Result
    regions: Regions | None

    @property
    def seed(self) -> int:
        """What drew its weights."""
        return self.result.experiment.seed

    @property
    def loss(self) -> float:
        """The final loss on the training split, infinite where it is no number."""
        loss = self.result.metrics.train_loss
        return loss if isfinite(loss) else float("inf")

    @property
    def weights(self) -> Checkpoint:
        """Its trained weights."""
        result = self.result
        return Checkpoint(result.metrics.epoch, result.metrics.step, result.matrices, result.slopes)


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """All starts of one experiment, the lowest final loss first; `title` tells it from others."""

    title: str
    prepared: Prepared
    starts: tuple[Start, ...]

    def quantile(self, share: float) -> float:
        """The final loss that so large a share of the starts stays below or at."""
        losses = [start.loss for start in self.starts if isfinite(start.loss)]
        return float(np.quantile(losses, share)) if losses else float("nan")


def seeds_of(experiment: Experiment, count: int) -> tuple[Experiment, ...]:
    """The experiment with `count` seeds from its own on, on the data that it has."""
    seeds = [(experiment.seed + number) % (MAX_SEED + 1) for number in range(count)]
    return tuple(edits.new_weights(experiment, seed) for seed in seeds)


def try_starts(
    experiment: Experiment,
    count: int = USUAL,
    title: str = "",
    on_share: Share = lambda share: None,
) -> Trial:
    """Train `count` starts to the last epoch; raises ExperimentError.

    What `on_share` raises when told of the progress ends it.
    """
    prepared, members = prepare(experiment), seeds_of(experiment, count)
    results: list[Result] = []
    for part in parts(members, size_of(prepared).members):
        done = len(results)
        on_part = _of_all(on_share, done / count, len(part) / count)
        results += train_together(part, on_share=on_part)
    starts = [Start(result, regions) for result, regions in _seen(prepared, results)]
    return Trial(title, prepared, tuple(sorted(starts, key=attrgetter("loss"))))


def _of_all(on_share: Share, done: float, part: float) -> Share:
    """Tells of a part of what is to be done as of the whole."""

    def tell(share: float) -> None:
        on_share(done + share * part)

    return tell


def _seen(prepared: Prepared, results: Sequence[Result]) -> list[tuple[Result, Regions | None]]:
    """Each result with its regions, if there is a plane."""
    if not prepared.dataset.is_plane:
        return [(result, None) for result in results]
    cache, network = ProbeCache(prepared), Network(prepared.network, np.float32)
    seen: list[tuple[Result, Regions | None]] = []
    with np.errstate(all="ignore"):
        for result in results:
            _put(network, result)
            seen.append((result, probes.regions(cache, network, Plane(), _CELLS)))
    return seen


def _put(network: Network, result: Result) -> None:
    for here, there in zip(network.matrices, result.matrices, strict=True):
        here[...] = there
    for mine, its in zip(network.slopes, result.slopes, strict=True):
        if mine is not None and its is not None:
            mine[...] = its


@dataclass(frozen=True, slots=True, eq=False)
class Progress:
    """How far the starts are, with the trials that are done; `problem` ends it all."""

    share: float
    trials: tuple[Trial, ...] = ()
    is_over: bool = False
    problem: ExperimentError | None = None


class _CancelledError(Exception):
    """The starts are not wanted any more."""


class StartsThread(Background[Progress]):
    """The starts of one or several experiments; closing cancels what is not done."""

    def __init__(self, experiments: Sequence[Experiment], count: int = USUAL) -> None:
        super().__init__("starts")
        self._experiments, self._count = tuple(experiments), count

    @override
    def _work(self) -> None:
        trials: list[Trial] = []
        names = titles(self._experiments) if len(self._experiments) > 1 else ("",)
        try:
            for experiment, title in zip(self._experiments, names, strict=True):
                tell = self._teller(tuple(trials))
                trials.append(try_starts(experiment, self._count, title, tell))
        except ExperimentError as error:
            self._mailbox.put(Progress(0.0, tuple(trials), True, error))
        except _CancelledError:
            self._mailbox.put(Progress(0.0, tuple(trials), True))
        else:
            self._mailbox.put(Progress(1.0, tuple(trials), True))

    def _teller(self, done: tuple[Trial, ...]) -> Callable[[float], None]:
        count = len(self._experiments)

        def tell(share: float) -> None:
            if self._end.is_set():
                raise _CancelledError
            self._mailbox.put(Progress((len(done) + share) / count, done))

        return tell
