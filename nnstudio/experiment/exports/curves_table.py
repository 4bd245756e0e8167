"""The learning curves of several runs as one table: a line for every point, CSV."""

import csv
import io
from collections.abc import Iterator, Sequence

from nnstudio.experiment.training.history import Curves

_COLUMNS = (
    "train_loss",
    "validation_loss",
    "test_loss",
    "penalty",
    "train_score",
    "validation_score",
    "test_score",
)


def curves_table(runs: Sequence[tuple[str, Curves]]) -> str:
    """Run, branch, epoch and step, then what was measured; what was not is empty.

    The way to a run's end has no branch. Futures that were left by going back are its branches 1,
    2, ..., the oldest first; each begins with the point where it was left, or the last one before.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("run", "branch", "epoch", "step", *_COLUMNS))
    for name, curves in runs:
        table.writerows(_rows(name, "", curves))
        for number, branch in enumerate(curves.branches, start=1):
            table.writerows(_rows(name, str(number), branch))
    return text.getvalue()


def _rows(name: str, branch: str, curves: Curves) -> Iterator[tuple[str, ...]]:
    columns = [getattr(curves, column).tolist() for column in _COLUMNS]
    places = zip(curves.epochs.tolist(), curves.steps.tolist(), *columns, strict=True)
    for epoch, step, *values in places:
        cells = ("" if value != value else repr(value) for value in values)
        yield name, branch, f"{epoch:.0f}", f"{step:.0f}", *cells
