"""The formula view: the forward pass of this very network, with the numbers of one example."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTextBrowser,
    QWidget,
)
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.center.drawn import DrawnNetwork
from nnstudio.app.center.formula_text import Example, Writing, page
from nnstudio.app.center.page import Page
from nnstudio.app.center.switch import Switch
from nnstudio.app.panels.inspector import fits
from nnstudio.app.widgets.number_edit import NumberEdit, by_one
from nnstudio.app.workspace.settings import settings
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.looks.trace import trace

_MODES = (
    ("mathematics", "Mathematics", "Show the formulas as mathematics"),
    ("numpy", "NumPy", "Show the formulas as NumPy code"),
)
_DECIMALS, _MOST_DECIMALS = 3, 8
_TABULAR = "tnum"  # digits of one width: numbers stay in place while they change


class FormulaView(Page):
    """Mathematics or NumPy code; `workspace.example` says whose numbers."""

    def __init__(
        self, workspace: Workspace, drawn: DrawnNetwork, parent: QWidget | None = None
    ) -> None:
        super().__init__("formula", "Network as formulas", workspace, parent)
        self._drawn = drawn
        self._mode = "numpy" if settings().value("formula/mode") == "numpy" else "mathematics"
        self._decimals = _DECIMALS
        self._build_modes()
        self._build_end()
        self._build_example()
        self._build_text()
        drawn.changed.connect(self.refresh_if_visible)
        workspace.example_changed.connect(self.refresh_if_visible)

    def _build_modes(self) -> None:
        self._modes = Switch("formula", _MODES, self)
        self._modes.show_chosen(self._mode)
        self._modes.chosen.connect(self._on_mode_chosen)
        self.header.addWidget(self._modes)
        self.header.addStretch(1)

    def _build_example(self) -> None:
        self._which = QLabel(self)
        self._which.setObjectName("formula.class")
        self._which.setProperty("role", "muted")
        self._which.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._example = NumberEdit(by_one, whole=True, parent=self)
        self._example.setObjectName("formula.example")
        self._example.setAccessibleName("Example to follow through the network")
        self._example.setToolTip("Which example's numbers are shown")
        self._example.setFixedWidth(self._room_for("88,888 of 88,888"))
        self._example.valueChanged.connect(self._on_example_changed)
        label = QLabel("Example", self)
        label.setBuddy(self._example)
        row = QHBoxLayout()  # of its own, so that the page may be narrow
        for part in (label, self._example):
            row.addWidget(part)
        row.addWidget(self._which, 1)
        self.body.addLayout(row)

    def _room_for(self, text: str) -> int:
        """The width of a field that shows `text` and its arrows."""
        return self.fontMetrics().horizontalAdvance(text) + 42

    def _build_end(self) -> None:
        self._places = NumberEdit(by_one, whole=True, parent=self)
        self._places.setObjectName("formula.decimals")
        self._places.setAccessibleName("Decimals")
        self._places.setToolTip("Digits after the decimal point")
        self._places.setSuffix(" decimals")
        self._places.setFixedWidth(self._room_for("8 decimals"))
        self._places.show_value(self._decimals)
        self._places.valueChanged.connect(self._on_places_changed)
        self._copy = QPushButton("Copy", self)
        self._copy.setObjectName("formula.copy")
        self._copy.setAccessibleName("Copy as a NumPy program")
        self._copy.setToolTip("Copy a NumPy program with the present weights, ready to run")
        self._copy.clicked.connect(self.copy_program)
        for part in (self._places, self._copy):
            self.header.addWidget(part)

    def _build_text(self) -> None:
        self._text = QTextBrowser(self)
        self._text.setObjectName("formula.text")
        self._text.setAccessibleName("Forward pass")
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setOpenLinks(False)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        font = QFont(self.font())
        font.setFeature(QFont.Tag(_TABULAR), 1)
        self._text.document().setDefaultFont(font)
        self._shown = ""
        self.body.addWidget(self._text, 1)
        self.setFocusProxy(self._text)

    @override
    def refresh(self) -> None:
        example = self._followed()
        self._show_which(example)
        self._copy.setEnabled(example is not None)
        family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        writing = Writing(self._mode == "numpy", self._decimals, current_theme(), family)
        network = self._drawn.network if example is None else example.prepared.network
        self._show(page(network, example, writing))

    def copy_program(self) -> None:
        """Put a program on the clipboard that computes what the network computes now."""
        from nnstudio.experiment.exports.model import Model
        from nnstudio.experiment.exports.numpy_script import numpy_script

        prepared, snapshot = self.workspace.prepared, self.workspace.snapshot
        if prepared is None or snapshot is None or not fits(snapshot, prepared):
            return
        model = Model(prepared, snapshot.matrices, snapshot.slopes, snapshot.metrics.epoch)
        QApplication.clipboard().setText(numpy_script(model))
        self.workspace.message.emit("Copied a NumPy program with the present weights")

    def _followed(self) -> Example | None:
        prepared, snapshot = self.workspace.prepared, self.workspace.snapshot
        if prepared is None or snapshot is None or not fits(snapshot, prepared):
            return None
        return Example(prepared, snapshot, trace(prepared, snapshot, self.workspace.example))

    def _show(self, text: str) -> None:
        """Show the text where the reader is; what is being selected stays."""
        is_selecting = self._text.textCursor().hasSelection()
        if text == self._shown or (is_selecting and self.workspace.phase == "running"):
            return
        bar = self._text.verticalScrollBar()
        place = bar.value()
        self._shown = text
        self._text.setHtml(text)
        bar.setValue(place)

    def _show_which(self, example: Example | None) -> None:
        self._example.setEnabled(example is not None)
        if example is None:
            self._which.setText("")
            return
        dataset, found = example.prepared.dataset, example.trace
        self._example.setSuffix(f" of {len(dataset):,}")
        self._example.show_value(found.index + 1)
        words: str = found.split
        if isinstance(found.target, int):
            words = f"{dataset.class_names[found.target]} · {words}"
        self._which.setText(words)

    def _on_mode_chosen(self, name: str) -> None:
        self._mode = name
        settings().setValue("formula/mode", name)
        self.refresh()

    def _on_example_changed(self, value: float) -> None:
        self.workspace.select_example(int(value) - 1)
        self.refresh()

    def _on_places_changed(self, value: float) -> None:
        self._decimals = min(max(int(value), 0), _MOST_DECIMALS)
        self._places.show_value(self._decimals)
        self.refresh()
