"""The real data sets that ship with NNStudio: iris, wine, breast cancer and handwritten digits.

Their origin, citations and licences are in resources/datasets/README.md. Each is read once, and
always whole: number of samples and noise do not apply.
"""

import csv
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np

from nnstudio.experiment.catalog import SOURCES
from nnstudio.experiment.data.dataset import Dataset
from nnstudio.experiment.document import Source


@cache
def load_shipped(name: Source) -> Dataset:
    """The shipped data set `name`, a source of that kind; its arrays are shared and read-only."""
    return _load_digits() if name == "digits" else _load_csv(name)


def _load_csv(name: Source) -> Dataset:
    """A file with a header; the class is the last column, classes in order of appearance."""
    text = (_folder() / f"{name}.csv").read_text(encoding="utf-8")
    header, *records = csv.reader(text.splitlines())
    classes = tuple(dict.fromkeys(record[-1] for record in records))
    return Dataset(
        SOURCES[name].title,
        np.array([record[:-1] for record in records], dtype=np.float64),
        np.array([classes.index(record[-1]) for record in records], dtype=np.int64),
        tuple(header[:-1]),
        classes,
    )


def _load_digits() -> Dataset:
    """1797 gray images of 8 x 8 pixels, 0 (paper) to 16 (ink)."""
    with (_folder() / "digits.npz").open("rb") as file, np.load(file) as archive:
        pixels, labels = archive["pixels"], archive["labels"]
    return Dataset(
        SOURCES["digits"].title,
        pixels.astype(np.float64),
        labels.astype(np.int64),
        tuple(f"row {row} column {column}" for row in range(8) for column in range(8)),
        tuple(str(digit) for digit in range(10)),
        (8, 8, 1),
    )


def _folder() -> Traversable:
    return files("nnstudio.resources") / "datasets"
