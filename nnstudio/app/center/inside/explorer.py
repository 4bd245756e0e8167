"""The page that explores activations: curve, derivative, and the live inputs of a neuron."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.canvas.wording import ACTIVATION_NAMES
from nnstudio.app.center.inside.curve_plot import CurvePlot, line_color
from nnstudio.app.center.page import Page
from nnstudio.app.center.switch import Switch
from nnstudio.app.widgets.steady import Steady
from nnstudio.app.widgets.ticks import MINUS
from nnstudio.app.workspace.naming import unit_name
from nnstudio.app.workspace.parameters import source_name
from nnstudio.app.workspace.wants import Want
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.core.arrays import Floats
from nnstudio.core.spec import ACTIVATIONS, Activation
from nnstudio.experiment.advice.verdicts import shown_share
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.looks.activation_curves import curve, morph, morphed
from nnstudio.experiment.looks.activity import nice_bound
from nnstudio.experiment.looks.insights import UnitSums

_OWN, _MORPH = "own", "morph"
_VIEWS = (
    (_OWN, "Its own", "The activation that the neuron has"),
    *(
        (name, ACTIVATION_NAMES[name], f"What {ACTIVATION_NAMES[name]} would make of its inputs")
        for name in ACTIVATIONS
    ),
    (_MORPH, "σ → tanh", "Stretch and shift the sigmoid until it is tanh"),
)
_POINTS, _MOST_DOTS, _STEPS = 401, 250, 100
_LEAST_REACH = 4.0


class ActivationPage(Page):
    """Shows the selected neuron, or the first; any activation can be tried on its inputs."""

    pace_ms = 100

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("activationPage", "Activation explorer", workspace, parent)
        self._view = _OWN
        self._reach = _LEAST_REACH
        self._shown: tuple[int, int] | None = None
        self._build_contents()
        workspace.selection_changed.connect(self._on_selected)
        self.setFocusProxy(self._switch)

    def _build_contents(self) -> None:
        self._switch = Switch("activation", _VIEWS, self)
        self._switch.chosen.connect(self.show_view)
        self._switch.show_chosen(self._view)
        self.header.insertWidget(0, self._switch)
        self.header.addStretch(1)
        self._words, self._formula = QLabel(self), QLabel(self)
        for label, name in ((self._words, "words"), (self._formula, "formula")):
            label.setObjectName(f"activation.{name}")
            label.setTextFormat(Qt.TextFormat.RichText)
        self.plot = CurvePlot(self)
        self.plot.setObjectName("activation.plot")
        self.plot.setAccessibleName("Activation and its derivative")
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setObjectName("activation.morphShare")
        self._slider.setAccessibleName("From sigmoid to tanh")
        self._slider.setRange(0, _STEPS)
        self._slider.valueChanged.connect(self.refresh_if_visible)
        self._ends = QWidget(self)
        line = QHBoxLayout(self._ends)
        line.setContentsMargins(0, 0, 0, 0)
        for part in (QLabel("σ(x)", self), self._slider, QLabel("tanh x", self)):
            line.addWidget(part)
        self._ends.hide()
        self.body.addWidget(Steady(self._words, stretches=True))
        self.body.addWidget(self.plot, 1)
        self.body.addWidget(self._ends)
        self.body.addWidget(Steady(self._formula, stretches=True))

    def show_view(self, name: str) -> None:
        """Show the neuron's own activation, another one, or the morph."""
        self._view = name
        self._switch.show_chosen(name)
        self._ends.setVisible(name == _MORPH)
        self.ask()
        self.refresh()

    def _on_selected(self) -> None:
        self.ask()
        self.refresh_if_visible()

    @property
    def place(self) -> tuple[int, int]:
        """The layer and number of the neuron that is looked at."""
        selection = self.workspace.selection
        if selection.layer is None or selection.layer < 0:
            return 0, 0
        return selection.layer, selection.unit or 0

    @override
    def wanted(self) -> Want:
        return Want() if self._view == _MORPH else Want(sums=self.place)

    @override
    def refresh(self) -> None:
        if self._view == _MORPH:
            self._show_morph(self._slider.value() / _STEPS)
            return
        snapshot, prepared = self.workspace.snapshot, self.workspace.prepared
        if snapshot is None or prepared is None or snapshot.sums is None:
            return
        sums = snapshot.sums
        if (sums.layer, sums.unit) != self.place or sums.layer >= len(prepared.network.layers):
            return
        if self._shown != self.place:
            self._shown, self._reach = self.place, _LEAST_REACH
        own = prepared.network.layers[sums.layer].activation
        chosen = own if self._view == _OWN else next(a for a in ACTIVATIONS if a == self._view)
        if chosen == "maxout" and sums.lines is not None and sums.positions is not None:
            self._show_pieces(prepared, sums, sums.positions, sums.lines)
        else:
            self._show_curve(prepared, sums, own, chosen)

    def _show_curve(
        self, prepared: Prepared, sums: UnitSums, own: Activation, chosen: Activation
    ) -> None:
        z = sums.sums.max(axis=0).astype(np.float64)
        self._reach = max(self._reach, min(nice_bound(float(np.abs(z).max())), 1e6))
        slope = sums.slope if own in ("leaky_relu", "prelu") else 0.01
        x = np.linspace(-self._reach, self._reach, _POINTS)
        y, rise = curve(chosen, x, slope)
        dots = z[:: -(-len(z) // _MOST_DOTS)]
        self.plot.show_range((-self._reach, self._reach), _room(y, rise), ("z = w·x + b", "f, f′"))
        self.plot.show_curves(x, y, rise)
        self.plot.show_dots(dots, *curve(chosen, dots, slope))
        slopes = curve(chosen, z, slope)[1]
        self._say(prepared, sums, chosen, own)
        theme, zeros = current_theme(), shown_share(float(np.mean(slopes == 0)))
        formula = _FORMULAS[chosen].format(slope=_short(slope))
        self._formula.setText(
            f"<b style='color:{theme.positive}'>f</b> {formula}"
            f" &nbsp; <b style='color:{theme.negative}'>f′</b> mean {_short(float(slopes.mean()))}"
            f" over {_share(len(z), len(prepared.train_rows))}, exactly 0 on {zeros}"
        )

    def _show_pieces(
        self, prepared: Prepared, sums: UnitSums, positions: Floats, lines: Floats
    ) -> None:
        low, high = float(positions.min()), float(positions.max())
        if low == high:
            low, high = low - 1.0, high + 1.0
        x = np.linspace(low, high, _POINTS)
        straight = lines[:, :1] * x + lines[:, 1:]
        envelope = straight.max(axis=0)
        stride = -(-len(positions) // _MOST_DOTS)
        outputs = sums.sums.max(axis=0)[::stride].astype(np.float64)
        source = source_name(sums.layer, sums.along, prepared.input_names)
        self.plot.show_range((low, high), _room(straight, outputs), (source, "pieces, maximum"))
        self.plot.show_curves(x, envelope, None, straight)
        self.plot.show_dots(positions[::stride].astype(np.float64), outputs, None)
        theme = current_theme()
        alone = prepared.network.sizes[sums.layer] == 1
        others = "" if alone else "; lines with the other inputs at their mean, dots with their own"
        self._say(prepared, sums, "maxout", "maxout", others)
        written = ", ".join(
            f"<b style='color:{line_color(place, theme)}'>{_short(slope)}·x {_signed(height)}</b>"
            for place, (slope, height) in enumerate(lines.tolist())
        )
        self._formula.setText(
            f"<b style='color:{theme.positive}'>maximum</b> of {written}, x = {source}"
        )

    def _say(
        self,
        prepared: Prepared,
        sums: UnitSums,
        chosen: Activation,
        own: Activation,
        remark: str = "",
    ) -> None:
        name = unit_name(sums.layer, sums.unit, len(prepared.network.layers))
        tried = "" if chosen == own else f", which is {ACTIVATION_NAMES[own]}"
        pieces = " of the pieces z and 0" if chosen == "maxout" != own else ""
        what = f"{pieces} on the inputs of {name}{tried}{remark}"
        self._words.setText(f"<b>{ACTIVATION_NAMES[chosen]}</b>{what}")
        self.describe(f"{ACTIVATION_NAMES[chosen]}{what}")

    def _show_morph(self, share: float) -> None:
        x = np.linspace(-5.0, 5.0, _POINTS)
        factor, inner, shift = morphed(share)
        made, goal = morph(share, x), np.tanh(x)
        self.plot.show_range((-5.0, 5.0), (-1.2, 1.2), ("x", "y"))
        self.plot.show_curves(x, made, goal)
        self.plot.show_dots(np.zeros(0), np.zeros(0), None)
        theme = current_theme()
        now = f"{factor:.2f} · σ({inner:.2f} x) {MINUS} {-shift:.2f}"
        goal_words = f"<b style='color:{theme.negative}'>tanh x</b> (dashed)"
        self._words.setText(
            f"<b style='color:{theme.positive}'>{now}</b> &nbsp; on its way to {goal_words}"
        )
        apart = float(np.abs(made - goal).max())
        told = "the same function" if share == 1.0 else f"at most {apart:.2f} apart"
        self._formula.setText(f"tanh x = 2 σ(2x) {MINUS} 1: {told}")
        self.describe(f"{factor:.2f} sigmoid({inner:.2f} x) minus {-shift:.2f}: {told}")


_FORMULAS: dict[Activation, str] = {
    "linear": "= z",
    "sigmoid": "= 1 / (1 + e<sup>−z</sup>)",
    "tanh": "= tanh z",
    "relu": "= max(0, z)",
    "leaky_relu": "= max(0, z) + {slope} · min(0, z)",
    "prelu": "= max(0, z) + {slope} · min(0, z)",
    "maxout": "= max(z, 0)",
}


def _room(*values: Floats) -> tuple[float, float]:
    """A range that holds all values and 0, with a margin."""
    low = min(0.0, *(float(part.min()) for part in values))
    high = max(0.0, *(float(part.max()) for part in values))
    margin = 0.08 * (high - low) or 1.0
    return low - margin, high + margin


def _share(seen: int, examples: int) -> str:
    """The training examples that are looked at, of all there are."""
    of_all = f"{seen:,} of {examples:,}" if seen < examples else f"{seen:,}"
    return f"{of_all} training examples"


def _short(value: float) -> str:
    return f"{value:.3g}".replace("-", MINUS)


def _signed(value: float) -> str:
    return f"{'+' if value >= 0 else MINUS} {abs(value):.3g}"
