"""Looks into one run that cost more than a glance: distributions, gradients, the loss surface."""

import numpy as np

from nnstudio.experiment.looks import distributions, probes
from nnstudio.experiment.looks.activity import PROBE_EXAMPLES
from nnstudio.experiment.looks.gradient_facts import gradient_facts
from nnstudio.experiment.looks.gradients import GradientProbe
from nnstudio.experiment.looks.insights import GradientFacts, LayerInside, LossSurface, UnitSums
from nnstudio.experiment.looks.loss_surface import QUICK_WORK, WORK, Lookout, loss_surface
from nnstudio.experiment.looks.paced import Paced
from nnstudio.experiment.looks.probes import ProbeCache
from nnstudio.experiment.looks.snapshot import Floats
from nnstudio.experiment.looks.step_watch import StepWatch
from nnstudio.experiment.looks.unit_sums import unit_sums

_FACTS_INTERVAL, _SURFACE_INTERVAL = 0.25, 0.5  # seconds while training
_SHARE = 0.01  # of the time while training, for each of the two


class InnerLooks:
    """What a run's thread makes for snapshots; `hurried` while training, else all is of now."""

    def __init__(self, cache: ProbeCache, watch: StepWatch) -> None:
        self._cache, self._watch = cache, watch
        self._axes: list[distributions.Axes] = [{} for _ in cache.prepared.network.layers]
        self._facts: Paced[tuple[GradientFacts, ...]] = Paced(_FACTS_INTERVAL, _SHARE)
        self._surface: Paced[LossSurface] = Paced(_SURFACE_INTERVAL, _SHARE)
        self._batch_probe: GradientProbe | None = None
        self._known_inputs: Floats | None = None

    def facts(self, *, hurried: bool) -> tuple[GradientFacts, ...]:
        """What the gradients of every layer come to."""
        training = self._cache.prepared.training
        return self._facts.get(training, self._take_facts, hurried=hurried)

    def inside(self) -> tuple[LayerInside, ...]:
        """All distributions."""
        network = self._watch.network
        gradients = probes.gradients(self._cache, network).matrices
        before = self._watch.matrices_before
        ranges = self._cache.ranges
        return distributions.measure(network, self._inputs, gradients, before, self._axes, ranges)

    def sums(self, layer: int, unit: int) -> UnitSums | None:
        """What one unit adds up on the probe."""
        return unit_sums(self._watch.network, self._inputs, layer, unit)

    def surface(self, step: int, *, hurried: bool) -> LossSurface | None:
        """The loss over the two weights that are followed."""
        watch, prepared = self._watch, self._cache.prepared
        if watch.pair is None:
            return None
        targets = prepared.train_targets[:: self._stride]
        lookout = Lookout(self._inputs, targets, prepared.training.loss)
        pair, extent = watch.pair, watch.extent()
        work = QUICK_WORK if hurried else WORK

        def take() -> LossSurface:
            return loss_surface(watch.network, lookout, pair, extent, step, work)

        key = pair, extent, prepared.training.loss
        return self._surface.get(key, take, hurried=hurried)

    @property
    def _stride(self) -> int:
        return -(-len(self._cache.train_inputs) // PROBE_EXAMPLES)

    @property
    def _inputs(self) -> Floats:
        if self._known_inputs is None:
            self._known_inputs = np.asarray(self._cache.train_inputs[:: self._stride], np.float32)
        return self._known_inputs

    def _take_facts(self) -> tuple[GradientFacts, ...]:
        network, cache = self._watch.network, self._cache
        training = cache.prepared.training
        probe, examples = self._batch_probe, min(training.batch_size, len(self._inputs))
        known = probe is not None and probe.is_for(network, training)
        if probe is None or not known or probe.examples != examples:
            targets = cache.prepared.train_targets[:: self._stride][:examples]
            probe = GradientProbe(network, training, self._inputs[:examples], targets)
            self._batch_probe = probe
        on_probe = probes.gradients(cache, network).matrices
        on_batch = probe.measure().matrices
        return gradient_facts(network.spec.layers, on_probe, on_batch, examples)
