"""The drawing that the canvas shows, as plain data for files."""

from dataclasses import replace
from itertools import pairwise

from nnstudio.app.appearance.theme import LIGHT, Theme
from nnstudio.app.canvas.geometry import Layout
from nnstudio.app.canvas.links import drawn_limits
from nnstudio.app.canvas.picture import NetworkPicture
from nnstudio.app.canvas.tile_pictures import dead_units, tile_pictures
from nnstudio.app.canvas.unit_pictures import UnitPictures
from nnstudio.experiment.exports.draw import Part, draw_network
from nnstudio.experiment.exports.drawing import CLASSES, COLORS, Colors, Drawing
from nnstudio.experiment.exports.labels import one_line
from nnstudio.experiment.looks.snapshot import Snapshot


def drawing_of(
    picture: NetworkPicture,
    layout: Layout,
    pictures: UnitPictures,
    snapshot: Snapshot | None,
    title: str,
    theme: Theme,
) -> Drawing:
    """The columns of `picture` with the units that `layout` shows, and as many links.

    `snapshot` has the weights and what the neurons compute; None where nobody knows them.
    """
    shown = [column.shown for column in layout.columns]
    tiles, dead = [], []
    if snapshot is not None:
        dead = [dead_units(column, snapshot) for column in picture.columns[1:]]
        tiles = [
            tile_pictures(pictures, column, units, snapshot, theme)
            for column, units in zip(picture.columns, shown, strict=True)
        ]
    pairs = [len(one) * len(other) for one, other in pairwise(shown)]
    drawing = draw_network(
        picture.network,
        None if snapshot is None else snapshot.matrices,
        picture.columns[0].labels,
        picture.columns[-1].labels,
        one_line(title),
        Part(shown, drawn_limits(pairs), tiles if any(map(any, tiles)) else (), dead),
        picture.columns[-1].classes,
    )
    return replace(drawing, colors=colors_of(theme))


def colors_of(theme: Theme) -> Colors:
    """The colors of a drawing in a theme; those for paper are the light one's."""
    if theme == LIGHT:
        return COLORS
    return {
        "ground": theme.surface,
        "text": theme.text,
        "muted": theme.muted,
        "outline": theme.muted,
        "fill": theme.surface,
        "input": theme.neutral,
        "off": theme.border,
        "positive": theme.positive,
        "negative": theme.negative,
        "unknown": theme.muted,
        "bad": theme.bad,
        **dict(zip(CLASSES, theme.classes, strict=True)),
    }
