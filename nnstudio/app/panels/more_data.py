"""What is seldom changed about the data, behind a button: classes, spoiling, validation, seed."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from nnstudio.app.panels.other_data import choose_data
from nnstudio.app.panels.published_sets import PublishedSet, PublishedSets
from nnstudio.app.panels.value_slider import ValueSlider
from nnstudio.app.widgets.labeled_switch import LabeledSwitch
from nnstudio.app.widgets.number_edit import NumberEdit, by_fifty, by_one
from nnstudio.app.widgets.popover import Popover
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.catalog import SOURCES, class_count
from nnstudio.experiment.document import DataSettings, Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.rules import MAX_HELD_OUT

_WIDTH = 330
_MARKED = "•••"  # where something behind the button is not as usual
_lined_up = partial(ValueSlider, widest_name="Validation split")
_PLAIN_SIZE = 32  # that images of a folder get by themselves


class MoreData(QPushButton):
    """Opens the settings of `experiment.data` that the panel has no room for."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("···", parent)
        self.setObjectName("data.more")
        self.setAccessibleName("More about the data")
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(_MARKED) + 24)
        self._workspace = workspace
        self._popover = Popover(self)
        self._popover.setMinimumWidth(_WIDTH)
        self._build_published()
        self._build_sliders()
        self._build_switches()
        self._build_most()
        self._build_seed()
        workspace.experiment_changed.connect(self._on_experiment_changed)
        self._refresh()

    def _build_published(self) -> None:
        self._published = PublishedSets(self._popover)
        self._published.picked.connect(self._on_published)
        label = QLabel("As published", self._popover)
        label.setBuddy(self._published)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self._published, 1)
        self._popover.body.addLayout(row)

    def _build_sliders(self) -> None:
        self._classes = self._slider("classes", _lined_up("Classes", 2, 10, 1, str))
        self._classes.changed.connect(self._on_classes)
        self._imbalance = self._slider("imbalance", _lined_up("Imbalance", 0, 95, 5, _percent))
        self._imbalance.setToolTip("What the last class lacks of its examples; others lack less")
        self._imbalance.changed.connect(self._on_imbalance)
        self._noise = self._slider("labelNoise", _lined_up("Label noise", 0, 100, 5, _percent))
        self._noise.setToolTip(
            "Share of the training examples that learn a wrong target; tests stay honest"
        )
        self._noise.changed.connect(self._on_label_noise)
        self._validation = self._slider(
            "validationFraction", _lined_up("Validation split", 0, 80, 5, _percent)
        )
        self._validation.setToolTip("Share of all examples, taken from those to train on")
        self._validation.changed.connect(self._on_validation)
        self._size = self._slider("imageSize", _lined_up("Image size", 4, 64, 4, _pixels))
        self._size.changed.connect(self._on_size)

    def _slider(self, name: str, slider: ValueSlider) -> ValueSlider:
        slider.slider.setObjectName(f"data.{name}")
        self._popover.body.addWidget(slider)
        return slider

    def _build_switches(self) -> None:
        tip = "Red, green and blue, or one brightness a pixel"
        self._color = LabeledSwitch("data.color", "Color", tip, self._popover)
        self._color.switched.connect(self._on_color)
        self._popover.body.addWidget(self._color)

    def _build_most(self) -> None:
        self._most = NumberEdit(by_fifty, whole=True, zero="all", parent=self._popover)
        self._most.setObjectName("data.atMost")
        self._most.setAccessibleName("Examples at most")
        self._most.setToolTip("Take so many of the examples at random; classes keep their shares")
        self._most.setFixedWidth(self.fontMetrics().horizontalAdvance("4,294,967,295") + 40)
        self._most.valueChanged.connect(self._on_most)
        self._most_row = QWidget(self._popover)
        label = QLabel("Examples at most", self._most_row)
        label.setBuddy(self._most)
        row = QHBoxLayout(self._most_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label, 1)
        row.addWidget(self._most)
        self._popover.body.addWidget(self._most_row)

    def _build_seed(self) -> None:
        tip = "Draw and split the data by a seed of their own, whatever the experiment's is"
        self._own = LabeledSwitch("data.ownSeed", "Own seed", tip, self._popover)
        self._own.switched.connect(self._on_own_seed)
        self._seed = NumberEdit(by_one, whole=True, parent=self._popover)
        self._seed.setObjectName("data.seed")
        self._seed.setAccessibleName("Seed of the data")
        self._seed.setFixedWidth(self.fontMetrics().horizontalAdvance("4,294,967,295") + 40)
        self._seed.valueChanged.connect(self._on_seed)
        self._note = QLabel("as the experiment", self._popover)
        self._note.setProperty("role", "muted")
        row = QHBoxLayout()
        row.addWidget(self._own)
        row.addWidget(self._note, 1, Qt.AlignmentFlag.AlignRight)
        row.addWidget(self._seed)
        self._popover.body.addLayout(row)

    def _on_experiment_changed(self, old: Experiment, new: Experiment) -> None:
        if old.data != new.data or old.seed != new.seed:
            self._refresh()

    def _refresh(self) -> None:
        experiment = self._workspace.experiment
        data, info = experiment.data, SOURCES[experiment.data.source]
        self._published.show_data(data)
        self._classes.setVisible(info.many)
        self._classes.set_value(class_count(data) or 0)
        self._imbalance.setVisible(info.task == "classification")
        self._imbalance.set_value(round(100 * data.imbalance))
        self._noise.set_value(round(100 * data.label_noise))
        self._validation.set_value(round(100 * data.validation_fraction))
        self._size.setVisible(info.kind == "pictures")
        self._size.set_value(data.image_size or _PLAIN_SIZE)
        self._color.setVisible(info.kind == "pictures")
        self._color.show_state(data.color)
        self._most_row.setVisible(info.is_fixed)
        self._most.show_value(float(data.at_most or 0))
        self._own.show_state(data.seed is not None)
        self._note.setVisible(data.seed is None)
        self._seed.setEnabled(data.seed is not None)
        self._seed.show_value(float(experiment.seed if data.seed is None else data.seed))
        set_here = changed_here(data)
        self.setToolTip(f"More about the data: {', '.join(set_here)}" if set_here else "More")
        self.setText(_MARKED if set_here else "···")

    def _on_published(self, one: PublishedSet) -> None:
        text = f"{one.title} data"
        choose_data(self._workspace, text, lambda e: edits.set_source(e, one.source, **one.fields))

    def _on_classes(self, classes: int, gesture: int) -> None:
        self._set(f"{classes} classes", f"classes {gesture}", classes=classes)

    def _on_imbalance(self, percent: int, gesture: int) -> None:
        self._set(f"imbalance {percent} %", f"imbalance {gesture}", imbalance=percent / 100)

    def _on_label_noise(self, percent: int, gesture: int) -> None:
        self._set(f"label noise {percent} %", f"labelNoise {gesture}", label_noise=percent / 100)

    def _on_validation(self, percent: int, gesture: int) -> None:
        room = MAX_HELD_OUT - self._workspace.experiment.data.test_fraction
        share = min(percent / 100, round(room, 2))
        text = f"validation split {share:.0%}"
        self._set(text, f"validation {gesture}", validation_fraction=share)

    def _on_size(self, pixels: int, gesture: int) -> None:
        self._set(f"images of {pixels} pixels", f"imageSize {gesture}", image_size=pixels)

    def _on_color(self, on: bool) -> None:
        self._set("color images" if on else "gray images", None, color=on)

    def _on_most(self, value: float) -> None:
        most = None if value == 0 else int(value) if value.is_integer() else value
        text = "all examples" if most is None else f"at most {most:,.6g} examples"
        self._set(text, "atMost", at_most=most)
        self._refresh()

    def _on_own_seed(self, on: bool) -> None:
        seed = self._workspace.experiment.seed if on else None
        self._set("own seed of the data" if on else "data follow the seed", None, seed=seed)

    def _on_seed(self, value: float) -> None:
        if self._workspace.experiment.data.seed is not None:
            seed = int(value) if value.is_integer() else value
            self._set(f"data seed {value:,.6g}", "seed", seed=seed)
            self._refresh()

    def _set(self, text: str, gesture: str | None, **fields: object) -> None:
        merge = None if gesture is None else f"data.{gesture}"
        self._workspace.edit(text, lambda e: edits.set_data(e, **fields), merge=merge)


def changed_here(data: DataSettings) -> list[str]:
    """What is not as it usually is, in words."""
    told = {
        f"at most {data.at_most} examples": data.at_most is not None,
        f"{data.classes} classes": data.classes is not None,
        f"imbalance {data.imbalance:.0%}": data.imbalance > 0,
        f"label noise {data.label_noise:.0%}": data.label_noise > 0,
        f"validation split {data.validation_fraction:.0%}": data.validation_fraction > 0,
    }
    return [words for words, is_so in told.items() if is_so]


def _percent(value: int) -> str:
    return f"{value} %"


def _pixels(value: int) -> str:
    return f"{value} px"
