"""The table of both losses on the same scores, with room for a slider in every row."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QSlider, QWidget
from typing_extensions import override

from nnstudio.app.center.walk.terms import Row, Terms, at, compared
from nnstudio.app.center.walk.terms_table import TermsTable
from nnstudio.experiment.looks.judgment import Judgment

_SLIDER_COLUMN = 1
_MOST = 8  # rows that are seen at once


class ScoresTable(TermsTable):
    """As high as its rows, up to a few; the sliders take the width that is left."""

    row_space = 11

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("walk.scores.table", "Softmax beside hinge", parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @override
    def show_terms(self, terms: Terms, decimals: int) -> None:
        super().show_terms(terms, decimals)
        self.horizontalHeader().setSectionResizeMode(_SLIDER_COLUMN, QHeaderView.ResizeMode.Stretch)
        rows = min(len(terms.rows), _MOST) * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows + 2)

    def put(self, row: int, slider: QSlider) -> None:
        """Show the slider of a row."""
        self.setIndexWidget(self.terms.index(row, _SLIDER_COLUMN), slider)


def scores_terms(names: tuple[str, ...], softmax: Judgment, hinge: Judgment) -> Terms:
    """A row a score: what each loss makes of it, and at last the losses."""
    is_single = len(softmax.scores) == 1
    first, margin = ("logistic", "1 − t s") if is_single else ("softmax", "margin")
    headings = ("", "score", "p", f"{first} ∂L/∂s", margin, "hinge ∂L/∂s")
    right = -1 if is_single else int(np.argmax(softmax.targets))
    columns = (softmax.scores, softmax.terms, softmax.gradient, compared(hinge), hinge.gradient)
    rows = [
        Row(
            name,
            (None, *at(columns, place)),
            place == right,
            "right" if place == right else "",
        )
        for place, name in enumerate(names)
    ]
    losses = Row("loss L", (None, None, softmax.value, None, hinge.value, None), strong=True)
    return Terms("Softmax beside hinge", headings, (*rows, losses))
