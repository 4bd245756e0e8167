"""Training several experiments as one population, each with the result it has on its own."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np

from nnstudio.core.counts import count_network
from nnstudio.core.population import Population
from nnstudio.experiment.data.prepare import Prepared, prepare, reconfigure
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.looks.finite import frozen
from nnstudio.experiment.looks.layer_report import report_layers
from nnstudio.experiment.looks.snapshot import Metrics
from nnstudio.experiment.training.divergence import explain
from nnstudio.experiment.training.evaluation import measure
from nnstudio.experiment.training.run import Result, train
from nnstudio.experiment.training.stopping import has_rules

Share = Callable[[float], None]
"""Called with the share of the training that is done; what it raises ends the training."""

_PIECE = 0.05  # seconds of training between two signs of progress


def train_together(
    experiments: Sequence[Experiment],
    folder: Path | None = None,
    on_share: Share = lambda share: None,
) -> list[Result]:
    """One result an experiment, in order; each has an even share of the time that all took.

    The experiments see the same data and differ in seed, learning rate, penalties and in how
    weights start, in nothing else. Raises ExperimentError.
    """
    if len(experiments) == 1 or has_rules(experiments[0].training):
        return _one_by_one(experiments, folder, on_share)
    start = perf_counter()
    prepared = prepare(experiments[0], folder)
    members = [reconfigure(prepared, experiment) for experiment in experiments]
    population = _population(members)
    steps = experiments[0].training.epochs * population.steps_per_epoch
    began = perf_counter()
    _advance(population, steps, on_share)
    taken = max(perf_counter() - began, 1e-9)
    examples = steps * len(prepared.train_rows) / population.steps_per_epoch
    speed = len(members) * examples / taken
    with np.errstate(all="ignore"):
        seconds = (perf_counter() - start) / len(members)
        return [
            _result(population, number, member, speed, seconds)
            for number, member in enumerate(members)
        ]


def _one_by_one(
    experiments: Sequence[Experiment], folder: Path | None, on_share: Share
) -> list[Result]:
    def note(epoch: int, epochs: int, _: Metrics | None) -> None:
        on_share((len(results) + epoch / max(epochs, 1)) / len(experiments))

    results: list[Result] = []
    for experiment in experiments:
        results.append(train(experiment, folder, note))
    return results


def _advance(population: Population, steps: int, on_share: Share) -> None:
    """Take so many steps, in pieces."""
    taken, piece = 0, 1
    while taken < steps:
        piece = min(piece, steps - taken)
        start = perf_counter()
        population.advance(piece)
        taken += piece
        on_share(taken / steps)
        spent = max(perf_counter() - start, 1e-9)
        piece = max(1, min(int(piece * _PIECE / spent), 8 * piece))


def _population(members: Sequence[Prepared]) -> Population:
    return Population(
        [member.network for member in members],
        [member.training for member in members],
        members[0].train_rows,
        members[0].train_targets,
        seeds=[member.experiment.seed for member in members],
    )


def _result(
    population: Population, number: int, member: Prepared, speed: float, seconds: float
) -> Result:
    network = population.network(number)
    diverged = population.diverged.get(number)
    metrics = _metrics(population, number, member)
    return Result(
        experiment=member.experiment,
        task=member.dataset.task,
        metrics=metrics,
        layers=report_layers(network, member.train_rows),
        counts=count_network(network.spec),
        matrices=tuple(frozen(matrix) for matrix in network.matrices),
        slopes=tuple(None if s is None else frozen(s) for s in network.slopes),
        examples_per_second=speed,
        seconds=seconds,
        explanation=None if diverged is None else explain(diverged, member.experiment, metrics),
    )


def _metrics(population: Population, number: int, member: Prepared) -> Metrics:
    moment = population.diverged.get(number, population)
    return measure(
        member,
        partial(population.evaluate, number),
        epoch=moment.epoch,
        step=moment.step,
        penalty=population.penalty(number),
    )
