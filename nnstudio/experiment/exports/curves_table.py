"""The learning curves of several runs as one table: a line for every point, CSV."""

import csv
import io
from collections.abc import Sequence

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
    """Run, epoch and step, then what was measured; what was not is empty."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("run", "epoch", "step", *_COLUMNS))
    for name, curves in runs:
        columns = [getattr(curves, column).tolist() for column in _COLUMNS]
        places = zip(curves.epochs.tolist(), curves.steps.tolist(), *columns, strict=True)
        for epoch, step, *values in places:
            cells = ("" if value != value else repr(value) for value in values)
            table.writerow((name, f"{epoch:.0f}", f"{step:.0f}", *cells))
    return text.getvalue()
