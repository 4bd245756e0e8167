"""Walking a network with the arrow keys: left and right between layers, up and down in a column."""

from nnstudio.app.canvas.geometry import Layout
from nnstudio.app.workspace.selection import Selection


def walked(selection: Selection, layout: Layout, right: int, down: int) -> Selection:
    """What is selected after a step; a layer is above its first unit, and ends are ends.

    Units that the drawing leaves out are passed over.
    """
    if selection.layer is None:
        return Selection(min(0, len(layout.columns) - 2))
    index = min(max(selection.layer + 1 + right, 0), len(layout.columns) - 1)
    shown = layout.columns[index].shown
    if selection.unit is None:
        place = down - 1
    elif right:
        from_shown = layout.columns[selection.layer + 1].shown
        place = _same_height(_place(selection.unit, from_shown), len(from_shown), len(shown))
    else:
        place = _place(selection.unit, shown) + down
    if place < 0:
        return Selection(index - 1)
    return Selection(index - 1, shown[min(place, len(shown) - 1)])


def _place(unit: int, shown: tuple[int, ...]) -> int:
    return max((place for place, other in enumerate(shown) if other <= unit), default=0)


def _same_height(place: int, before: int, after: int) -> int:
    """The place in a column of `after` units across from `place` in one of `before`."""
    return round((place + 0.5) / before * after - 0.5)
