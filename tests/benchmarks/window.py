"""The window with every panel shown while training runs flat out: what each takes from the other."""

import statistics
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from nnstudio.experiment.document import Experiment
from tests.benchmarks import stage, timing
from tests.benchmarks.experiments import image_lecture, spiral_lecture
from tests.benchmarks.latency import Latency, ninth_decile
from tests.benchmarks.pace import Headless, Pace, Watch
from tests.benchmarks.report import Line


def measure(quick: bool) -> list[Line]:
    """All lines about a window that trains."""
    with TemporaryDirectory() as folder:
        lectures = spiral_lecture(), image_lecture(Path(folder))
        return [line for lecture in lectures for line in _lecture_lines(lecture, quick)]


def _lecture_lines(experiment: Experiment, quick: bool) -> list[Line]:
    rounds, seconds = (1, 0.7) if quick else (3, 1.4)
    with stage.opened(experiment) as window:
        headless, watch = Headless(experiment), Watch(window)
        load = timing.foreign_load()
        paces: list[Pace] = []
        shares: list[tuple[float, float, float]] = []
        for _ in range(rounds):
            alone = headless.steps_per_second(seconds)
            paces.append(watch.pace(seconds))
            without, unseen = watch.pace_without_panels(seconds), watch.pace_unwatched(seconds)
            shown = paces[-1].steps_per_second
            shares.append((shown / alone, without / alone, unseen / alone))
        others = timing.foreign_load(load)[1]
        headless.close()
        lines = [*_pace_lines(paces, others), *_share_lines(shares)]
        if experiment.training.optimizer == "sgd":
            lines.append(_latency_line(Latency(window, watch), 4 if quick else 15))
    return [replace(line, what=f"{line.what}: {experiment.name}") for line in lines]


def _pace_lines(paces: list[Pace], others: float) -> list[Line]:
    refreshes = sum(pace.refreshes for pace in paces)
    seconds = sum(sum(pace.intervals) for pace in paces)
    cpu = 1e3 * sum(pace.cpu for pace in paces) / max(refreshes, 1)
    middle = statistics.median(pace.percentile(50) for pace in paces)
    note = f"median {middle:.1f} ms; other processes took {others:.2f} cores"
    speed = statistics.median(pace.steps_per_second for pace in paces)
    return [
        Line("event loop p99", _median(paces, 99), "ms", 25.0, 19.0, note),
        Line("event loop, longest", _median(paces, 100), "ms", 50.0, 25.0, "median of the rounds"),
        Line(
            "window thread's CPU a refresh",
            cpu,
            "ms",
            9.0,
            6.0,
            f"{refreshes / seconds:.1f} refreshes/s, {speed:,.0f} steps/s",
        ),
    ]


def _median(paces: list[Pace], share: float) -> float:
    return statistics.median(pace.percentile(share) for pace in paces)


def _share_lines(shares: list[tuple[float, float, float]]) -> list[Line]:
    shown, without, unseen = (float(value) for value in np.median(shares, axis=0))
    spread = f"rounds {', '.join(f'{row[0]:.2f}' for row in shares)}"
    return [
        Line("share of headless steps/s, every panel shown", shown, "", 0.65, 0.80, spread),
        Line("share with the panels hidden", without, "", 0.92, 0.98, "the canvas is still shown"),
        Line("share with the window minimized", unseen, "", 0.92, 0.98),
    ]


def _latency_line(latency: Latency, times: int) -> Line:
    actions = {"pause": latency.of_pause, "step": latency.of_step, "rate": latency.of_rate}
    found = {name: ninth_decile([act() for _ in range(times)]) for name, act in actions.items()}
    note = ", ".join(f"{name} {value:.0f} ms" for name, value in found.items()) + " (9 of 10)"
    what = "pause, step or a changed rate takes effect within"
    return Line(what, max(found.values()), "ms", 100.0, 35.0, note)
