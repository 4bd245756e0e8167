"""The data as a table: everything in it, in order, to the last bit."""

import csv
from dataclasses import replace

import numpy as np

from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.exports.data_table import data_table
from tests.experiment.drafts import example


def test_that_the_table_holds_raw_features_classes_and_split() -> None:
    prepared = prepare(example(data={"source": "iris"}, preprocessing=[{"step": "center"}]))
    header, *lines = csv.reader(data_table(prepared).splitlines())
    assert header == [*prepared.dataset.feature_names, "target", "split"]
    rows = np.array([line[:-2] for line in lines], dtype=np.float64)
    assert np.array_equal(rows, prepared.dataset.rows)
    labels = [prepared.dataset.class_names.index(line[-2]) for line in lines]
    assert labels == prepared.dataset.targets.tolist()
    tested = [index for index, line in enumerate(lines) if line[-1] == "test"]
    assert tested == sorted(prepared.test_index.tolist())


def test_that_numbers_to_learn_are_exact() -> None:
    data = {"source": "function", "formula": "sin(x)"}
    prepared = prepare(example(data=data, training={"loss": "mse"}))
    _, *lines = csv.reader(data_table(prepared).splitlines())
    assert [float(line[-2]) for line in lines] == prepared.dataset.targets[:, 0].tolist()


def test_that_no_two_columns_share_a_name() -> None:
    prepared = prepare(example())
    named = replace(prepared, dataset=replace(prepared.dataset, feature_names=("split", "target")))
    assert data_table(named).splitlines()[0] == "split,target,target_,split_"
