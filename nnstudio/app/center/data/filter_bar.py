"""Which examples the data page shows: of a split, of a class, mistakes or mislabeled ones only.

What the examples are taken for is chosen in the confusion matrix, and shown here to be left open.
"""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from nnstudio.app.widgets.labeled_switch import LabeledSwitch
from nnstudio.experiment.data.dataset import SPLITS, Split
from nnstudio.experiment.data.example_choice import Choice
from nnstudio.experiment.data.prepare import Prepared

WORDS: dict[Split, str] = {"train": "Training", "validation": "Validation", "test": "Test"}
_WIDEST = 16  # characters of a class name


class FilterBar(QWidget):
    """Holds the choice, which is no part of the document; `changed` comes when it is another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = Choice()
        self._splits: tuple[Split, ...] = ()
        self._classes: tuple[str, ...] = ()
        self._is_noisy = False
        self._split = self._combo("split", "Split of the examples")
        self._label = self._combo("class", "Class of the examples")
        self._predicted = self._combo("predicted", "What the network takes the examples for")
        self._mistaken = LabeledSwitch(
            "examples.mistaken", "Mistakes only", "Show only what is put into the wrong class", self
        )
        self._mistaken.switched.connect(self._on_mistaken)
        self._mislabeled = LabeledSwitch(
            "examples.mislabeled",
            "Mislabeled",
            "Show only training examples whose target label noise made wrong",
            self,
        )
        self._mislabeled.switched.connect(self._on_mislabeled)
        self._count = QLabel(self)
        self._count.setObjectName("examples.count")
        self._count.setProperty("role", "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        switches = (self._mistaken, self._mislabeled)
        for part in (self._split, self._label, self._predicted, *switches, self._count):
            layout.addWidget(part)
        layout.addStretch(1)

    def _combo(self, name: str, spoken: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(f"examples.{name}")
        combo.setAccessibleName(spoken)
        combo.setToolTip(spoken)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        combo.activated.connect(self._on_activated)
        return combo

    def show_data(self, prepared: Prepared) -> None:
        """Offer the splits and classes there are; a choice that is not among them is left open."""
        present = (prepared.train_index, prepared.validation_index, prepared.test_index)
        splits = tuple(s for s, index in zip(SPLITS, present, strict=True) if len(index))
        classes = prepared.dataset.class_names
        is_noisy = prepared.dataset.true_targets is not None
        if (splits, classes, is_noisy) == (self._splits, self._classes, self._is_noisy):
            return
        self._splits, self._classes, self._is_noisy = splits, classes, is_noisy
        names = [name if len(name) <= _WIDEST else f"{name[:_WIDEST]}…" for name in classes]
        _fill(self._split, ["All splits", *(WORDS[split] for split in splits)])
        _fill(self._label, ["All classes", *names])
        _fill(self._predicted, ["Taken for any", *(f"Taken for {name}" for name in names)])
        self._label.setVisible(bool(classes))
        self._mislabeled.setVisible(is_noisy)
        self.choose(Choice(self.choice.split if self.choice.split in splits else None))

    def show_count(self, found: int, total: int) -> None:
        """Say how many examples of all there are."""
        self._count.setText(f"{found:,} of {total:,}" if found != total else f"{total:,} examples")

    def choose(self, choice: Choice) -> None:
        """Show and hold another choice, and say so."""
        self.choice = choice
        place = 0 if choice.split is None else 1 + self._splits.index(choice.split)
        self._split.setCurrentIndex(place)
        self._label.setCurrentIndex(0 if choice.label is None else 1 + choice.label)
        self._predicted.setCurrentIndex(0 if choice.predicted is None else 1 + choice.predicted)
        self._mistaken.show_state(choice.mistaken)
        self._mislabeled.show_state(choice.mislabeled)
        self._predicted.setVisible(choice.predicted is not None)
        self._mistaken.setVisible(bool(self._classes) and choice.predicted is None)
        self.changed.emit()

    def _on_mistaken(self, on: bool) -> None:
        self.choose(replace(self.choice, mistaken=on))

    def _on_mislabeled(self, on: bool) -> None:
        self.choose(replace(self.choice, mislabeled=on))

    def _on_activated(self) -> None:
        split, label, predicted = (
            combo.currentIndex() - 1 for combo in (self._split, self._label, self._predicted)
        )
        self.choose(
            replace(
                self.choice,
                split=self._splits[split] if split >= 0 else None,
                label=label if label >= 0 else None,
                predicted=predicted if predicted >= 0 else None,
            )
        )


def _fill(combo: QComboBox, words: list[str]) -> None:
    with QSignalBlocker(combo):
        combo.clear()
        combo.addItems(words)
