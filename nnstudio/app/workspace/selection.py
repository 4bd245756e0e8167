"""What is selected in the network, the same in every panel."""

from collections.abc import Iterable
from dataclasses import dataclass

from nnstudio.experiment.document import Experiment


@dataclass(frozen=True, slots=True)
class Selection:
    """A layer (-1 is the input column, 0 the first layer) and a unit of it; None for nothing.

    `layers` are all selected hidden layers in order, `layer` among them, when there are several;
    else it is empty.
    """

    layer: int | None = None
    unit: int | None = None
    layers: tuple[int, ...] = ()

    @property
    def all_layers(self) -> tuple[int, ...]:
        """Every selected layer, one or several."""
        return self.layers or (() if self.layer is None else (self.layer,))


def select_layers(layers: Iterable[int], current: int | None = None) -> Selection:
    """Select whole layers; `current`, or the first, is the one that panels show."""
    several = tuple(sorted(set(layers)))
    if not several:
        return Selection()
    shown = current if current in several else several[0]
    return Selection(shown, layers=several if len(several) > 1 else ())


def still_there(selection: Selection, experiment: Experiment) -> Selection:
    """`selection`, or as much of it as `experiment` still has."""
    count = len(experiment.network.layers)
    if selection.layers:
        return select_layers(
            (layer for layer in selection.layers if layer < count - 1), selection.layer
        )
    if selection.layer is None or selection.layer < 0:
        return selection
    if selection.layer >= count:
        return Selection()
    units = experiment.network.layers[selection.layer].units
    if selection.unit is None or units == "auto" or selection.unit < units:
        return selection
    return Selection(selection.layer)
