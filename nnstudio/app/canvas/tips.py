"""What a tooltip on the canvas says about the unit or link under the pointer."""

from PySide6.QtCore import QPointF

from nnstudio.app.canvas.picture import NetworkPicture
from nnstudio.app.canvas.scene import NetworkScene
from nnstudio.app.canvas.unit_pictures import seen
from nnstudio.app.canvas.wording import signed
from nnstudio.app.naming import unit_name
from nnstudio.app.selection import Selection
from nnstudio.experiment.snapshot import Snapshot


def tip_at(
    point: QPointF, scene: NetworkScene, picture: NetworkPicture, snapshot: Snapshot | None
) -> str:
    """The text for a point of the scene; empty where there is nothing."""
    mark = scene.mark_at(point)
    if mark is not None:
        return "Shorten the layer (E)" if mark[1].opens is None else "Show these (E)"
    unit = scene.unit_at(point)
    if unit.layer is not None and unit.unit is not None:
        name = _name(picture, unit.layer, unit.unit)
        column = picture.columns[unit.layer + 1]
        name += "\nswitched off" if unit.unit in column.off else ""
        name += "\nfrozen" if unit.unit in column.frozen else ""
        if snapshot is None:
            return name
        lines = [name, seen(scene.pictures.kind(unit.layer), snapshot, unit.layer, unit.unit)]
        if unit.layer >= 0:
            biases = snapshot.matrices[unit.layer][unit.unit :: column.units]
            lines.insert(1, f"b = {', '.join(signed(row[-1]) for row in biases)}")
        return "\n".join(filter(None, lines))
    link = scene.link_at(point)
    if link is None:
        return ""
    target = _name(picture, link.layer, link.target)
    return f"w = {signed(link.weight)}\n{target} ← {_name(picture, link.layer - 1, link.source)}"


def tip_name(picture: NetworkPicture, selection: Selection) -> str:
    """What is selected, in words; empty for nothing."""
    if selection.layer is None or selection.layer >= len(picture.columns) - 1:
        return ""
    if selection.unit is None:
        return picture.columns[selection.layer + 1].title
    return _name(picture, selection.layer, selection.unit)


def _name(picture: NetworkPicture, layer: int, unit: int) -> str:
    column = picture.columns[layer + 1]
    if column.is_input and column.labels:
        return column.labels[unit]
    name = unit_name(layer, unit, len(picture.columns) - 1)
    return f"{name} ({column.labels[unit]})" if column.labels else name
