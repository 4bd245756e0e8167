"""A drawing of a layered network as plain data: links, neurons and words at places on a page.

Lengths are pixels, x to the right and y downwards. What is drawn is decided in `draw`, how it is
written in `svg` and `tikz`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

ClassColor = Literal[
    "class0",
    "class1",
    "class2",
    "class3",
    "class4",
    "class5",
    "class6",
    "class7",
    "class8",
    "class9",
]
Color = (
    ClassColor
    | Literal[
        "ground",
        "text",
        "muted",
        "outline",
        "fill",
        "input",
        "off",
        "positive",
        "negative",
        "unknown",
        "bad",
    ]
)
Colors = Mapping[Color, str]
Anchor = Literal["start", "middle", "end"]

CLASSES: tuple[ClassColor, ...] = get_args(ClassColor)
COLORS: Colors = {
    "ground": "#ffffff",
    "text": "#151a21",
    "muted": "#5b6470",
    "outline": "#5b6470",
    "fill": "#ffffff",
    "input": "#e4e8ee",
    "off": "#d3d9e0",
    "positive": "#2166ac",
    "negative": "#d95f0e",
    "unknown": "#9aa4b0",
    "bad": "#b3261e",
    "class0": "#d95f0e",
    "class1": "#2166ac",
    "class2": "#1a8f5c",
    "class3": "#d8549f",
    "class4": "#8c6d1f",
    "class5": "#3fa7c9",
    "class6": "#7a4b9e",
    "class7": "#c23b3b",
    "class8": "#5e6b76",
    "class9": "#7a9a01",
}
"""For paper: as on the screen in the light theme."""
NORMAL, LARGE = 11.0, 13.0  # font sizes
RADIUS, TILE_RADIUS = 12.0, 22.0  # of a circle; half the edge of a square with a picture


@dataclass(frozen=True, slots=True)
class Link:
    """A curve from the middle right of one neuron to the middle left of another; negative weights
    are dashed. `shade` is how much of its color it has, the rest is the ground's, in percent.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    width: float
    color: Color
    shade: int = 100

    @property
    def middle(self) -> float:
        """The x of both handles of the curve."""
        return (self.start[0] + self.end[0]) / 2

    @property
    def dashes(self) -> tuple[float, float] | None:
        """Lengths of dash and gap, None for a solid line."""
        return (3.0 + 1.5 * self.width, 2.0 + self.width) if self.color == "negative" else None


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line from point to point."""

    points: tuple[tuple[float, float], ...]
    color: Color
    width: float


@dataclass(frozen=True, slots=True)
class Disc:
    """A small circle with a colored edge."""

    x: float
    y: float
    radius: float
    color: Color
    width: float


Sign = Stroke | Disc


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon filled with a color."""

    corners: tuple[tuple[float, float], ...]
    color: Color


@dataclass(frozen=True, slots=True)
class Neuron:
    """A circle around a place or, where neurons have pictures, a square with rounded corners.

    `picture` is a PNG as base64, empty where there is none to show; None makes it a circle. `signs`
    stand on a square where its picture, which has them too, does not.
    """

    x: float
    y: float
    fill: Color
    radius: float = RADIUS
    picture: str | None = None
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text whose baseline is at y."""

    x: float
    y: float
    text: str
    anchor: Anchor = "middle"
    color: Color = "text"
    size: float = NORMAL
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """The page, and everything on it in the order in which it is painted.

    `marks` stand between outputs and the names of their classes.
    """

    title: str
    description: str
    width: float
    height: float
    links: tuple[Link, ...]
    neurons: tuple[Neuron, ...]
    words: tuple[Words, ...]
    marks: tuple[Area, ...] = ()
    colors: Colors = field(default_factory=lambda: COLORS)
