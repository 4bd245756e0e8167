"""What a click selects: one layer, one more or less (Ctrl), or all up to there (Shift)."""

from PySide6.QtCore import Qt

from nnstudio.app.workspace.selection import Selection, select_layers

Modifiers = Qt.KeyboardModifier


def picked(
    selection: Selection, clicked: Selection, modifiers: Modifiers, hidden: int
) -> Selection:
    """The selection after a click on a layer or unit of a network of `hidden` hidden layers.

    Only hidden layers can be selected together; a click on another column selects it alone.
    """
    layer = clicked.layer
    if layer not in range(hidden) or layer is None:
        return clicked
    if modifiers & Modifiers.ControlModifier:
        return _toggled(_hidden_ones(selection, hidden), layer)
    if modifiers & Modifiers.ShiftModifier:
        return extended(selection, layer, hidden)
    return clicked


def extended(selection: Selection, layer: int, hidden: int) -> Selection:
    """The selection with all hidden layers up to `layer`, from the one that is current."""
    chosen = _hidden_ones(selection, hidden)
    if not chosen:
        return Selection(layer)
    anchor = chosen[0] if layer >= chosen[0] else chosen[-1]
    return select_layers(range(min(anchor, layer), max(anchor, layer) + 1), layer)


def _toggled(chosen: tuple[int, ...], layer: int) -> Selection:
    if layer in chosen:
        return select_layers(other for other in chosen if other != layer)
    return select_layers((*chosen, layer), layer)


def _hidden_ones(selection: Selection, hidden: int) -> tuple[int, ...]:
    return tuple(layer for layer in selection.all_layers if 0 <= layer < hidden)
