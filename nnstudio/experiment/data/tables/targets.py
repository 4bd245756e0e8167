"""The target of a table: classes, or a number to predict; recognized, or as the user says."""

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.data.dataset import Floats, Targets
from nnstudio.experiment.data.tables.cells import NO_VALUE, usable
from nnstudio.experiment.data.tables.faults import LEAVE_OUT, bad_cells, fault
from nnstudio.experiment.data.tables.meaning import FEW
from nnstudio.experiment.data.tables.reading import first_bad
from nnstudio.experiment.data.tables.table import Column, Table
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.wording import quoted

MAX_CLASSES = 1000


def has_label(table: Table, target: int, data: DataSettings) -> NDArray[np.bool_]:
    """The rows with a target (n,); all must have one unless `data.missing` is chosen."""
    column = table.columns[target]
    if is_numeric(table, target, data):
        there = usable(column.values)
        if not there.all() and data.missing is None:
            raise fault(
                f"{_bad(table, target)}; {LEAVE_OUT}",
                "data.target",
            )
    else:
        there = np.array([bool(level) for level in column.levels] or [True])[_codes(column)]
        if not there.all() and data.missing is None:
            gaps = np.flatnonzero(~there)
            have = "has" if len(gaps) == 1 else "have"
            raise fault(
                f"column {quoted(column.name)}: {len(gaps)} of {len(there)} cells {have} no label, "
                f"first in {table.where(gaps[0], target)}; {LEAVE_OUT}",
                "data.target",
            )
    return there


def is_numeric(table: Table, target: int, data: DataSettings) -> bool:
    """Whether the target's cells are meant as numbers; classes may be numbers too."""
    column = table.columns[target]
    good = usable(column.values)
    if column.codes is None or good.all() or data.task == "regression":
        if not good.any():
            raise fault(f"{_bad(table, target)}; regression needs numbers", "data.task")
        return True
    if data.task == "classification":
        return False
    gaps = np.array([level.lower() in NO_VALUE for level in column.levels])
    bad = int((~good & ~gaps[column.codes]).sum())
    many = int((~gaps).sum()) > FEW
    return bool(good.any()) and 2 * bad < len(good) and (bad == 0 or many)


def make_targets(
    table: Table, target: int, data: DataSettings, keep: NDArray[np.bool_]
) -> tuple[Targets, tuple[str, ...]]:
    """The targets of the rows to `keep`, and the names of classes, empty for regression."""
    column = table.columns[target]
    if is_numeric(table, target, data):
        return _from_numbers(column.name, column.values[keep], data.task)
    codes = _codes(column)[keep]
    used = np.flatnonzero(np.bincount(codes, minlength=len(column.levels)))
    texts = np.array([column.levels[code] for code in used])
    classes, order = np.unique(texts, return_inverse=True)
    label_of_code = np.zeros(len(column.levels), np.int64)
    label_of_code[used] = order
    return _classes(column.name, [str(text) for text in classes], label_of_code[codes])


def _from_numbers(name: str, values: Floats, task: str | None) -> tuple[Targets, tuple[str, ...]]:
    """Classes when there are few distinct whole numbers that repeat, otherwise regression."""
    distinct = np.unique(values)
    if len(distinct) == 1:
        raise fault(
            f"column {quoted(name)} holds the same number in every row, {distinct[0]:.15g}; it "
            "needs at least two",
            "data.target",
        )
    whole = bool(np.all(distinct == np.round(distinct)))
    few = len(distinct) <= 2 or (len(distinct) <= FEW and 2 * len(distinct) <= len(values))
    if task == "classification" or (task is None and whole and few):
        labels = np.searchsorted(distinct, values)
        return _classes(name, [f"{value:.15g}" for value in distinct], labels)
    return values[:, np.newaxis].copy(), ()


def _classes(
    name: str, classes: list[str], labels: NDArray[np.intp]
) -> tuple[Targets, tuple[str, ...]]:
    if len(classes) == 1:
        raise fault(
            f"column {quoted(name)} holds only one class, {quoted(classes[0])}; it needs at least "
            "two",
            "data.target",
        )
    if len(classes) > MAX_CLASSES:
        raise fault(
            f"column {quoted(name)} holds {len(classes)} different texts; at most {MAX_CLASSES} "
            "classes are possible",
            "data.target",
        )
    return labels.astype(np.int64, copy=False), tuple(classes)


def _codes(column: Column) -> NDArray[np.int64]:
    assert column.codes is not None
    return column.codes


def _bad(table: Table, target: int) -> str:
    count, first, cell = first_bad(table, target)
    return bad_cells(table.columns[target].name, count, len(table.numbers), first, cell)
