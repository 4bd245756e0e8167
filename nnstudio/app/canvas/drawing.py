"""The drawing that the canvas shows, as plain data for files."""

from collections.abc import Sequence
from itertools import pairwise

from nnstudio.app.canvas.geometry import Layout
from nnstudio.app.canvas.links import drawn_limits
from nnstudio.app.canvas.picture import NetworkPicture
from nnstudio.experiment.exports.draw import Part, draw_network
from nnstudio.experiment.exports.drawing import Drawing
from nnstudio.experiment.exports.labels import one_line
from nnstudio.experiment.snapshot import Floats


def drawing_of(
    picture: NetworkPicture, layout: Layout, matrices: Sequence[Floats] | None, title: str
) -> Drawing:
    """The columns of `picture` with the units that `layout` shows, and as many links.

    `matrices` are the weights with the biases as last column; None where nobody knows them.
    """
    shown = [column.shown for column in layout.columns]
    pairs = [len(one) * len(other) for one, other in pairwise(shown)]
    return draw_network(
        picture.network,
        matrices,
        picture.columns[0].labels,
        picture.columns[-1].labels,
        one_line(title),
        Part(shown, drawn_limits(pairs)),
    )
