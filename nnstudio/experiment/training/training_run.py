"""One run of one experiment: its trainer, advanced piece by piece, and looks into it.

The session and the command line both train through it, so both get the same numbers.
"""

from dataclasses import replace
from time import perf_counter, thread_time

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.network import Network
from nnstudio.core.rows import Inputs
from nnstudio.core.trainer import Evaluation, Trainer, TrainerState
from nnstudio.experiment.data.prepare import Prepared, reconfigure
from nnstudio.experiment.data.repainted import is_painted_over
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing.lineage import Lineage, by_places
from nnstudio.experiment.looks import probes
from nnstudio.experiment.looks.finite import frozen
from nnstudio.experiment.looks.glances import Glances
from nnstudio.experiment.looks.inner_looks import InnerLooks
from nnstudio.experiment.looks.insights import LayerInside
from nnstudio.experiment.looks.probes import ProbeCache
from nnstudio.experiment.looks.snapshot import Floats, Metrics, ProbeRequest, Regions, Snapshot
from nnstudio.experiment.looks.step_watch import StepWatch
from nnstudio.experiment.training.checkpoint import Checkpoint
from nnstudio.experiment.training.evaluation import measure
from nnstudio.experiment.training.forebears import Forebear, remembered
from nnstudio.experiment.training.schedule import next_due
from nnstudio.experiment.training.throughput import Throughput

_JUDGING = 0.02  # of the time while training that metrics for snapshots may take,
_SOONEST, _LATEST = 0.045, 5.0  # seconds between two of them, at least and at most
_GROWTH = 8  # by which the number of steps of a piece may grow from one piece to the next


class TrainingRun:
    """Run `run_id` of prepared data. Belongs to one thread."""

    def __init__(self, run_id: int, prepared: Prepared, lineage: Lineage | None = None) -> None:
        """Without a `lineage` layers and units are known by their places."""
        self.run_id = run_id
        self.prepared = prepared
        self._lineage = lineage or by_places(len(prepared.network.layers))
        self._forebears: tuple[Forebear, ...] = ()  # the newest first
        self.trainer = Trainer(
            prepared.network,
            prepared.training,
            prepared.train_rows,
            prepared.train_targets,
            seed=prepared.experiment.seed,
        )
        self._serial = 0
        self._probes = ProbeCache(prepared)
        self.watch = StepWatch(self.trainer)
        self._looks, self._glances = InnerLooks(self._probes, self.watch), Glances(self._probes)
        self.set_by_hand = False  # whether there is something to keep before the first step
        self._start_over()

    def take_over(self, other: "TrainingRun") -> bool:
        """Go on from where a run with the same data was, keeping the weights of what is the same.

        What a forebear of that run knew of layers and units that are back is remembered.
        Returns False, and starts at epoch 0, where the data differ or there is nothing to keep.
        """
        untouched = other.trainer.step == 0 and not other.set_by_hand
        if untouched or not _same_data(self.prepared, other.prepared):
            return False
        known = Forebear(other.trainer.network, other._lineage, other.prepared.input_names)
        for forebear in reversed(other._forebears):
            forebear.hand_down(self.trainer.network, self._lineage, self.prepared.input_names)
        origins = known.origins(self.trainer.network, self._lineage, self.prepared.input_names)
        copied = self.trainer.take_over(other.trainer, *origins)
        self._forebears = remembered(known, other._forebears, copied)
        self.set_by_hand = other.set_by_hand
        return True

    def _start_over(self) -> None:
        self.throughput = Throughput()
        self._metrics: Metrics | None = None
        self._judging_due = 0.0  # when metrics for a hurried snapshot are to be new ones
        self._last_steps, self._seconds_per_step = 1, 1.0

    def reset(self) -> None:
        """Back to the initial weights and epoch 0."""
        self.trainer.reset()
        self._forebears = ()
        self.set_by_hand = False
        self.watch.forget_path()
        self._probes.forget_ranges()
        self._start_over()

    def advance(self, target: int, seconds: float) -> Metrics | None:
        """Train for about `seconds`, at least a step, towards the end of epoch `target`.

        Stops at the end of an epoch whose metrics are due, and of the target; returns the metrics
        there, otherwise None. Raises Diverged.
        """
        trainer = self.trainer
        stop = min(target, next_due(trainer.epoch))
        steps = min(
            self._steps_in(seconds),
            trainer.steps_left + (stop - trainer.epoch - 1) * trainer.steps_per_epoch,
        )
        self.take(steps)
        if trainer.epoch != stop:
            return None
        metrics = self.metrics()
        trainer.verify(metrics.train_loss)
        return metrics

    def take(self, steps: int) -> None:
        """Take exactly so many steps. Raises Diverged."""
        start = perf_counter()
        self.watch.advance(steps)
        taken = max(perf_counter() - start, 1e-9)
        examples = steps * len(self.prepared.train_rows) / self.trainer.steps_per_epoch
        self.throughput.add(examples, taken)
        self._last_steps, self._seconds_per_step = steps, taken / steps

    @property
    def seconds_per_step(self) -> float:
        """How long a step took lately; 1 before the first."""
        return self._seconds_per_step

    def _steps_in(self, seconds: float) -> int:
        return max(1, min(int(seconds / self._seconds_per_step), _GROWTH * self._last_steps))

    def configure(self, experiment: Experiment) -> None:
        """Take over training settings and dropout; weights stay. Raises ExperimentError."""
        self.prepared = reconfigure(self.prepared, experiment)
        self.trainer.configure(self.prepared.network, self.prepared.training)
        self._probes.prepared = self.prepared
        self._metrics = None

    def set_parameter(self, layer: int, row: int, column: int | None, value: float) -> None:
        """Give one number of a layer's matrix, or with `column` None a slope, another value."""
        if column is None:
            self.trainer.set_slope(layer, row, value)
        else:
            self.trainer.set_parameter(layer, row, column, value)
        self.watch.forget_step()
        self.set_by_hand = True
        self._metrics = None

    def put(self, weights: Checkpoint) -> bool:
        """Go on from trained weights; False, and nothing is done, where they do not fit."""
        trainer, network = self.trainer, self.trainer.network
        mine = [part for part in (*network.matrices, *network.slopes) if part is not None]
        theirs = [part for part in (*weights.matrices, *weights.slopes) if part is not None]
        if [part.shape for part in mine] != [part.shape for part in theirs]:
            return False
        for here, there in zip(mine, theirs, strict=True):
            here[...] = there
        state = trainer.state()
        engine = replace(state.engine, step=weights.step, epoch=weights.epoch)
        trainer.restore(replace(state, engine=engine))
        # Watching for divergence starts from these weights, as after any change by hand.
        trainer.set_parameter(0, 0, 0, float(network.matrices[0][0, 0]))
        self.set_by_hand = True
        self._metrics = None
        return True

    def restore(self, state: TrainerState, metrics: Metrics | None) -> None:
        """Go to another moment of this run, whose `metrics` under its settings may be known."""
        self.trainer.restore(state)
        self.watch.forget_step()
        self._metrics = metrics if state.training == self.trainer.training else None
        self._probes.scores, self._judging_due = None, 0.0

    @property
    def known_metrics(self) -> Metrics | None:
        """The metrics of this moment if they were taken."""
        known = self._metrics
        return known if known is not None and known.step == self.trainer.step else None

    def metrics(self) -> Metrics:
        """How good the network is at this moment."""
        if self.known_metrics is None:
            self._metrics = self._evaluate()
        assert self._metrics is not None  # just taken
        return self._metrics

    def _late_metrics(self) -> Metrics:
        """The last metrics, or new ones if these are old beside what they cost, at this step."""
        known = self._metrics
        if known is None or perf_counter() >= self._judging_due:
            known = self.metrics()
        return replace(known, epoch=self.trainer.epoch, step=self.trainer.step)

    def _evaluate(self) -> Metrics:
        start, begun = perf_counter(), thread_time()
        trainer, judged = self.trainer, list[Floats]()

        def evaluate(inputs: Inputs, targets: NDArray[np.generic]) -> Evaluation:
            found = trainer.evaluate(inputs, targets)
            judged.append(found.outputs)
            return found

        metrics = measure(
            self.prepared,
            evaluate,
            epoch=trainer.epoch,
            step=trainer.step,
            penalty=trainer.penalty(),
        )
        self._probes.keep_scores(judged)
        rest = (thread_time() - begun) / _JUDGING
        self._judging_due = start + min(max(rest, _SOONEST), _LATEST)
        return metrics

    def inside(self) -> tuple[LayerInside, ...]:
        """The distributions of every layer at this moment."""
        return self._looks.inside()

    def snapshot(self, request: ProbeRequest, *, hurried: bool = False) -> Snapshot:
        """The present moment, with everything `request` asks for.

        When `hurried`, what takes long may be of a moment a little earlier.
        """
        self._serial += 1
        network, cache, looks = self.trainer.network, self._probes, self._looks
        glances, bins = self._glances, request.unit_histograms
        self.watch.wants_step = request.inside
        # whose scores the predictions are made of
        metrics = self._late_metrics() if hurried else self.metrics()
        regions, maps = glances.pictures(network, request, hurried=hurried)
        return Snapshot(
            run_id=self.run_id,
            serial=self._serial,
            metrics=metrics,
            matrices=tuple(frozen(matrix) for matrix in network.matrices),
            slopes=tuple(None if s is None else frozen(s) for s in network.slopes),
            examples_per_second=self.throughput.recent,
            regions=regions,
            unit_maps=maps,
            unit_histograms=glances.histograms(network, bins, hurried=hurried) if bins else (),
            activity=glances.activity(network, hurried=hurried) if request.activity else (),
            gradients=probes.gradients(cache, network) if request.gradients else None,
            predictions=_predictions(cache, network, regions) if request.predictions else None,
            gradient_facts=looks.facts(hurried=hurried) if request.verdicts else (),
            inside=looks.inside() if request.inside else (),
            sums=looks.sums(*request.sums) if request.sums else None,
            surface=looks.surface(self.trainer.step, hurried=hurried),
            path=self.watch.path() if self.watch.pair else None,
            memory=self.trainer.memory if request.memory else None,
        )


def _predictions(cache: ProbeCache, network: Network, regions: Regions | None) -> Floats:
    return probes.predictions(cache, network) if regions is None else regions.predictions


def _same_data(first: Prepared, second: Prepared) -> bool:
    one, other = first.experiment, second.experiment
    if (one.preprocessing, one.seed) != (other.preprocessing, other.seed):
        return False
    return one.data == other.data or is_painted_over(first, second)
