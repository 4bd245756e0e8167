"""The header of the output: how many scores there are, where that is for the user to say."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from nnstudio.app.canvas.badge import Badge
from nnstudio.app.canvas.column_header import ColumnHeader, HeaderSize, Row, titled
from nnstudio.app.canvas.gestures import Gestures
from nnstudio.app.canvas.header_parts import ChoiceBox
from nnstudio.app.canvas.picture import ColumnPicture
from nnstudio.app.canvas.sizes import DataFacts
from nnstudio.app.canvas.stepper import Stepper
from nnstudio.experiment.document import LayerSettings


class OutputHeader(ColumnHeader):
    """Two classes can have one score or two; a network without data any number; else data decide.

    The object names follow the output's place among the layers, which changes.
    """

    def __init__(self, gestures: Gestures, parent: QWidget | None = None) -> None:
        super().__init__("canvas.output", parent)
        self._gestures = gestures
        self._index = 0
        self._kind = "fixed"
        self._column: ColumnPicture
        self._choice: int | str = "auto"
        self.badge = Badge("canvas.output", gestures, self)
        self.caption = QLabel(self)
        self.caption.setProperty("role", "muted")
        self.scores = ChoiceBox("Scores", self)
        self.stepper = Stepper("output", self)
        self.scores.currentIndexChanged.connect(self._choose)
        self.stepper.stepped.connect(self._step)
        self.stepper.typed.connect(self._set_units)
        self.wheeled.connect(self._step)

    def show_output(
        self, column: ColumnPicture, settings: LayerSettings, free: bool, facts: DataFacts | None
    ) -> None:
        """Show the output column, and offer what `settings` may become for these data."""
        self.show_column(column)
        self._index = column.layer
        two = facts is not None and len(facts.classes) == 2
        self._kind = "free" if free else "two" if two else "fixed"
        self._column = column
        self._choice = settings.units
        self.stepper.show_units(column.units)
        self._rename()

    @property
    @override
    def controls(self) -> Sequence[QWidget]:
        return (self.badge, self.scores, *self.stepper.controls)

    @override
    def open(self) -> None:
        (self.stepper.number if self._kind == "free" else self.scores).setFocus()

    @override
    def arrange(self, size: HeaderSize, room: int) -> None:
        kind = f"{self._column.caption.rpartition(' ')[0]} " if size is HeaderSize.WIDE else ""
        noun = "score" if self._column.units == 1 else "scores"
        number = "" if self._kind == "free" else f"{self._column.units} "
        self.caption.setText(f"{number}{kind}{noun}")
        self._offer_scores(kind)
        super().arrange(size, room)

    @override
    def rows(self, size: HeaderSize) -> Sequence[Row]:
        if size is HeaderSize.TINY:
            return (titled(self.title, self.badge),)
        title = titled(self.title, self.badge)
        if self._kind == "two" and size is not HeaderSize.NARROW:
            return (title, Row((self.scores,), pill=True))
        if self._kind != "free":
            return (title, Row((self.caption,)))
        if size is HeaderSize.NARROW:
            return (title, Row((self.stepper.number,), pill=True), Row((self.caption,)))
        if size is HeaderSize.STACKED:
            pill = Row(self.stepper.controls, pill=True, beside=True)
            return (title, pill, Row((self.caption,)))
        fewer, number, more = self.stepper.controls
        return (title, Row((fewer, number, self.caption, more), pill=True))

    def _offer_scores(self, kind: str) -> None:
        blocked = self.scores.blockSignals(True)
        self.scores.clear()
        self.scores.addItem(f"2 {kind}scores · auto", "auto")
        self.scores.addItem(f"2 {kind}scores", 2)
        self.scores.addItem(f"1 {kind}score", 1)
        self.scores.blockSignals(blocked)
        self.scores.show_data(self._choice)

    def _rename(self) -> None:
        name = f"canvas.layer.{self._index}"
        free = self._kind == "free"
        self.stepper.name(name, self._column.title)
        if not free:
            self.stepper.number.setObjectName(f"{name}.units.free")
        self.scores.setObjectName(f"{name}.units.scores" if free else f"{name}.units")
        self.scores.setToolTip("Scores of two classes: one (logistic) or two (softmax)")

    def _choose(self) -> None:
        self._gestures.set_units(self._index, self.scores.currentData())

    def _step(self, by: int) -> None:
        if self._kind == "free":
            self._gestures.step_units(self._index, by)

    def _set_units(self, units: int) -> None:
        self._gestures.set_units(self._index, units)
