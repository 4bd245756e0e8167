"""A table of the user's own as a data set: one column is the target, others are features.

All faults are ExperimentErrors that name the column and the row.
"""

from pathlib import Path

from nnstudio.experiment.data.dataset import Dataset
from nnstudio.experiment.data.tables.faults import fault
from nnstudio.experiment.data.tables.features import (
    chosen_places,
    encode,
    missing_cells,
    require_column,
    require_values,
)
from nnstudio.experiment.data.tables.features import is_category as is_category_in
from nnstudio.experiment.data.tables.meaning import as_meant
from nnstudio.experiment.data.tables.reading import target_place
from nnstudio.experiment.data.tables.shelf import shelved_table
from nnstudio.experiment.data.tables.table import Table
from nnstudio.experiment.data.tables.targets import has_label, make_targets
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.wording import counted, quoted


def load_table(data: DataSettings, folder: Path | None) -> Dataset:
    """The table of `data`, a relative path starting in `folder`.

    All rows are used: number of samples and noise do not apply. Where `data.missing` is a way of
    filling, cells without a value are NaN until the training split is known.
    """
    return make_dataset(shelved_table(data, folder), data)


def make_dataset(table: Table, data: DataSettings) -> Dataset:
    """What `data` chooses of a table that was read; raises ExperimentError."""
    if data.target is not None:
        require_column(table, data.target, "data.target")
    for name in data.categories or ():
        require_column(table, name, "data.categories")
    for name in data.numbers or ():
        require_column(table, name, "data.numbers")
    table = as_meant(table, data)
    target = target_place(table, data)
    places = chosen_places(table, data)
    require_values(table, places, data)
    keep = has_label(table, target, data).copy()
    if data.missing == "drop":
        for place in places:
            column = table.columns[place]
            keep &= ~missing_cells(column, is_category_in(column, data))
    if keep.sum() < 2:
        raise fault(
            f"{quoted(table.name)} keeps {counted(int(keep.sum()), 'row')} of {len(keep)} without "
            'a missing value; let "missing" be mean or median, or leave columns out',
            "data.missing",
        )
    rows, names = encode(table, places, data, keep)
    targets, class_names = make_targets(table, target, data, keep)
    return Dataset(Path(table.name).stem, rows, targets, names, class_names)
