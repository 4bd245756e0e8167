"""What the page looks at: a way, where on it, which unit, and how numbers are written."""

import re
from dataclasses import dataclass
from functools import cached_property
from math import isfinite

import numpy as np

from nnstudio.app.canvas.wording import feature_label
from nnstudio.app.center.walk.stations import Station
from nnstudio.app.workspace.naming import unit_name
from nnstudio.experiment.looks.own_step import OwnStep, own_step
from nnstudio.experiment.looks.walkthrough import LayerWalk, Walk

_PIXEL = re.compile(r"row (\d+) column (\d+)")


@dataclass(frozen=True, eq=False)
class Look:
    """`unit` of `layer` (-1 the input) is the chosen one, at the station where layers matter.

    `picked` is the row and column of one of its numbers in the layer's matrix, if somebody chose
    one.
    """

    walk: Walk
    station: Station
    layer: int
    unit: int
    decimals: int
    picked: tuple[int, int] | None = None

    @cached_property
    def step(self) -> OwnStep:
        """The step that the optimizer would take."""
        return own_step(self.walk)

    @property
    def weight(self) -> tuple[int, int]:
        """Row and column of the number that is spelled out: the one chosen, or the steepest."""
        rows = self.chosen.rows_of(self.unit)
        if self.picked is not None and self.picked[0] in rows:
            return self.picked
        row = rows[self.chosen.winner(self.unit)]
        return row, int(np.abs(self.step.gradient.matrices[self.layer][row]).argmax())

    @property
    def layers(self) -> int:
        """How many layers the network has."""
        return len(self.walk.layers)

    @property
    def chosen(self) -> LayerWalk:
        """The layer of the chosen unit."""
        return self.walk.layers[self.layer]

    @property
    def input_names(self) -> tuple[str, ...]:
        """What each input is called."""
        names = self.walk.prepared.input_names
        if self.walk.prepared.dataset.image_shape is not None:
            return tuple(_PIXEL.sub(r"r\1 c\2", name) for name in names)
        return tuple(feature_label(name) for name in names)

    @property
    def name(self) -> str:
        """The chosen unit; an output with the class it is for."""
        name = unit_name(self.layer, self.unit, self.layers)
        if self.layer < self.layers - 1 or not self.walk.prepared.dataset.class_names:
            return name
        return name if len(self.output_names) == 1 else f"{name} ({self.output_names[self.unit]})"

    @property
    def output_names(self) -> tuple[str, ...]:
        """What each score is of: a class where there are as many, else its number."""
        classes, outputs = (
            self.walk.prepared.dataset.class_names,
            self.walk.prepared.network.outputs,
        )
        if len(classes) == outputs:
            return classes
        return ("score",) if outputs == 1 else tuple(str(place + 1) for place in range(outputs))

    def source_names(self, layer: int) -> tuple[str, ...]:
        """What a layer reads."""
        if layer == 0:
            return self.input_names
        units = self.walk.layers[layer - 1].spec.units
        return tuple(f"neuron {unit + 1}" for unit in range(units))

    def written(self, value: float) -> str:
        """A number with the chosen decimals; what would look like 0 and is none, as a power."""
        return written(value, self.decimals)

    def factor(self, value: float) -> str:
        """A number inside a calculation: in parentheses where it is negative."""
        text = self.written(value)
        return f"({text})" if value < 0 else text


def written(value: float, decimals: int) -> str:
    """A number with its sign where negative, in so many decimals where that says anything.

    What is exactly a small whole number is written as one.
    """
    size = abs(value)
    if not isfinite(value):
        return "overflow"
    if size < 100 and size == round(size):
        text = f"{size:.0f}"
    elif size >= 1e6 or size < 0.5 * 10.0**-decimals:
        text = f"{size:.{max(1, decimals - 2)}e}"
    else:
        text = f"{size:.{decimals}f}"
    return f"−{text}" if value < 0 else text
