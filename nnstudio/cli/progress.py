"""The progress bar of the commands that take their time."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import perf_counter


@contextmanager
def progress_bar(noun: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error while that is a terminal; yields what takes done and total."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress

    start = perf_counter()
    with Progress(
        noun,
        BarColumn(),
        MofNCompleteColumn(),
        "{task.fields[left]}",
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task(noun, total=None, left="")

        def show(done: int, total: int) -> None:
            left = _left(perf_counter() - start, done, total)
            bar.update(task, completed=done, total=total, left=left)

        yield show


def _left(seconds: float, done: int, total: int) -> str:
    """How long the rest takes at the pace so far."""
    if not done:
        return ""
    return f"{timedelta(seconds=round(seconds * (total - done) / done))} left"
