"""What there is to learn from: the facts about each data source that need no data to be known."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from nnstudio.experiment.document import DataSettings, Source


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """One source: `columns` and `classes` are None where only the data can tell.

    A regression source has 0 classes; `many` says that their number can be chosen. `plane` sources
    have the features x1 and x2, `pictures` are image files of the user's own. `noise` is what the
    source starts with; a `given` source has always the same examples.
    """

    title: str
    task: Literal["classification", "regression"]
    kind: Literal["plane", "shipped", "table", "function", "images", "pictures"]
    description: str
    columns: int | None
    classes: int | None
    image: bool = False
    many: bool = False
    noise: float = 0.0
    given: bool = False

    @property
    def is_fixed(self) -> bool:
        """Whether the examples are given, so that their number cannot be chosen freely."""
        return self.given or self.kind in ("shipped", "table", "pictures")


def _plane(
    title: str, description: str, classes: int = 2, *, many: bool = False, noise: float = 0.0
) -> SourceInfo:
    task: Literal["classification", "regression"] = "classification" if classes else "regression"
    return SourceInfo(title, task, "plane", description, 2, classes, many=many, noise=noise)


def _shipped(
    title: str, description: str, columns: int, classes: int, image: bool = False
) -> SourceInfo:
    return SourceInfo(title, "classification", "shipped", description, columns, classes, image)


def _pictures(title: str, description: str) -> SourceInfo:
    return SourceInfo(title, "classification", "pictures", description, None, None, image=True)


SOURCES: Mapping[Source, SourceInfo] = MappingProxyType(
    {
        "spiral": _plane("Spiral", "arms wound around each other", many=True, noise=0.03),
        "three_spirals": _plane(
            "Three spirals", "the arms of the CS231n case study", 3, many=True, noise=0.1
        ),
        "circle": _plane("Circle", "a disc inside rings", many=True, noise=0.02),
        "xor": _plane("XOR", "opposite quadrants belong together"),
        "gauss": _plane("Gauss", "clouds that overlap as noise grows", many=True),
        "moons": _plane("Moons", "two half circles that hook into each other", noise=0.1),
        "linear": _plane("Linear", "two clouds that a line separates"),
        "outliers": _plane("Outliers", "two clouds, with a few points on the wrong side"),
        "checkerboard": _plane("Checkerboard", "four by four squares in turn"),
        "plane": _plane("Plane", "a number that grows evenly in one direction", 0),
        "cones": _plane("Cones", "six peaks and hollows in a flat land", 0),
        "points": SourceInfo(
            "Painted points", "classification", "plane", "points of your own, painted", 2, None
        ),
        "function": SourceInfo(
            "Function", "regression", "function", "a formula in x, sampled at random", 1, 0
        ),
        "shapes": SourceInfo(
            "Shapes",
            "classification",
            "images",
            "color images of discs, frames, stripes and crosses, 8 x 8 pixels",
            192,
            4,
            True,
        ),
        "iris": _shipped("Iris", "150 flowers of three species, 4 lengths in cm", 4, 3),
        "wine": _shipped("Wine", "178 wines of three growers, 13 chemical measurements", 13, 3),
        "breast_cancer": _shipped(
            "Breast cancer", "569 tumors, benign or malignant, 30 measurements", 30, 2
        ),
        "digits": _shipped(
            "Handwritten digits", "1797 images of the digits 0 to 9, 8 x 8 pixels", 64, 10, True
        ),
        "images": _pictures("Images", "a folder with one subfolder of images for each class"),
        "mnist": _pictures("MNIST", "images and labels in IDX files of your own"),
        "cifar10": _pictures("CIFAR-10", "color images in binary files of your own"),
        "table": SourceInfo(
            "Table", "classification", "table", "a CSV, Excel or Parquet file", None, None
        ),
        "convnetjs_simple": SourceInfo(
            "ConvNetJS simple",
            "classification",
            "plane",
            "the 13 points of ConvNetJS's demo",
            2,
            2,
            given=True,
        ),
        "convnetjs_random": _plane("ConvNetJS random", "points whose class is tossed with a coin"),
        "convnetjs_circle": _plane("ConvNetJS circle", "a disc of points inside an even ring"),
        "convnetjs_spiral": _plane("ConvNetJS spiral", "two arms with one and a quarter turns"),
    }
)


def class_count(data: DataSettings) -> int | None:
    """How many classes the data have, 0 for regression; None where only the data can tell."""
    info = SOURCES[data.source]
    return data.classes if info.many and data.classes else info.classes
