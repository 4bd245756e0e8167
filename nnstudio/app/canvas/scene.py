"""The items of the canvas, one per column and one per weight matrix, refreshed in place."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QPointF
from PySide6.QtWidgets import QGraphicsScene

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.canvas.column_item import ColumnItem
from nnstudio.app.canvas.column_words import Look
from nnstudio.app.canvas.geometry import Layout, Mark
from nnstudio.app.canvas.kept_picture import Haste
from nnstudio.app.canvas.link_item import LinkItem
from nnstudio.app.canvas.links import CURVED_LIMIT, DRAWN_LIMIT, Floats, drawn_limits, unit_weights
from nnstudio.app.canvas.picture import NetworkPicture
from nnstudio.app.canvas.unit_marks import bias_area
from nnstudio.app.canvas.unit_pictures import UnitPictures
from nnstudio.app.workspace.selection import Selection
from nnstudio.experiment.looks.snapshot import Snapshot

_NEAR, _BELOW = 8.0, 22.0  # px around a column that still belong to it
_LIFTED = 0.35
_MANY = 40  # tiles
_ALL = slice(None)


@dataclass(frozen=True, slots=True)
class Link:
    """A link under the pointer: into layer `layer`, between two units, with its weight."""

    layer: int
    source: int
    target: int
    weight: float


class NetworkScene(QGraphicsScene):
    """Shows a picture in a layout, then snapshots in it; knows what lies at a point."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.columns: list[ColumnItem] = []
        self.links: list[LinkItem] = []
        self.links_drawn = 0
        self._haste = Haste()
        self.pictures = UnitPictures()

    def show_network(self, picture: NetworkPicture, layout: Layout, look: Look) -> None:
        """Place the columns of `picture`, keeping the items that are there."""
        self._keep_columns(picture, layout)
        for item, column, place in zip(self.columns, picture.columns, layout.columns, strict=True):
            item.place(column, place, look)
        self._keep_links(layout)
        self._place_links(layout)

    @property
    def has_many_tiles(self) -> bool:
        """Whether to show all of them anew takes long."""
        return sum(len(item.column.shown) for item in self.columns) > _MANY

    def begin_zoom(self) -> bool:
        """Stretch what is painted until `end_zoom`, where there is much; whether that is so."""
        self._haste.is_on = self.has_many_tiles
        return self._haste.is_on

    def end_zoom(self) -> None:
        """Paint everything as sharp as it can be."""
        if self._haste.is_on:
            self._haste.is_on = False
            self.update()

    def show_weights(self, snapshot: Snapshot, which: slice = _ALL) -> None:
        """Let the links of all or some matrices follow the weights."""
        parts = list(zip(self.links, self.columns[1:], snapshot.matrices, strict=False))
        for item, column, matrix in parts[which]:
            item.set_weights(unit_weights(matrix, column.picture.units))

    def show_biases(self, snapshot: Snapshot) -> None:
        """Mark the neurons with their biases."""
        for column, matrix in zip(self.columns[1:], snapshot.matrices, strict=False):
            column.set_biases(unit_biases(matrix, column.picture.units))

    def show_maps(self, snapshot: Snapshot, which: slice = _ALL) -> None:
        """Color the tiles of all or some columns."""
        theme, pictures = current_theme(), self.pictures
        known = [
            (item, pictures.source(item.picture.layer, snapshot)) for item in self.columns[which]
        ]
        new = [(item, source) for item, source in known if not item.is_made_of(source, theme)]
        columns = [(item.picture, item.column.shown) for item, _ in new]
        images = pictures.images(columns, snapshot, theme)
        for (item, source), image in zip(new, images, strict=True):
            item.set_image(image, source, theme)

    def forget(self, layout: Layout) -> None:
        """Show in `layout` nothing that only a run knows."""
        for item in self.columns:
            item.forget()
        self._place_links(layout)

    def show_dead(self, snapshot: Snapshot) -> None:
        """Cross out the units that are dead on all training data, where that is known."""
        for item, layer in zip(self.columns[1:], snapshot.activity, strict=False):
            item.set_dead(frozenset(np.flatnonzero(layer.dead).tolist()))

    def show_marked(self, marked: Iterable[tuple[int, int]]) -> None:
        """Put a ring around the units (layer, unit) that a panel points out."""
        units = tuple(marked)
        for item in self.columns:
            mine = (unit for layer, unit in units if layer == item.picture.layer)
            item.set_marked(frozenset(mine))

    def fits(self, snapshot: Snapshot) -> bool:
        """Whether `snapshot` is of the network shown."""
        inputs = tuple(matrix.shape[1] - 1 for matrix in snapshot.matrices)
        units = tuple(item.picture.units for item in self.columns)
        last = snapshot.matrices[-1].shape[0]
        return inputs == units[:-1] and last % units[-1] == 0

    def show_selection(self, selection: Selection) -> None:
        """Mark what is selected."""
        for item in self.columns:
            item.set_selected(item.picture.layer in selection.all_layers, selection.unit)

    def set_lifted(self, layers: Collection[int]) -> None:
        """Let the columns that are being moved fade."""
        for item in self.columns:
            item.setOpacity(_LIFTED if item.picture.layer in layers else 1.0)

    def set_hovered(self, hovered: Selection) -> None:
        """Let the links of the unit under the pointer stand out, or none."""
        for item in self.columns:
            item.set_hovered(hovered.unit if item.picture.layer == hovered.layer else None)
        for layer, links in enumerate(self.links):
            if hovered.unit is None:
                links.set_focus(None)
            else:
                source = hovered.unit if hovered.layer == layer - 1 else None
                links.set_focus((source, hovered.unit if hovered.layer == layer else None))

    def unit_at(self, point: QPointF) -> Selection:
        """The unit whose tile covers the point; an empty selection for none."""
        for item in self.columns:
            unit = item.column.unit_at(point.x(), point.y())
            if unit is not None:
                return Selection(item.picture.layer, unit)
        return Selection()

    def bias_at(self, point: QPointF) -> Selection:
        """The neuron whose bias mark is at the point; an empty selection for none."""
        unit = self.unit_at(point)
        if unit.layer is None or unit.layer < 0 or unit.unit is None:
            return Selection()
        item = self.columns[unit.layer + 1]
        tile = item.tile_rect(item.column.shown.index(unit.unit))
        return unit if bias_area(tile).contains(point) else Selection()

    def mark_at(self, point: QPointF) -> tuple[int, Mark] | None:
        """The mark at the point, with its layer, if any."""
        for item in self.columns:
            for mark in item.column.marks:
                if item.mark_rect(mark).contains(point):
                    return item.picture.layer, mark
        return None

    def set_hovered_mark(self, hovered: tuple[int, Mark] | None) -> None:
        """Let the mark under the pointer stand out, or none."""
        for item in self.columns:
            is_there = hovered is not None and hovered[0] == item.picture.layer
            item.set_hovered_mark(hovered[1] if hovered is not None and is_there else None)

    def column_at(self, point: QPointF) -> int | None:
        """The layer whose column, with a little room around it, covers the point."""
        for item in self.columns:
            column = item.column
            near = abs(point.x() - column.x) <= column.tile / 2 + _NEAR
            if near and column.top - _NEAR <= point.y() <= column.bottom + _BELOW:
                return item.picture.layer
        return None

    def link_at(self, point: QPointF) -> Link | None:
        """The link at the point, if any."""
        for layer, item in enumerate(self.links):
            found = item.link_at(point.x(), point.y())
            if found is not None:
                return Link(layer, *found)
        return None

    def _keep_columns(self, picture: NetworkPicture, layout: Layout) -> None:
        while len(self.columns) > len(picture.columns):
            self.removeItem(self.columns.pop())
        for index in range(len(self.columns), len(picture.columns)):
            item = ColumnItem(picture.columns[index], layout.columns[index], self._haste)
            self.columns.append(item)
            self.addItem(item)

    def _keep_links(self, layout: Layout) -> None:
        while len(self.links) > len(layout.columns) - 1:
            self.removeItem(self.links.pop())
        for index in range(len(self.links), len(layout.columns) - 1):
            item = LinkItem(layout.columns[index], layout.columns[index + 1], self._haste)
            self.links.append(item)
            self.addItem(item)

    def _place_links(self, layout: Layout) -> None:
        pairs = list(zip(layout.columns[:-1], layout.columns[1:], strict=True))
        shown = [len(source.shown) * len(target.shown) for source, target in pairs]
        self.links_drawn = min(sum(shown), DRAWN_LIMIT)
        curved = self.links_drawn <= CURVED_LIMIT
        for item, pair, limit in zip(self.links, pairs, drawn_limits(shown), strict=True):
            item.place(*pair, limit, curved)


def unit_biases(matrix: Floats, units: int) -> tuple[float, ...]:
    """One bias a unit: of a maxout unit's pieces the largest in size."""
    pieces = matrix[:, -1].reshape(-1, units)
    strongest = np.abs(pieces).argmax(axis=0)
    return tuple(pieces[strongest, np.arange(units)].tolist())
