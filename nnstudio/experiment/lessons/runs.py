"""Training the runs of a check: a block of seeds, those that see the same data as a population."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

import numpy as np

from nnstudio.core.arrays import Floats
from nnstudio.core.population import Population
from nnstudio.core.trainer import Diverged, Trainer
from nnstudio.experiment.data.prepare import Prepared, prepare, reconfigure
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.lessons.lesson import Trained
from nnstudio.experiment.lessons.measures import TrainedRun
from nnstudio.experiment.training.evaluation import measure

NOTHING: Floats = np.empty(0)


@dataclass(frozen=True, slots=True)
class Block:
    """Seeds from `first` on, which share out so many sets of data; `folder` is the lesson's."""

    first: int
    count: int
    data_sets: int
    folder: Path | None

    def seeded(self, experiment: Experiment) -> list[Experiment]:
        """One experiment a seed; a set of data that the experiment fixes stays as it is."""
        fixed = experiment.data.seed
        seeds = range(self.first, self.first + self.count)
        draws = [self.first + index * self.data_sets // self.count for index in range(self.count)]
        return [
            experiment.model_copy(
                update={
                    "seed": seed,
                    "data": experiment.data.model_copy(
                        update={"seed": draw if fixed is None else fixed}
                    ),
                }
            )
            for seed, draw in zip(seeds, draws, strict=True)
        ]


def train_block(
    run: Trained, block: Block, curve: bool, on_run: Callable[[], None]
) -> list[TrainedRun]:
    """The run with every seed of the block; raises ExperimentError.

    With `curve`, losses and scores are noted after each epoch. `on_run` is called for each of them.
    """
    done: list[TrainedRun] = []
    for _, group in groupby(block.seeded(run.experiment), key=lambda each: each.data.seed):
        members = _prepared(list(group), block.folder)
        for trained in _train(run, members, curve):
            done.append(trained)
            on_run()
    return done


def _prepared(experiments: Sequence[Experiment], folder: Path | None) -> list[Prepared]:
    first = prepare(experiments[0], folder)
    return [first, *(reconfigure(first, experiment) for experiment in experiments[1:])]


def _train(run: Trained, members: Sequence[Prepared], curve: bool) -> Iterator[TrainedRun]:
    with np.errstate(all="ignore"):
        if run.phases or (len(members) == 1 and not curve):
            yield from (_train_alone(run, member) for member in members)
        else:
            yield from _train_together(run.epochs, members, curve)


def _train_together(epochs: int, members: Sequence[Prepared], curve: bool) -> Iterator[TrainedRun]:
    first = members[0]
    population = Population(
        [member.network for member in members],
        [member.training for member in members],
        first.train_rows,
        first.train_targets,
        seeds=[member.experiment.seed for member in members],
    )
    series = _advance(population, epochs, curve)
    for number, member in enumerate(members):
        yield TrainedRun(
            member,
            population.network(number),
            measure(
                member,
                partial(population.evaluate, number),
                epoch=population.epoch,
                step=population.step,
                penalty=population.penalty(number),
            ),
            number in population.diverged,
            series[number, :, 0] if curve else NOTHING,
            series[number, :, 1] if curve else NOTHING,
        )


def _advance(population: Population, epochs: int, curve: bool) -> Floats:
    """Train; the curves (members, epochs + 1, loss and score) where they are wanted."""
    if not curve:
        population.advance(epochs * population.steps_per_epoch)
        return NOTHING
    series = [_evaluations(population)]
    for _ in range(epochs):
        population.advance(population.steps_per_epoch)
        series.append(_evaluations(population))
    return np.array(series).swapaxes(0, 1)


def _evaluations(population: Population) -> list[tuple[float, float]]:
    inputs, targets = population.inputs, population.targets
    evaluations = (
        population.evaluate(number, inputs, targets) for number in range(len(population.specs))
    )
    return [(evaluation.loss, evaluation.score) for evaluation in evaluations]


def _train_alone(run: Trained, member: Prepared) -> TrainedRun:
    """One network by itself, its settings changed from phase to phase."""
    trainer = Trainer(
        member.network,
        member.training,
        member.train_rows,
        member.train_targets,
        seed=member.experiment.seed,
    )
    diverged = False
    try:
        trainer.advance(run.epochs * trainer.steps_per_epoch)
        for phase in run.phases:
            settings = {"training": phase.experiment.training, "network": phase.experiment.network}
            member = reconfigure(member, member.experiment.model_copy(update=settings))
            trainer.configure(member.network, member.training)
            trainer.advance(phase.epochs * trainer.steps_per_epoch)
    except Diverged:
        diverged = True
    metrics = measure(
        member,
        trainer.evaluate,
        epoch=trainer.epoch,
        step=trainer.step,
        penalty=trainer.penalty(),
    )
    return TrainedRun(member, trainer.network, metrics, diverged, NOTHING, NOTHING)
