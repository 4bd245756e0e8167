"""One stroke: from the press to the release, fed to the document at display rate.

All of it is one undo step; the document always holds what was painted so far.
"""

from math import hypot

import numpy as np

from nnstudio.app.paint.tools import ToolName, stroke_text
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.data.sources.points import Point
from nnstudio.experiment.document import MAX_POINTS, Experiment
from nnstudio.experiment.editing import painting
from nnstudio.experiment.editing.painting import Points, Touch

_SPACING = 0.25  # of the radius: the way for which the brush sprays one more point
_FIRST = 3  # points of the brush at the press


class Stroke:
    """A stroke of `tool` with points of class `label`; its number tells it from all others."""

    def __init__(self, workspace: Workspace, tool: ToolName, label: int, number: int) -> None:
        self.tool, self.label = tool, label
        self._workspace = workspace
        self._key = f"paint {number}"
        self._waiting: list[Touch] = []
        self._way = 0.0
        self._count: int | None = None
        self._held: int | None = None
        self._rng = np.random.default_rng([workspace.experiment.seed, 14, number])

    def press(self, touch: Touch) -> None:
        """The stroke begins here."""
        self._waiting.extend([touch] * (_FIRST if self.tool == "brush" else 1))

    def move(self, touch: Touch, way: float) -> None:
        """The pointer went on to here, `way` radii from where it was."""
        if self.tool == "brush":
            self._way += way
            sprays = int(self._way / _SPACING)
            self._way -= sprays * _SPACING
            self._waiting.extend([touch] * sprays)
        elif self.tool != "point":
            self._waiting.append(touch)

    def hold(self, touch: Touch) -> None:
        """The pointer rests here."""
        self._waiting.append(touch)

    def feed(self) -> None:
        """Put what was painted since the last time into the document."""
        experiment, prepared = self._workspace.experiment, self._workspace.prepared
        if not self._waiting or not self._is_known():
            return
        points = painting.points_in(experiment, prepared)
        if self._count is None:
            self._count = len(points)
        painted = self._painted(experiment, points)
        self._waiting.clear()
        if painted is not points:
            text = stroke_text(self.tool, self.label, len(painted) - self._count)
            self._workspace.edit(text, lambda e: painting.with_points(e, painted), self._key)

    def _is_known(self) -> bool:
        """Whether it is known what is painted on: the data of a formula have to come first."""
        experiment, prepared = self._workspace.experiment, self._workspace.prepared
        if experiment.data.source == "points":
            return True
        return prepared is not None and prepared.experiment.data == experiment.data

    def _painted(self, experiment: Experiment, points: Points) -> Points:
        touches = self._waiting
        if self.tool in ("brush", "point"):
            new = [self._new_point(touch) for touch in touches]
            room = MAX_POINTS - len(points)
            return (*points, *new[:room]) if room > 0 else points
        for touch in touches:
            points = self._touched(experiment, points, touch)
        return points

    def _new_point(self, touch: Touch) -> Point:
        if self.tool == "point":
            touch = Touch(touch.place, (0.0, 0.0), touch.bounds)
        return painting.sprayed(touch, 1, self.label, self._rng)[0]

    def _touched(self, experiment: Experiment, points: Points, touch: Touch) -> Points:
        match self.tool:
            case "eraser":
                return painting.erased(experiment, points, touch)
            case "jitter":
                return painting.shaken(points, touch, self._rng)
            case "magnet":
                return painting.gathered(points, touch)
        if self._held is None:
            self._held = painting.nearest(points, touch)
        if self._held is None or self._held >= len(points):
            return points
        return painting.moved(points, self._held, touch)


def way(before: Touch, after: Touch) -> float:
    """How far two touches are apart, in reaches."""
    (x, y), (reach_x, reach_y) = after.place, after.reach
    return hypot((x - before.place[0]) / reach_x, (y - before.place[1]) / reach_y)
