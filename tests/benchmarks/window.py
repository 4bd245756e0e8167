"""The window and training that runs flat out: what each takes from the other.

Rounds of training alone, with every panel, with the panels hidden and with the window minimized
take turns; the half of them in which other programs used the machine least is what counts.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from nnstudio.app.window.main_window import MainWindow
from nnstudio.experiment.document import Experiment
from tests.benchmarks import stage
from tests.benchmarks.cores import busy_seconds
from tests.benchmarks.experiments import image_lecture, spiral_lecture
from tests.benchmarks.latency import Latency, ninth_decile
from tests.benchmarks.pace import Headless, Pace, Watch
from tests.benchmarks.report import Line


@dataclass(frozen=True)
class Round:
    """Training as it went with the window, and its share of the speed that it has alone."""

    pace: Pace
    shown: float
    without_panels: float
    minimized: float
    others: float
    """Cores that other programs used meanwhile."""


def measure(quick: bool) -> list[Line]:
    """All lines about a window that trains."""
    with TemporaryDirectory() as folder:
        return [
            *_lecture_lines(spiral_lecture(), 1 if quick else 16, 0.8, 4 if quick else 15),
            *_lecture_lines(image_lecture(Path(folder)), 1 if quick else 6, 2.0, 0),
        ]


def _lecture_lines(experiment: Experiment, rounds: int, seconds: float, answers: int) -> list[Line]:
    with stage.opened(experiment) as window:
        lines = _round_lines(_rounds(window, experiment, rounds, seconds))
        if answers:
            lines.append(_latency_line(window, answers))
    return [replace(line, what=f"{line.what}: {experiment.name}") for line in lines]


def _rounds(window: MainWindow, experiment: Experiment, count: int, seconds: float) -> list[Round]:
    watch, headless = Watch(window), Headless(experiment)
    rounds = [_round(watch, headless, seconds) for _ in range(count)]
    headless.close()
    return sorted(rounds, key=lambda one: one.others)[: (count + 1) // 2]


def _round(watch: Watch, headless: Headless, seconds: float) -> Round:
    """Every stretch is compared with training alone right before it and right after."""
    clock, busy = time.perf_counter(), busy_seconds()
    alone = [headless.steps_per_second(seconds)]
    pace = watch.pace(seconds)
    alone.append(headless.steps_per_second(seconds))
    without = watch.pace_without_panels(seconds)
    alone.append(headless.steps_per_second(seconds))
    unseen = watch.pace_unwatched(seconds)
    alone.append(headless.steps_per_second(seconds))
    others = (busy_seconds() - busy) / (time.perf_counter() - clock)
    shown, hidden, minimized = (
        2 * speed / sum(pair)
        for speed, pair in zip(
            (pace.steps_per_second, without, unseen), pairwise(alone), strict=True
        )
    )
    return Round(pace, shown, hidden, minimized, others)


def _round_lines(rounds: list[Round]) -> list[Line]:
    refreshes = sum(one.pace.refreshes for one in rounds)
    cpu = 1e3 * sum(one.pace.cpu for one in rounds) / refreshes if refreshes else None
    rate = statistics.median(one.pace.refreshes / one.pace.seconds for one in rounds)
    others = _median(rounds, lambda one: one.others)
    speed = _median(rounds, lambda one: one.pace.steps_per_second)
    longest = _median(rounds, lambda one: one.pace.percentile(100))
    late = _median(rounds, lambda one: one.pace.percentile(99))
    note = f"median {_median(rounds, lambda one: one.pace.percentile(50)):.1f} ms"
    all_rounds = "rounds " + ", ".join(f"{one.shown:.2f}" for one in rounds)
    without = _median(rounds, lambda one: one.without_panels)
    unseen = _median(rounds, lambda one: one.minimized)
    quiet = f"other programs used {others:.1f} cores"
    seen = f"{rate:.1f} refreshes/s"
    return [
        Line("event loop p99", late, "ms", 25.0, 19.0, f"{note}; {quiet}"),
        Line("event loop, longest", longest, "ms", 50.0, 25.0),
        Line(
            "share of headless steps/s kept",
            _median(rounds, lambda one: one.shown),
            "",
            0.65,
            0.80,
            f"{all_rounds}; {speed:,.0f} steps/s",
        ),
        Line("window thread's CPU a refresh", cpu, "ms", 9.0, 6.0, seen),
        Line("share kept, panels hidden", without, "", 0.92, 0.98, "the canvas is still shown"),
        Line("share kept, window minimized", unseen, "", 0.92, 0.98),
    ]


def _median(rounds: list[Round], figure: Callable[[Round], float]) -> float:
    return statistics.median(figure(one) for one in rounds)


def _latency_line(window: MainWindow, times: int) -> Line:
    latency = Latency(window, Watch(window))
    actions = {"pause": latency.of_pause, "step": latency.of_step, "rate": latency.of_rate}
    found = {name: ninth_decile([act() for _ in range(times)]) for name, act in actions.items()}
    note = ", ".join(f"{name} {value:.0f} ms" for name, value in found.items()) + " (9 of 10)"
    what = "pause, step or a changed rate takes effect within"
    return Line(what, max(found.values()), "ms", 100.0, 35.0, note)
