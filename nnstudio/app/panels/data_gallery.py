"""The data gallery: every source as a tile with a live thumbnail, one group of them in view.

Thumbnails are made one at a time between events, only for tiles that were painted, so that the
window is up before the first of them.
"""

from dataclasses import dataclass

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QStackedWidget, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.panels.gallery_tile import GalleryTile
from nnstudio.app.panels.thumbnails import ThumbnailMaker
from nnstudio.experiment.catalog import SOURCES
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.document import Experiment, Source

_PAUSE_MS = 250


@dataclass(frozen=True, slots=True)
class Group:
    """Sources that are shown together, `columns` to a row."""

    name: str
    title: str
    columns: int
    sources: tuple[Source, ...]


GROUPS = (
    Group(
        "plane",
        "Plane",
        5,
        (
            "spiral",
            "circle",
            "xor",
            "gauss",
            "moons",
            "three_spirals",
            "linear",
            "outliers",
            "checkerboard",
            "points",
        ),
    ),
    Group(
        "real",
        "Real",
        4,
        ("iris", "wine", "breast_cancer", "digits", "shapes", "images", "table"),
    ),
    Group("regression", "Regression", 3, ("plane", "cones", "function")),
)
CAPTIONS: dict[Source, str] = {
    "three_spirals": "3 arms",
    "checkerboard": "Checks",
    "breast_cancer": "Breast cancer",
    "digits": "Digits",
    "images": "Images…",
    "table": "Table…",
    "points": "Paint…",
}
OBJECT_NAMES: dict[Source, str] = {
    "table": "data.openTable",
    "images": "data.openImages",
    "points": "data.paint",
}
SAME_TILE: dict[Source, Source] = {
    "mnist": "images",
    "cifar10": "images",
    "convnetjs_simple": "points",
    "convnetjs_random": "points",
    "convnetjs_circle": "circle",
    "convnetjs_spiral": "spiral",
}


class DataGallery(QStackedWidget):
    """`source_chosen` carries the name of the source whose tile was clicked."""

    source_chosen = Signal(str)

    def __init__(self, seed: int, parent: QWidget | None = None) -> None:
        """`seed` draws the thumbnails until there are data."""
        super().__init__(parent)
        self._maker = ThumbnailMaker(seed)
        self._waiting: list[GalleryTile] = []
        self._tiles = QButtonGroup(self)
        self._prepared: Prepared | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._show_data)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._make_one_picture)
        for group in GROUPS:
            self.addWidget(self._build_page(group))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.currentChanged.connect(self.updateGeometry)

    def _build_page(self, group: Group) -> QWidget:
        page = QWidget(self)
        page.setAccessibleName(f"{group.title} data sets")
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2)
        grid.setVerticalSpacing(3)
        for place, source in enumerate(group.sources):
            grid.addWidget(self._build_tile(source), *divmod(place, group.columns))
        for column in range(group.columns):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(2, 1)
        return page

    def _build_tile(self, source: Source) -> GalleryTile:
        info = SOURCES[source]
        tile = GalleryTile(source, CAPTIONS.get(source, info.title), self)
        tile.setObjectName(OBJECT_NAMES.get(source, f"data.source.{source}"))
        tile.setAccessibleName(info.title)
        tile.setToolTip(f"{info.title}: {info.description}")
        tile.picture_wanted.connect(self._queue_picture)
        tile.clicked.connect(self._on_clicked)
        self._tiles.addButton(tile)
        return tile

    @override
    def sizeHint(self) -> QSize:
        return self._page().sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return self._page().minimumSizeHint()

    def _page(self) -> QWidget:
        page = self.currentWidget()
        assert page is not None  # there is a page for each group
        return page

    def set_source(self, source: Source) -> None:
        """Mark the tile of `source`."""
        shown = SAME_TILE.get(source, source)
        for tile in self._tiles.buttons():
            if isinstance(tile, GalleryTile) and tile.source == shown:
                tile.setChecked(True)

    def show_data(self, prepared: Prepared | None) -> None:
        """Show these data on their tile, soon: data that are painted change all the time."""
        self._prepared = prepared or self._prepared
        if not self._pause.isActive():
            self._pause.start()

    def _show_data(self) -> None:
        if self._prepared is None:
            return
        experiment = self._prepared.experiment
        source = SAME_TILE.get(experiment.data.source, experiment.data.source)
        changed = self._maker.show_data(source, self._prepared.dataset, seed_of(experiment))
        for tile in self._tiles.buttons():
            if isinstance(tile, GalleryTile) and (changed is None or tile.source in changed):
                tile.forget_picture()

    def _on_clicked(self) -> None:
        tile = self.sender()
        if isinstance(tile, GalleryTile):
            self.source_chosen.emit(tile.source)

    def _queue_picture(self, tile: GalleryTile) -> None:
        picture = self._maker.find(
            tile.source, current_theme(), tile.picture_size(), self.devicePixelRatioF()
        )
        if picture is not None:
            tile.set_picture(picture)
        elif tile not in self._waiting:
            self._waiting.append(tile)
            self._timer.start()

    def _make_one_picture(self) -> None:
        if self._waiting:
            tile = self._waiting.pop(0)
            size, ratio = tile.picture_size(), self.devicePixelRatioF()
            tile.set_picture(self._maker.make(tile.source, current_theme(), size, ratio))
        if not self._waiting:
            self._timer.stop()


def seed_of(experiment: Experiment) -> int:
    """What draws the data."""
    return experiment.seed if experiment.data.seed is None else experiment.data.seed


def group_of(source: Source) -> int:
    """The place of the group that `source` belongs to."""
    shown = SAME_TILE.get(source, source)
    return next(place for place, group in enumerate(GROUPS) if shown in group.sources)
