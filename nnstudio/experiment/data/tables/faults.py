"""What is wrong with a table, in one sentence that names the place."""

from collections.abc import Sequence

from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.wording import counted, quoted

DECIDE = "decide what happens to them: data.missing may be drop, mean or median"
LEAVE_OUT = "correct them, or let data.missing be drop to leave these rows out"
"""The ways out where features and where targets have no value."""


def fault(message: str, field: str = "data.path") -> ExperimentError:
    """The error every fault of a table is reported with."""
    return ExperimentError(Problem(field, message))


def all_skipped(name: str, kind: str, skip: int) -> ExperimentError:
    """Nothing is left where so many lines or rows are skipped."""
    skipped = f"the first {counted(skip, kind)}" if skip > 1 else f"the first {kind}"
    return fault(f"{quoted(name)} has no table below {skipped}; skip fewer", "data.skip")


def bad_cells(name: str, count: int, rows: int, first: str, cell: str) -> str:
    """How many cells of a column are not numbers, and where the `first` of them is."""
    shown = quoted(cell) if cell.strip() else "an empty cell"
    are = "is not a number" if count == 1 else "are not numbers"
    return f"column {quoted(name)}: {count} of {rows} cells {are}, first in {first}: {shown}"


def listed(names: Sequence[str]) -> str:
    """Up to six names, quoted."""
    shown = ", ".join(quoted(name) for name in names[:6])
    return f"{shown} and {len(names) - 6} more" if len(names) > 6 else shown
