"""Which columns of a canvas are opened, and what their marks and the keys do to that."""

from PySide6.QtCore import QObject, QPoint, QPointF, Signal

from nnstudio.app.canvas.geometry import CHUNK, Layout, Mark
from nnstudio.app.canvas.keyboard import Command
from nnstudio.app.canvas.network_view import NetworkView
from nnstudio.app.workspace.naming import layer_name
from nnstudio.app.workspace.workspace import Workspace


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
        workspace.adopted.connect(self._shorten_all)

    @property
    def first(self) -> dict[int, int]:
        """The first unit that each opened column shows, by its place from the left."""
        places = range(-1, len(self._workspace.lineage))
        opened = {place: self._first.get(self._number(place)) for place in places}
        return {place + 1: unit for place, unit in opened.items() if unit is not None}

    def _number(self, layer: int) -> int:
        """What a layer keeps through every edit; that of the input is -1."""
        return layer if layer < 0 else self._workspace.lineage[layer].layer

    def _is_open(self, layer: int) -> bool:
        return self._number(layer) in self._first

    def _shorten_all(self) -> None:
        """Another experiment is seen whole at first."""
        self._first.clear()
        self._view.fitted = True
        self.changed.emit()

    def _on_mark_clicked(self, layer: int, mark: Mark) -> None:
        self._show(layer, mark.opens)

    def _on_commanded(self, command: Command) -> None:
        layer = self._workspace.selection.layer
        if layer is None or command not in (Command.EXPAND, Command.PREVIOUS, Command.NEXT):
            return
        column = self.layout.columns[layer + 1]
        if command is Command.EXPAND:
            if column.marks:
                self._show(layer, None if self._is_open(layer) else 0)
        elif self._is_open(layer) and column.marks:
            by = CHUNK if command is Command.NEXT else -CHUNK
            first = column.shown[0] + by
            if 0 <= first < column.units:
                self._show(layer, first)

    def _show(self, layer: int, first: int | None) -> None:
        """Open the column at a unit or close it; what is seen of the others stays where it is."""
        corner = self._view.mapToScene(QPoint(0, 0))
        if first is None:
            self._first.pop(self._number(layer), None)
        else:
            self._view.fitted = False
            self._first[self._number(layer)] = first
        self.changed.emit()
        self._workspace.message.emit(self._words(layer))
        if not self._view.fitted:
            self._view.pan(-self._view.to_view(*QPointF(corner).toTuple()).toPoint())

    def _words(self, layer: int) -> str:
        """What is shown of a layer now, and how to go on by keys."""
        name = layer_name(layer, len(self._workspace.experiment.network.layers))
        shown = self.layout.columns[layer + 1].shown
        if not self._is_open(layer):
            return f"{name} is shortened again"
        return (
            f"{name}: {shown[0] + 1:,} to {shown[-1] + 1:,}; "
            "E shortens it, Page Up and Page Down show others"
        )
