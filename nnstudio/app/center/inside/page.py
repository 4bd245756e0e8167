"""The page of the center that looks inside every layer: distributions, verdicts, weight plane."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.canvas.wording import ACTIVATION_NAMES
from nnstudio.app.center.inside.bins import bin_words, units_in
from nnstudio.app.center.inside.layer_row import InsideRow
from nnstudio.app.center.inside.row_look import RowLook
from nnstudio.app.center.inside.weight_plane import WeightPlane
from nnstudio.app.center.page import Page
from nnstudio.app.center.switch import Switch
from nnstudio.app.widgets.row_list import RowList
from nnstudio.app.widgets.verdict_popover import VerdictPopover
from nnstudio.app.workspace.naming import layer_name
from nnstudio.app.workspace.wants import Want
from nnstudio.app.workspace.workspace import Selection, Workspace
from nnstudio.experiment.advice.verdicts import Verdict, judge
from nnstudio.experiment.looks.histogram_past import HistogramPast
from nnstudio.experiment.looks.insights import Quantity
from nnstudio.experiment.looks.snapshot import Snapshot

_PLANE = "plane"
_VIEWS = (
    ("activations", "Activations", "What every layer puts out, on the training data"),
    ("preactivations", "Sums", "What comes before the activation: w·x + b"),
    ("weights", "Weights", "The weights of every layer"),
    ("gradients", "Gradients", "How large the gradients of the weights are, by powers of ten"),
    ("updates", "Updates", "The last step over the weights, of every neuron, by powers of ten"),
    (_PLANE, "Weight plane", "The path of two weights over the loss around them"),
)
_AXES: dict[Quantity, str] = {
    "activations": "activation",
    "preactivations": "w·x + b",
    "weights": "weight",
    "gradients": "size of the gradient",
    "updates": "‖step‖ / ‖weights‖",
}
_HINT = (
    "Click a bar (or press Left, Right in a row) to mark its neurons on the canvas, a verdict for "
    "what it means."
)
_MOST_NAMED = 30


class InsidePage(Page):
    """Chooses a quantity on top and shows a row for every layer, or the weight plane."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("insidePage", "Inside every layer", workspace, parent)
        self._view = "activations"
        self._past = HistogramPast()
        self._chosen: tuple[int, int] | None = None
        self._list = RowList(self._make_row, 6, self)
        self._build_contents()
        workspace.selection_changed.connect(self.refresh_if_visible)
        workspace.marked_changed.connect(self._on_marked)
        self.setFocusProxy(self._switch)

    def _build_contents(self) -> None:
        self._switch = Switch("inside", _VIEWS, self)
        self._switch.chosen.connect(self.show_view)
        self._switch.show_chosen(self._view)
        self._popover = VerdictPopover(self)
        self.header.insertWidget(0, self._switch)
        self.header.addStretch(1)
        self._list.setObjectName("inside.scroll")
        self._list.setAccessibleName("Layers from inside")
        self._units = QLabel(_HINT, self)
        self._units.setObjectName("inside.units")
        self._units.setProperty("role", "muted")
        self._units.setWordWrap(True)
        self._units.linkActivated.connect(self._on_unit_clicked)
        layers = QWidget(self)
        column = QVBoxLayout(layers)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list, 1)
        column.addWidget(self._units)
        self._plane = WeightPlane(self.workspace, self)
        self._plane.pair_changed.connect(self.ask)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(layers)
        self._stack.addWidget(self._plane)
        self.body.addWidget(self._stack, 1)

    @property
    def rows(self) -> list[InsideRow]:
        """One for each layer."""
        return self._list.rows

    def show_view(self, name: str) -> None:
        """Show a quantity of every layer, or the weight plane."""
        self._view = name
        self._switch.show_chosen(name)
        self._stack.setCurrentIndex(1 if name == _PLANE else 0)
        self.workspace.mark(frozenset())
        self.ask()
        self.refresh()

    @override
    def wanted(self) -> Want:
        if self._view == _PLANE:
            return Want(pair=self._plane.pair)
        return Want(activity=True, verdicts=True, inside=True)

    @override
    def refresh(self) -> None:
        snapshot = self.workspace.snapshot
        if self._view == _PLANE:
            self._plane.refresh()
        elif snapshot is not None and snapshot.inside and snapshot.activity:
            self._past.add(snapshot)
            self._show_layers(snapshot)

    def _show_layers(self, snapshot: Snapshot) -> None:
        prepared = self.workspace.prepared
        if prepared is None or len(prepared.network.layers) != len(snapshot.inside):
            return
        self._list.fit(len(snapshot.inside))
        said = []
        for index, row in enumerate(self.rows):
            row.show_look(self._look(index, row, snapshot))
            said.append(f"{row.accessibleName()}: {row.accessibleDescription()}")
        self.describe("; ".join(said))

    def _look(self, index: int, row: InsideRow, snapshot: Snapshot) -> RowLook:
        assert self.workspace.prepared is not None
        layers, quantity = self.workspace.prepared.network.layers, self._quantity
        inside, facts = snapshot.inside[index], snapshot.gradient_facts
        known = len(facts) == len(layers)
        return RowLook(
            name=layer_name(index, len(layers)),
            kind=ACTIVATION_NAMES[layers[index].activation],
            axis=_AXES[quantity],
            verdicts=judge(
                snapshot.activity[index],
                facts[index] if known else None,
                facts[-1] if known else None,
                inside.update_ratio,
            ),
            now=inside.of(quantity),
            ridges=self._past.ridges(index, quantity, snapshot.metrics.step, row.most_ridges),
            is_selected=self.workspace.selection.layer == index,
        )

    @property
    def _quantity(self) -> Quantity:
        return next(quantity for quantity in _AXES if quantity == self._view)

    def _make_row(self, layer: int) -> InsideRow:
        row = InsideRow(layer, self)
        row.verdict_clicked.connect(self._on_verdict_clicked)
        row.bin_clicked.connect(self._on_bin_clicked)
        row.clicked.connect(self._on_row_clicked)
        return row

    def _on_row_clicked(self, layer: int) -> None:
        self.workspace.mark(frozenset())
        self.workspace.select(Selection(layer))

    def _on_verdict_clicked(self, verdict: Verdict, below: QPoint) -> None:
        row = self.sender()
        if isinstance(row, InsideRow) and row.look is not None:
            self._popover.open(row.look.name, verdict, below)

    def _on_bin_clicked(self, layer: int, place: int) -> None:
        """Mark the units of a bin, or let go of them when it is clicked again."""
        look = self.rows[layer].look
        if look is None or look.now is None:
            return
        if self._chosen == (layer, place):
            self.workspace.mark(frozenset())
            return
        units = units_in(look.now, place)
        self.workspace.mark(frozenset((layer, unit) for unit in units))
        self._choose((layer, place))
        self._units.setText(self._words(layer, f"{look.name}, {bin_words(look.now, place)}", units))

    def _words(self, layer: int, what: str, units: Sequence[int]) -> str:
        if not units:
            return f"{what}. No neuron is in it."
        color = current_theme().accent
        named = ", ".join(
            f"<a style='color:{color}' href='{layer}:{unit}'>{unit + 1}</a>"
            for unit in units[:_MOST_NAMED]
        )
        more = f" and {len(units) - _MOST_NAMED} more" if len(units) > _MOST_NAMED else ""
        noun = "neuron" if len(units) == 1 else "neurons"
        return f"<b>{what}</b> from {len(units)} {noun}, marked on the canvas: {named}{more}"

    def _on_unit_clicked(self, place: str) -> None:
        layer, _, unit = place.partition(":")
        self.workspace.select(Selection(int(layer), int(unit)))

    def _on_marked(self, marked: object) -> None:
        if not marked:
            self._choose(None)
            self._units.setText(_HINT)

    def _choose(self, chosen: tuple[int, int] | None) -> None:
        self._chosen = chosen
        for index, row in enumerate(self.rows):
            is_here = chosen is not None and chosen[0] == index
            row.histogram.chosen = chosen[1] if chosen is not None and is_here else None
            row.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.workspace.marked:
            self.workspace.mark(frozenset())
        else:
            super().keyPressEvent(event)
