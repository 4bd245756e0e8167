"""What a tooltip on the canvas says about the unit or link under the pointer."""

from PySide6.QtCore import QPointF

from nnstudio.app.canvas.picture import NetworkPicture
from nnstudio.app.canvas.scene import Link, NetworkScene
from nnstudio.app.canvas.unit_pictures import seen
from nnstudio.app.canvas.wording import counted, signed
from nnstudio.app.workspace.naming import unit_name
from nnstudio.app.workspace.parameters import Parameter, gradient_of, strongest_row
from nnstudio.app.workspace.selection import Selection
from nnstudio.experiment.looks.snapshot import Snapshot


def tip_at(
    point: QPointF, scene: NetworkScene, picture: NetworkPicture, snapshot: Snapshot | None
) -> str:
    """The text for a point of the scene; empty where there is nothing."""
    mark = scene.mark_at(point)
    if mark is not None:
        return "Shorten the layer (E)" if mark[1].opens is None else "Show these (E)"
    unit = scene.unit_at(point)
    if unit.layer is not None and unit.unit is not None:
        return _unit_tip(scene, picture, snapshot, unit.layer, unit.unit)
    link = scene.link_at(point)
    return "" if link is None or snapshot is None else _link_tip(link, picture, snapshot)


def _unit_tip(
    scene: NetworkScene, picture: NetworkPicture, snapshot: Snapshot | None, layer: int, unit: int
) -> str:
    column = picture.columns[layer + 1]
    name = _name(picture, layer, unit)
    name += "\nswitched off" if unit in column.off else ""
    name += "\nfrozen" if unit in column.frozen else ""
    if snapshot is None:
        return name
    lines = [name, seen(scene.pictures.kind(layer), snapshot, layer, unit)]
    if layer >= 0:
        biases = snapshot.matrices[layer][unit :: column.units]
        lines.insert(1, f"b = {', '.join(signed(row[-1]) for row in biases)}")
        if column.activation != "maxout":
            lines.insert(2, gradient_words(Parameter(layer, unit, biases.shape[1] - 1), snapshot))
    return "\n".join(filter(None, lines))


def _link_tip(link: Link, picture: NetworkPicture, snapshot: Snapshot) -> str:
    matrix, units = snapshot.matrices[link.layer], picture.columns[link.layer + 1].units
    row = strongest_row(matrix, units, link.target, link.source)
    ends = [_name(picture, *end) for end in _ends(link)]
    lines = (
        f"w = {signed(float(matrix[row, link.source]))}",
        gradient_words(Parameter(link.layer, row, link.source), snapshot),
        " ← ".join(ends),
    )
    return "\n".join(lines)


def gradient_words(parameter: Parameter, snapshot: Snapshot) -> str:
    """The slope of the loss in a number, or a line as high while it is being computed."""
    value = gradient_of(parameter, snapshot)
    if value is None or snapshot.gradients is None:
        return "gradient …"
    examples = counted(snapshot.gradients.examples, "training example")
    return f"gradient {signed(value)}, mean over {examples}"


def _ends(link: Link) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where a link ends and where it comes from."""
    return (link.layer, link.target), (link.layer - 1, link.source)


def tip_name(picture: NetworkPicture, selection: Selection) -> str:
    """What is selected, in words; empty for nothing."""
    if selection.layer is None or selection.layer >= len(picture.columns) - 1:
        return ""
    column = picture.columns[selection.layer + 1]
    if selection.unit is None or selection.unit >= column.units:
        return column.title
    return _name(picture, selection.layer, selection.unit)


def _name(picture: NetworkPicture, layer: int, unit: int) -> str:
    column = picture.columns[layer + 1]
    if column.is_input and column.labels:
        return column.labels[unit]
    name = unit_name(layer, unit, len(picture.columns) - 1)
    return f"{name} ({column.labels[unit]})" if column.labels else name
