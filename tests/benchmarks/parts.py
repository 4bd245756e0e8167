"""The parts of the suite, each measured in a process that no other part has warmed or filled."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module

from tests.benchmarks.report import Line

PARTS = {
    "core": "The core",
    "population": "Many networks at once",
    "steady": "Converged networks",
    "regions": "Decision regions",
    "window": "The window while training",
    "launch": "Start and memory",
    "canvas": "The canvas",
}
LONG = {"hour": "One hour of training"}
"""Measured only when asked for by name."""


def measure_apart(part: str, quick: bool) -> list[Line]:
    """Measure one part in a fresh process."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as executor:
        return executor.submit(_measure, part, quick).result()


def _measure(part: str, quick: bool) -> list[Line]:
    lines: list[Line] = import_module(f"tests.benchmarks.{part}").measure(quick)
    return lines
