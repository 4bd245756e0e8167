"""Every example at hand, or the mistakes among them, and what each split holds."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.center.data.confusion_matrix import MOST_CLASSES, ConfusionMatrix
from nnstudio.app.center.data.example_table import ExampleTable
from nnstudio.app.center.data.filter_bar import WORDS, FilterBar
from nnstudio.app.center.data.image_grid import ImageGrid
from nnstudio.app.center.data.mistake_list import MistakeList
from nnstudio.app.center.data.split_table import SplitTable
from nnstudio.app.center.page import Page
from nnstudio.app.center.switch import Switch
from nnstudio.app.workspace.wants import Want
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.data.dataset import SPLITS, Split
from nnstudio.experiment.data.example_choice import Choice, Predictions, chosen_examples, confusion
from nnstudio.experiment.data.prepare import Prepared

_VIEWS = (
    ("examples", "Examples", "Show the examples themselves"),
    ("splits", "Splits", "Show what each split holds"),
)


class ExamplesPage(Page):
    """The examples at the left, images or rows of numbers; mistakes counted at the right."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("examples", "Examples", workspace, parent)
        self._matrix_split: Split = "train"
        self._build_parts()
        self._arrange()
        workspace.example_changed.connect(self._show_selected)

    def _build_parts(self) -> None:
        self._views = Switch("examples.view", _VIEWS, self)
        self._views.chosen.connect(self._on_view_chosen)
        self._views.show_chosen("examples")
        self._filter = FilterBar(self)
        self._filter.changed.connect(self.refresh_if_visible)
        self._images, self._table = ImageGrid(self), ExampleTable(self)
        self._images.picked.connect(self.workspace.select_example)
        self._table.picked.connect(self.workspace.select_example)
        self._splits = SplitTable(self)
        words = [(split, WORDS[split], f"Count {split} examples") for split in SPLITS]
        self._of = Switch("confusion.split", words, self)
        self._of.chosen.connect(self._on_matrix_split)
        self._of.show_chosen(self._matrix_split)
        self._matrix = ConfusionMatrix(self)
        self._matrix.picked.connect(self._on_cell_picked)
        self._mistakes = MistakeList(self)
        self._mistakes.picked.connect(self._on_cell_picked)

    def _arrange(self) -> None:
        self._kinds = QStackedWidget(self)
        self._kinds.addWidget(self._images)
        self._kinds.addWidget(self._table)
        self._right = QWidget(self)
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        self._title = QLabel("Confusion matrix", self._right)
        self._title.setProperty("role", "cardTitle")
        right.addWidget(self._title)
        right.addWidget(self._of, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(self._matrix, 1)
        right.addWidget(self._mistakes, 1)
        examples = QWidget(self)
        columns = QHBoxLayout(examples)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(12)
        columns.addWidget(self._kinds, 1)
        columns.addWidget(self._right, 1)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(examples)
        self._pages.addWidget(self._splits)
        top = QHBoxLayout()
        top.addWidget(self._views, 0, Qt.AlignmentFlag.AlignLeft)
        top.addSpacing(8)
        top.addWidget(self._filter, 1)
        top.addStretch(0)
        self.body.addLayout(top)
        self.body.addWidget(self._pages, 1)

    @override
    def wanted(self) -> Want:
        return {"predictions": True}

    @property
    def predictions(self) -> Predictions | None:
        """What the network says of every example now; None before it said anything of these."""
        prepared, snapshot = self.workspace.prepared, self.workspace.snapshot
        found = None if snapshot is None else snapshot.predictions
        if prepared is None or found is None or len(found) != len(prepared.dataset):
            return None
        return found

    @override
    def refresh(self) -> None:
        prepared = self.workspace.prepared
        self.setEnabled(prepared is not None)
        if prepared is None:
            return
        self._filter.show_data(prepared)
        if self._pages.currentIndex() == 1:
            self._splits.show_data(prepared)
            return
        self._show_examples(prepared)
        self._show_matrix(prepared)

    def _show_examples(self, prepared: Prepared) -> None:
        predictions = self.predictions
        index = chosen_examples(prepared, predictions, self._filter.choice)
        self._filter.show_count(len(index), len(prepared.dataset))
        is_image = prepared.dataset.image_shape is not None and prepared.dataset.class_names
        shown = self._images if is_image else self._table
        self._kinds.setCurrentWidget(shown)
        if is_image:
            self._images.show_examples(prepared, index, predictions)
        else:
            self._table.examples.show_examples(prepared, index, predictions)
            self._table.fit_columns(with_truth=prepared.dataset.true_targets is not None)
        self._show_selected(self.workspace.example)

    def _show_matrix(self, prepared: Prepared) -> None:
        predictions, classes = self.predictions, prepared.dataset.class_names
        self._right.setVisible(bool(classes))
        has_validation = bool(len(prepared.validation_index))
        self._of.offer("validation", has_validation)
        if self._matrix_split == "validation" and not has_validation:
            self._matrix_split = "train"
            self._of.show_chosen("train")
        if classes and predictions is not None:
            counts = confusion(prepared, predictions, self._matrix_split)
            self._show_counts(counts, classes)

    def _show_counts(self, counts: NDArray[np.int64], classes: tuple[str, ...]) -> None:
        """Show the matrix, or of very many classes the most frequent mistakes."""
        is_small = len(classes) <= MOST_CLASSES
        self._title.setText("Confusion matrix" if is_small else "Most frequent mistakes")
        self._matrix.setVisible(is_small)
        self._mistakes.setVisible(not is_small)
        if is_small:
            self._matrix.show_counts(counts, classes)
        else:
            self._mistakes.show_counts(counts, classes)

    def _show_selected(self, example: int) -> None:
        self._images.show_selected(example)
        self._table.show_selected(example)

    def _on_view_chosen(self, name: str) -> None:
        self._pages.setCurrentIndex([view for view, _, _ in _VIEWS].index(name))
        self._filter.setVisible(name == "examples")
        self.refresh()

    def _on_matrix_split(self, name: str) -> None:
        self._matrix_split = next(split for split in SPLITS if split == name)
        self.refresh()

    def _on_cell_picked(self, true: int, said: int) -> None:
        self._filter.choose(Choice(self._matrix_split, true, said))
