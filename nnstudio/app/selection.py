"""What is selected in the network, the same in every panel."""

from dataclasses import dataclass

from nnstudio.experiment.document import Experiment


@dataclass(frozen=True, slots=True)
class Selection:
    """A layer (-1 is the input column, 0 the first layer) and a unit of it; None for nothing."""

    layer: int | None = None
    unit: int | None = None


def still_there(selection: Selection, experiment: Experiment) -> Selection:
    """`selection`, or as much of it as `experiment` still has."""
    if selection.layer is None or selection.layer < 0:
        return selection
    if selection.layer >= len(experiment.network.layers):
        return Selection()
    units = experiment.network.layers[selection.layer].units
    if selection.unit is None or units == "auto" or selection.unit < units:
        return selection
    return Selection(selection.layer)
