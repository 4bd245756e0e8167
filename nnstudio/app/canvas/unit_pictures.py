"""What the tiles show: a map over the plane, a weight image, or a histogram, as the data allow.

A plane or line is shown whole, so each unit has a map over it. Images are shown to the first layer
as images of its weights. Everything else has histograms of what the units give.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from PySide6.QtGui import QImage

from nnstudio.app.appearance.theme import Theme
from nnstudio.app.canvas.links import Floats
from nnstudio.app.canvas.picture import ColumnPicture
from nnstudio.app.canvas.tiles import histograms_image, map_images, weights_image
from nnstudio.app.workspace.wants import Want, merged
from nnstudio.experiment.looks.snapshot import Snapshot
from nnstudio.experiment.looks.weight_images import pixel_slopes, weight_images

if TYPE_CHECKING:
    from nnstudio.experiment.data.prepare import Prepared

MAP_RESOLUTION = 32
BINS = 12

Kind = Literal["map", "weights", "histogram"]
Shown = tuple[ColumnPicture, tuple[int, ...]]
"""A column, and which of its units are shown."""


class UnitPictures:
    """Makes the pictures for one set of prepared data; None are as data of a plane."""

    def __init__(self, prepared: "Prepared | None" = None) -> None:
        dataset = None if prepared is None else prepared.dataset
        self._has_maps = dataset is None or len(dataset.feature_names) <= 2
        self._image_shape = None if dataset is None else dataset.image_shape
        self._prepared = prepared
        self._slopes: Floats | None = None

    @property
    def wanted(self) -> Want:
        """What snapshots must hold: the pictures, and what tells dead and ailing units."""
        if self._has_maps:
            return Want(unit_maps=MAP_RESOLUTION, activity=True, verdicts=True)
        return Want(unit_histograms=BINS, activity=True, verdicts=True)

    def completed(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot with what the pictures need, also where nobody had asked for it."""
        from nnstudio.app.panels.inspector import fits
        from nnstudio.experiment.looks.pictured import pictured

        prepared = self._prepared
        if prepared is None or not fits(snapshot, prepared):
            return snapshot
        return pictured(prepared, snapshot, merged((self.wanted,)))

    def kind(self, layer: int) -> Kind:
        """What the tiles of a layer show, -1 being the input."""
        if self._has_maps:
            return "map"
        return "weights" if self._image_shape is not None and layer == 0 else "histogram"

    def source(self, layer: int, snapshot: Snapshot) -> object:
        """What the pictures of a layer's units are made of: the same object, the same pictures."""
        kind = self.kind(layer)
        if kind == "weights":
            return snapshot.matrices[0]
        every = snapshot.unit_maps if kind == "map" else snapshot.unit_histograms
        return every[layer + 1] if layer + 1 < len(every) else None

    def image(
        self, picture: ColumnPicture, shown: tuple[int, ...], snapshot: Snapshot, theme: Theme
    ) -> QImage | None:
        """The pictures of the units `shown` in one image; None where the snapshot lacks them."""
        return self.images([(picture, shown)], snapshot, theme)[0]

    def images(
        self, columns: Sequence[Shown], snapshot: Snapshot, theme: Theme
    ) -> list[QImage | None]:
        """An image for each column."""
        if not self._has_maps:
            return [self._image(*column, snapshot, theme) for column in columns]
        maps = [_maps(*column, snapshot) for column in columns]
        known = [
            (of_column, picture.activation)
            for of_column, (picture, _) in zip(maps, columns, strict=True)
            if of_column is not None
        ]
        images = iter(map_images(known, theme) if known else [])
        return [None if of_column is None else next(images) for of_column in maps]

    def _image(
        self, picture: ColumnPicture, shown: tuple[int, ...], snapshot: Snapshot, theme: Theme
    ) -> QImage | None:
        index, units = picture.layer + 1, list(shown)
        if self.kind(picture.layer) == "weights":
            return weights_image(self._weight_images(snapshot.matrices[0][units]), theme)
        if index < len(snapshot.unit_histograms):
            counts = snapshot.unit_histograms[index].counts
            return histograms_image(counts[units], theme) if len(counts) else None
        return None

    def _weight_images(self, matrix: Floats) -> Floats:
        """The images of rows of the first matrix; of maxout these are the units' first pieces."""
        assert self._prepared is not None
        assert self._image_shape is not None
        if self._slopes is None:
            self._slopes = pixel_slopes(self._prepared).astype("float32")
        return weight_images(matrix[:, :-1], self._slopes, self._image_shape)


def _maps(picture: ColumnPicture, shown: tuple[int, ...], snapshot: Snapshot) -> Floats | None:
    """The maps of the units `shown`, if the snapshot is of this column."""
    if picture.layer + 1 >= len(snapshot.unit_maps):
        return None
    maps = snapshot.unit_maps[picture.layer + 1]
    if len(maps) != picture.units:
        return None
    return maps if len(shown) == len(maps) else maps[list(shown)]


def seen(kind: Kind, snapshot: Snapshot, layer: int, unit: int) -> str:
    """What the picture on the tile of a unit is, in words; of a map the plane says it."""
    if kind == "weights":
        return (
            "Picture: how much each raw pixel adds to its sum,\n"
            "through the preprocessing; of maxout, its first piece"
        )
    if kind == "map" or layer + 1 >= len(snapshot.unit_histograms):
        return ""
    histograms = snapshot.unit_histograms[layer + 1]
    if unit >= len(histograms.counts):
        return "No picture: there are more than 128 of them in this layer"
    low, high = histograms.ranges[unit]
    zeros = int(histograms.zeros[unit])
    examples = zeros + int(histograms.counts[unit].sum())
    exact = f"; exactly 0 on {zeros / examples:.0%}, not drawn" if zeros else ""
    return (
        f"Bars: what it gives on {examples:,} training examples by class,\n"
        f"from {low:.3g} to {high:.3g}{exact}"
    )
