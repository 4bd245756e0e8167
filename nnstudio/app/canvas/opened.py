"""Which columns of a canvas are opened, and what their marks and the keys do to that."""

from PySide6.QtCore import QObject, QPoint, QPointF, Signal

from nnstudio.app.canvas.geometry import CHUNK, Layout, Mark
from nnstudio.app.canvas.keyboard import Command
from nnstudio.app.canvas.network_view import NetworkView
from nnstudio.app.workspace.naming import layer_name
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import Experiment, LayerSettings


class OpenedColumns(QObject):
    """Belongs to one view, not to the document; `changed` asks for a new layout."""

    changed = Signal()

    def __init__(self, view: NetworkView, workspace: Workspace) -> None:
        super().__init__(view)
        self._view = view
        self._workspace = workspace
        self._first: dict[int, int] = {}
        self.layout: Layout
        view.mark_clicked.connect(self._on_mark_clicked)
        view.commanded.connect(self._on_commanded)

    @property
    def first(self) -> dict[int, int]:
        """The first unit that each opened column shows, by its place from the left."""
        return {layer + 1: unit for layer, unit in self._first.items()}

    def follow(self, old: Experiment, new: Experiment) -> None:
        """Keep the opened layers that are still there opened, wherever they now are."""
        before, after = old.network.layers, new.network.layers
        places = {layer: _place(layer, before, after) for layer in self._first}
        self._first = {
            place: self._first[layer] for layer, place in places.items() if place is not None
        }

    def _on_mark_clicked(self, layer: int, mark: Mark) -> None:
        self._show(layer, mark.opens)

    def _on_commanded(self, command: Command) -> None:
        layer = self._workspace.selection.layer
        if layer is None or command not in (Command.EXPAND, Command.PREVIOUS, Command.NEXT):
            return
        column = self.layout.columns[layer + 1]
        if command is Command.EXPAND:
            if column.marks:
                self._show(layer, None if layer in self._first else 0)
        elif layer in self._first and column.marks:
            by = CHUNK if command is Command.NEXT else -CHUNK
            first = column.shown[0] + by
            if 0 <= first < column.units:
                self._show(layer, first)

    def _show(self, layer: int, first: int | None) -> None:
        """Open the column at a unit or close it; what is seen of the others stays where it is."""
        corner = self._view.mapToScene(QPoint(0, 0))
        if first is None:
            self._first.pop(layer, None)
        else:
            self._view.fitted = False
            self._first[layer] = first
        self.changed.emit()
        self._workspace.message.emit(self._words(layer))
        if not self._view.fitted:
            self._view.pan(-self._view.to_view(*QPointF(corner).toTuple()).toPoint())

    def _words(self, layer: int) -> str:
        """What is shown of a layer now, and how to go on by keys."""
        name = layer_name(layer, len(self._workspace.experiment.network.layers))
        shown = self.layout.columns[layer + 1].shown
        if layer not in self._first:
            return f"{name} is shortened again"
        return (
            f"{name}: {shown[0] + 1:,} to {shown[-1] + 1:,}; "
            "E shortens it, Page Up and Page Down show others"
        )


def _place(
    layer: int, before: tuple[LayerSettings, ...], after: tuple[LayerSettings, ...]
) -> int | None:
    """Where a layer is after an edit: counted from the end that the edit has left alone."""
    grown = len(after) - len(before)
    if layer < 0 or not grown or before[: layer + 1] == after[: layer + 1]:
        return layer
    moved = layer + grown
    return moved if moved >= 0 and before[layer:] == after[moved:] else None
