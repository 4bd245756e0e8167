"""What is selected in the network, the same in every panel."""

from collections.abc import Iterable, Sequence
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


def known_sizes(experiment: Experiment) -> tuple[int | None, ...]:
    """How many units each column has, the inputs first; None for one that follows the data."""
    inputs, layers = experiment.network.inputs, experiment.network.layers
    known = len(inputs) if isinstance(inputs, tuple) else inputs
    return tuple(None if size == "auto" else size for size in (known, *(n.units for n in layers)))


def still_there(selection: Selection, sizes: Sequence[int | None]) -> Selection:
    """`selection`, or as much of it as columns of these sizes still have."""
    count = len(sizes) - 1
    if selection.layers:
        return select_layers(
            (layer for layer in selection.layers if layer < count - 1), selection.layer
        )
    if selection.layer is None:
        return selection
    if selection.layer >= count:
        return Selection()
    units = sizes[selection.layer + 1]
    if selection.unit is None or units is None or selection.unit < units:
        return selection
    return Selection(selection.layer)
