"""`nnstudio sweep`: a grid of settings times seeds, on all cores or on a cluster."""

import os
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nnstudio.cli.errors import CommandError
from nnstudio.cli.options import (
    EpochsOption,
    ExperimentArgument,
    JsonOption,
    SetOption,
    read_experiment,
)
from nnstudio.cli.output import complain, say, say_json, say_table
from nnstudio.cli.progress import progress_bar

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from nnstudio.experiment.sweeps.results_file import ResultsFile
    from nnstudio.experiment.sweeps.sweep import Report, Sweep

    Workers = AbstractContextManager[tuple[Executor | None, int]]

MEASURES = {"test_accuracy": "test accuracy", "test_r2": "test R^2", "test_loss": "test loss"}

VaryOption = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        metavar="PATH=V1,V2",
        help="Values of a field, as in network.layers.0.units=4,8,16; repeatable: all combinations "
        "are trained.",
        show_default=False,
    ),
]
SeedsOption = Annotated[
    int,
    typer.Option(
        "--seeds",
        metavar="N",
        min=1,
        max=100_000,
        help="Runs of each combination, with seeds that follow each other. Set data.seed to make "
        "this much faster: the runs then share their data and are trained together.",
    ),
]
FirstSeedOption = Annotated[
    int | None,
    typer.Option(
        "--seed",
        metavar="S",
        help="The first seed, by default the experiment's.",
        show_default=False,
    ),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        min=1,
        max=1024,
        help="Processes, by default one for each core.",
        show_default=False,
    ),
]
SchedulerOption = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Train on the Dask cluster of this scheduler, as in tcp://127.0.0.1:8786. Its workers "
        "need NNStudio and the same files. Whoever reaches a scheduler can run code on the "
        "cluster: keep it to a network you trust.",
        show_default=False,
    ),
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE.csv",
        help="Append each run to a table as soon as it is done. With the table of an interrupted "
        "sweep, only what is missing is trained.",
        show_default=False,
    ),
]


def sweep(
    experiment: ExperimentArgument,
    vary: VaryOption = None,
    seeds: SeedsOption = 1,
    seed: FirstSeedOption = None,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    overrides: SetOption = None,
    epochs: EpochsOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> int:
    """Many runs: every combination of values with many seeds."""
    from nnstudio.experiment.sweeps.grid import build_grid
    from nnstudio.experiment.sweeps.summary import summarize
    from nnstudio.experiment.sweeps.sweep import Sweep

    if scheduler is not None and workers is not None:
        raise CommandError("--workers: a cluster has its own; leave this out with --scheduler", 2)
    start = perf_counter()
    document, folder = read_experiment(experiment, overrides, epochs, seed)
    planned = Sweep(build_grid(document, vary or (), seeds), folder)
    with nullcontext() if out is None else planned.open(out) as file:
        missing = len(planned.missing(file))
        report = _train(planned, file, _workers(workers, scheduler, missing))
    summary = summarize(planned, report.rows)
    if as_json:
        say_json({"rows": report.rows, "summary": summary})
    else:
        _show(document.name, planned, summary)
        _show_total(len(report.rows), missing, perf_counter() - start)
    for failure in report.failures:
        complain(failure)
    return int(bool(report.failures))


def _train(planned: "Sweep", file: "ResultsFile | None", workers: "Workers") -> "Report":
    with workers as (executor, count), progress_bar("run") as show:
        return planned.run(file, executor, count, show)


def _workers(workers: int | None, scheduler: str | None, most: int) -> "Workers":
    """What trains at most so many units, and how many of them at a time."""
    from nnstudio.experiment.sweeps.cluster import connected
    from nnstudio.experiment.sweeps.pool import started

    if scheduler is not None:
        return connected(scheduler)
    count = min(workers or _cores(), most)
    return started(count) if count > 1 else nullcontext((None, 1))


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _show(title: str, planned: "Sweep", summary: list[dict[str, Any]]) -> None:
    from nnstudio.experiment.sweeps.grid import cell

    measured = [name for name in MEASURES if name in summary[0]]
    counts = ["runs", *(name for name in ("diverged", "failed") if any(s[name] for s in summary))]
    say(f"{title}: median over the seeds (lower and upper quartile)")
    say()
    say_table(
        [*planned.grid.paths, *counts, *(MEASURES[name] for name in measured)],
        [
            [cell(line[path]) or "null" for path in planned.grid.paths]
            + [str(line[name]) for name in counts]
            + [_spread(line[name]) for name in measured]
            for line in summary
        ],
    )


def _show_total(runs: int, trained: int, seconds: float) -> None:
    total = "1 run" if runs == 1 else f"{runs} runs"
    now = "" if trained == runs else f", {trained} of them now"
    say()
    say(f"{total}{now}, {seconds:.1f} s")


def _spread(quartiles: dict[str, float] | None) -> str:
    if quartiles is None:
        return "-"
    return "{median:.4g} ({q1:.4g} to {q3:.4g})".format(**quartiles)
