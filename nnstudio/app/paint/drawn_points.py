"""Painted points as the plane draws them, and the piece of the plane there is to paint on."""

import numpy as np

from nnstudio.app.widgets.plane_layers import Extent
from nnstudio.app.widgets.plane_plot import Points
from nnstudio.experiment.data.sources.points import DECIMALS, as_table
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import painting

EMPTY: Extent = (-6.0, 6.0, -6.0, 6.0)
_MARGIN = 0.15  # of the points' range, on either side


def drawn_points(experiment: Experiment, points: painting.Points) -> Points:
    """The points with their marks."""
    table = as_table(points)
    train = painting.split_of(experiment, points) == 0
    return Points(table[:, :2], table[:, 2].astype(np.int64), train)


def room_to_paint(points: painting.Points) -> Extent:
    """The points and a margin around them; without any, the plane around zero."""
    rows = as_table(points)[:, :2]
    if len(rows) == 0:
        return EMPTY
    low, high = rows.min(axis=0), rows.max(axis=0)
    margin = np.maximum(_MARGIN * (high - low), _MARGIN * float(np.ptp(rows, axis=0).max()) / 2)
    margin = np.maximum(margin, 1.0 if not np.ptp(rows) else 1e-3)
    low, high = (low - margin).round(DECIMALS), (high + margin).round(DECIMALS)
    (left, bottom), (right, top) = low.tolist(), high.tolist()
    return left, right, bottom, top
