"""The header of the input column: what feeds the network, chosen in a small window under it."""

from collections.abc import Sequence
from functools import partial
from typing import get_args

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QRadioButton, QWidget
from typing_extensions import override

from nnstudio.app.canvas.badge import Badge
from nnstudio.app.canvas.column_header import ColumnHeader, HeaderSize, Row, titled
from nnstudio.app.canvas.gestures import Gestures
from nnstudio.app.canvas.header_parts import ChoiceButton
from nnstudio.app.canvas.picture import ColumnPicture
from nnstudio.app.canvas.sizes import DataFacts
from nnstudio.app.canvas.wording import FEATURE_NAMES
from nnstudio.app.widgets.number_edit import NumberEdit, by_one
from nnstudio.app.widgets.popover import Popover
from nnstudio.experiment.document import Experiment, Feature

_COLUMNS = 4
_COORDINATES: tuple[Feature, ...] = ("x1", "x2")


class InputHeader(ColumnHeader):
    """Says how many inputs there are; a click offers the data's, chosen features, or a number."""

    def __init__(self, gestures: Gestures, parent: QWidget | None = None) -> None:
        super().__init__("canvas.input", parent)
        self._gestures = gestures
        self._caption = ""
        self._units = 1
        self.badge = Badge("canvas.input", gestures, self)
        self.inputs = ChoiceButton(self)
        self.inputs.setObjectName("canvas.inputs")
        self.inputs.setToolTip("Choose what feeds the network")
        self._popover = Popover(self.inputs)
        self._checks: dict[Feature, QCheckBox] = {}
        self._build_automatic()
        self._build_features()
        self._build_free()

    def _build_automatic(self) -> None:
        self._automatic = QRadioButton("All columns of the data", self._popover)
        self._automatic.setObjectName("canvas.inputs.automatic")
        self._automatic.clicked.connect(partial(self._gestures.set_inputs, "auto"))
        self._popover.body.addWidget(self._automatic)

    def _build_features(self) -> None:
        self._features = QWidget(self._popover)
        grid = QGridLayout(self._features)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(QLabel("Features of the plane", self._features), 0, 0, 1, _COLUMNS)
        for place, feature in enumerate(get_args(Feature)):
            check = QCheckBox(FEATURE_NAMES[feature], self._features)
            check.setObjectName(f"canvas.inputs.{feature}")
            check.setAccessibleName(f"Feature {feature}")
            check.clicked.connect(self._choose_features)
            row, column = divmod(place, _COLUMNS)
            grid.addWidget(check, row + 1, column)
            self._checks[feature] = check
        self._popover.body.addWidget(self._features)

    def _build_free(self) -> None:
        row = QHBoxLayout()
        self._free = QRadioButton("Free drawing, inputs:", self._popover)
        self._free.setObjectName("canvas.inputs.free")
        self._free.clicked.connect(self._choose_number)
        self._number = NumberEdit(by_one, whole=True, parent=self._popover)
        self._number.setObjectName("canvas.inputs.number")
        self._number.setAccessibleName("Number of free inputs")
        self._number.setFixedWidth(90)
        self._number.valueChanged.connect(self._choose_number)
        row.addWidget(self._free)
        row.addWidget(self._number)
        row.addStretch(1)
        self._popover.body.addLayout(row)

    def show_inputs(
        self, column: ColumnPicture, experiment: Experiment, facts: DataFacts | None
    ) -> None:
        """Show the input column and what `experiment` chose for it."""
        self.show_column(column)
        chosen = experiment.network.inputs
        self._caption = column.caption
        self.inputs.setAccessibleName(f"Inputs: {column.caption}")
        self._mark(self._automatic, chosen == "auto")
        self._mark(self._free, isinstance(chosen, int))
        self._units = column.units
        self._number.show_value(column.units)
        self._features.setVisible(facts is not None and facts.is_plane)
        ticked = chosen if isinstance(chosen, tuple) else _COORDINATES if chosen == "auto" else ()
        for feature, check in self._checks.items():
            check.setChecked(feature in ticked)

    @property
    @override
    def controls(self) -> Sequence[QWidget]:
        return (self.badge, self.inputs)

    @override
    def open(self) -> None:
        self.inputs.setFocus()
        self.inputs.click()

    @override
    def arrange(self, size: HeaderSize, room: int) -> None:
        words = self._caption
        self.inputs.setText(words.partition(" ")[0] if size is HeaderSize.NARROW else words)
        super().arrange(size, room)

    @override
    def rows(self, size: HeaderSize) -> Sequence[Row]:
        if size is HeaderSize.TINY:
            return (titled(self.title, self.badge),)
        title = titled(self.title, self.badge)
        return (title, Row((self.inputs,), pill=size is not HeaderSize.NARROW))

    def _mark(self, button: QRadioButton, on: bool) -> None:
        """Check or uncheck a radio button; of the two none is checked for chosen features."""
        button.setAutoExclusive(False)
        button.setChecked(on)
        button.setAutoExclusive(True)

    def _choose_features(self) -> None:
        chosen = tuple(feature for feature, check in self._checks.items() if check.isChecked())
        self._gestures.set_inputs("auto" if chosen in ((), _COORDINATES) else chosen)

    def _choose_number(self) -> None:
        if not self._gestures.set_inputs(int(self._number.value())):
            self._number.show_value(self._units)
