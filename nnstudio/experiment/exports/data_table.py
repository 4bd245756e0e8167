"""The data as a table: raw features, target and split of every example, in the data's own order."""

import csv
import io
from collections.abc import Iterable

from nnstudio.experiment.data.dataset import SPLITS
from nnstudio.experiment.data.prepare import Prepared


def data_table(prepared: Prepared) -> str:
    """Lines of CSV under a header; features come before any preprocessing, classes by name."""
    dataset = prepared.dataset
    splits = prepared.splits
    rows = (row for block in dataset.blocks() for row in block)
    header = _distinct([*dataset.feature_names, *_target_names(prepared), "split"])
    buffer = io.StringIO()
    table = csv.writer(buffer, lineterminator="\n")
    table.writerow(header)
    for row, target, split in zip(rows, _targets(prepared), splits, strict=True):
        table.writerow([*row.tolist(), *target, SPLITS[split]])
    return buffer.getvalue()


def _target_names(prepared: Prepared) -> list[str]:
    dataset = prepared.dataset
    if dataset.class_names or dataset.targets.shape[1] == 1:
        return ["target"]
    return [f"target {number}" for number in range(1, dataset.targets.shape[1] + 1)]


def _targets(prepared: Prepared) -> Iterable[list[object]]:
    dataset = prepared.dataset
    if not dataset.class_names:
        return dataset.targets.tolist()
    return [[dataset.class_names[label]] for label in dataset.targets.tolist()]


def _distinct(names: list[str]) -> list[str]:
    """The names, a later one with as many underscores as it takes to differ from those before."""
    found: list[str] = []
    for name in names:
        while name in found:
            name += "_"
        found.append(name)
    return found
