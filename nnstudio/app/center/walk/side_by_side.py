"""Softmax and hinge on the same scores, which can be dragged without changing the network."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from nnstudio.app.center.walk.look import Look, written
from nnstudio.app.center.walk.loss_text import loss_lines
from nnstudio.app.center.walk.scores_table import ScoresTable, scores_terms
from nnstudio.experiment.looks.judgment import Judgment, judge

TICKS = 100  # of a slider, a score of 1
_LEAST = 6.0
_OWN_WORDS = "These are the network's own scores. Drag one: the network stays as it is."

Floats = NDArray[np.floating]


class SideBySide(QWidget):
    """Follows the network's scores until one is dragged, or until told to again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("walk.scores")
        self._look: Look | None = None
        self._dragged: Floats | None = None
        self._sliders: list[QSlider] = []
        self.table = ScoresTable(self)
        self._own = QPushButton("Network's scores", self)
        self._own.setObjectName("walk.scores.reset")
        self._own.setAccessibleName("Back to the network's scores")
        self._own.setToolTip("Show the scores that the network gives this example")
        self._own.clicked.connect(self.follow)
        self._told, self._softmax, self._hinge = (
            self._label(name) for name in ("told", "softmax", "hinge")
        )
        self._arrange()

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(f"walk.scores.{name}")
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        return label

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout()
        line.addWidget(self._told, 1)
        line.addWidget(self._own, 0, Qt.AlignmentFlag.AlignTop)
        spelled = QHBoxLayout()
        spelled.setSpacing(16)
        for label in (self._softmax, self._hinge):
            spelled.addWidget(label, 1)
        layout.addWidget(self.table)
        layout.addLayout(line)
        layout.addLayout(spelled)
        layout.addStretch(1)

    def use_font(self, font: QFont) -> None:
        """Write in this font."""
        self.table.use_font(font)
        for label in (self._told, self._softmax, self._hinge):
            label.setFont(font)

    @property
    def scores(self) -> Floats:
        """The scores that are judged: the network's, or those that were dragged."""
        if self._dragged is not None:
            return self._dragged
        return np.zeros(0) if self._look is None else self._look.walk.judgment.scores

    def show_scores(self, look: Look) -> None:
        """Judge the scores of an example; another example, or another network, is followed anew."""
        old, self._look = self._look, look
        if old is None or _of_another(old, look):
            self._dragged = None
        self._show()

    def follow(self) -> None:
        """Judge the network's scores again."""
        self._dragged = None
        self._show()

    def _show(self) -> None:
        look = self._look
        if look is None:
            return
        target = look.walk.trace.target
        softmax = judge("cross_entropy", self.scores, target)
        hinge = judge("hinge", self.scores, target)
        self.table.show_terms(scores_terms(look.output_names, softmax, hinge), look.decimals)
        self._fit_sliders(look)
        self._own.setEnabled(self._dragged is not None)
        self._told.setText(self._words(look, softmax, hinge))
        first = "Logistic" if len(self.scores) == 1 else "Softmax"
        for label, name, found in (
            (self._softmax, first, softmax),
            (self._hinge, "Hinge", hinge),
        ):
            lines = loss_lines(replace(look, walk=replace(look.walk, judgment=found)))
            label.setText("<br>".join([f"<b>{name}</b>", *lines]))

    def _fit_sliders(self, look: Look) -> None:
        if len(self._sliders) != len(look.output_names):
            self._sliders = [self._slider(place) for place in range(len(look.output_names))]
        limit = math.ceil(max(_LEAST, 1.5 * float(np.abs(self.scores).max())))
        for name, slider, score in zip(look.output_names, self._sliders, self.scores, strict=True):
            slider.setAccessibleName(f"Score of {name}")
            if self._dragged is None:
                with QSignalBlocker(slider):
                    slider.setRange(-limit * TICKS, limit * TICKS)
                    slider.setValue(round(float(score) * TICKS))

    def _slider(self, place: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self.table.viewport())
        slider.setObjectName(f"walk.scores.{place + 1}")
        slider.setToolTip("Drag the score; the network stays as it is")
        slider.setPageStep(TICKS)
        slider.setSingleStep(TICKS // 10)
        slider.valueChanged.connect(self._on_dragged)
        self.table.put(place, slider)
        return slider

    def _on_dragged(self, value: int) -> None:
        slider = self.sender()
        if slider in self._sliders:
            scores = self.scores.copy()
            scores[self._sliders.index(slider)] = value / TICKS
            self._dragged = scores
            self._show()

    def _words(self, look: Look, softmax: Judgment, hinge: Judgment) -> str:
        if self._dragged is None:
            return _OWN_WORDS
        target, own = look.walk.trace.target, look.walk.judgment.scores
        before = (judge("cross_entropy", own, target), judge("hinge", own, target))
        changes = [
            f"{name} {written(was.value, look.decimals)} → "
            f"<b>{written(now.value, look.decimals)}</b>"
            for name, was, now in zip(
                ("cross-entropy", "hinge"), before, (softmax, hinge), strict=True
            )
        ]
        told = f"From the network's scores to these: {', '.join(changes)}."
        if hinge.value > 0:
            return told
        return f"{told} Every margin is kept: the hinge is content, softmax never is."


def _of_another(old: Look, new: Look) -> bool:
    first, second = old.walk, new.walk
    return first.trace.index != second.trace.index or first.prepared is not second.prepared
