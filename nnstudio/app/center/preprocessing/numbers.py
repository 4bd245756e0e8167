"""The fitted numbers of one step in a table, and what it makes of each column."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from nnstudio.app.panels.step_words import share
from nnstudio.app.widgets.ticks import number
from nnstudio.core.preprocessing import (
    FittedRotation,
    FittedScale,
    FittedShift,
    FittedStandardize,
    FittedStep,
    Floats,
)
from nnstudio.experiment.data.stages import Stage, Stages

MOST_ROWS = 500
Columns = dict[str, Sequence[str]]


class FittedTable(QTableWidget):
    """One row for each column that the chosen stage puts out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preprocessing.numbers")
        self.setAccessibleName("Fitted numbers of the step")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def show_stage(self, found: Stages, stage: Stage) -> None:
        """Show what `stage` was fitted to."""
        columns = table_columns(found, stage)
        rows = len(next(iter(columns.values())))
        self.setColumnCount(len(columns))
        self.setRowCount(rows)
        self.setHorizontalHeaderLabels(list(columns))
        for place, (name, texts) in enumerate(columns.items()):
            for row, text in enumerate(texts):
                item = QTableWidgetItem(text)
                side = Qt.AlignmentFlag.AlignLeft if place == 0 else Qt.AlignmentFlag.AlignRight
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                item.setToolTip(f"{name}: {text}")
                self.setItem(row, place, item)


def table_columns(found: Stages, stage: Stage) -> Columns:
    """The table's columns by heading, at most some hundred rows."""
    step, rows = stage.step, stage.rows[:, :MOST_ROWS]
    columns: Columns = {"column": stage.names[:MOST_ROWS]}
    if step is not None:
        columns |= _fitted(step)
    columns |= {"mean after" if step else "mean": _texts(rows.mean(axis=0))}
    columns |= {"deviation after" if step else "deviation": _texts(rows.std(axis=0))}
    if step is None:
        columns |= {"lowest": _texts(rows.min(axis=0)), "highest": _texts(rows.max(axis=0))}
    return columns


def _fitted(step: FittedStep) -> Columns:
    match step:
        case FittedShift():
            return {"subtracted mean": _texts(step.mean)}
        case FittedStandardize():
            return {"subtracted mean": _texts(step.mean), "divided by": _texts(step.std)}
        case FittedScale():
            return {"lowest": _texts(step.minimum), "highest": _texts(step.maximum)}
        case FittedRotation():
            parts = step.variances / step.total_variance
            return {
                "variance": _texts(step.variances),
                "of all": [share(float(part)) for part in parts[:MOST_ROWS]],
                "divided by": _texts(step.divisor),
            }
    return {}


def _texts(values: Floats) -> list[str]:
    return [number(float(value)) for value in np.asarray(values)[:MOST_ROWS]]
