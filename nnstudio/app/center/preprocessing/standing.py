"""The result of a race as a small table: one row for each pipeline."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from nnstudio.app.widgets.ticks import number, percent
from nnstudio.experiment.comparing.race import Lane
from nnstudio.experiment.data.prepare import Prepared

_SIGNS = ("—", "- -")


class StandingTable(QTableWidget):
    """Pipeline, condition number, epochs to the loss, losses, and the score on the test split."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(2, 6, parent)
        self.setObjectName("preprocessing.standing")
        self.setAccessibleName("Both pipelines compared")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        line = self.fontMetrics().height() + 8
        self.verticalHeader().setDefaultSectionSize(line)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setFixedHeight(line + 4)
        self.setFixedHeight(3 * line + 8)

    def show_lanes(self, lanes: Sequence[Lane], goal: float, prepared: Prepared | None) -> None:
        """Show the lanes; `prepared` tells what the score is called."""
        regression = prepared is not None and prepared.dataset.task == "regression"
        score = "test R²" if regression else "test accuracy"
        names = ("pipeline", "condition", f"epochs to {goal:g}", "train loss", "test loss", score)
        self.setHorizontalHeaderLabels(list(names))
        for row in range(2):
            texts = _texts(lanes[row], row, goal, regression) if row < len(lanes) else [""] * 6
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(f"{names[column]}: {text}")
                side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignHCenter
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)


def _texts(lane: Lane, row: int, goal: float, regression: bool) -> list[str]:
    epochs = lane.epochs_to(goal)
    flat = f" (+{lane.flat} flat)" if lane.flat else ""
    score = lane.curves.test_score[-1]
    return [
        f"{_SIGNS[row]} {lane.name}",
        f"{condition_text(lane.condition)}{flat}",
        "not reached" if epochs is None else f"{epochs:,}",
        number(lane.curves.train_loss[-1]),
        number(lane.curves.test_loss[-1]),
        number(score) if regression else percent(score),
    ]


def condition_text(condition: float) -> str:
    """A condition number in few characters: 1.0, 42, 8.9e4."""
    if condition < 10:
        return f"{condition:.1f}"
    return f"{condition:,.0f}" if condition < 1e5 else number(condition)
