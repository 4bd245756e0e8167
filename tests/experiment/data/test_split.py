"""Splits: training, validation and test are apart, keep the shares of classes, and repeat."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nnstudio.experiment.data.dataset import SPLITS
from nnstudio.experiment.data.prepare import Prepared, prepare
from nnstudio.experiment.data.sources import load_dataset
from nnstudio.experiment.document import DataSettings, Experiment
from nnstudio.experiment.exports.data_table import data_table
from nnstudio.experiment.sweeps.together import train_together
from nnstudio.experiment.training.history import History
from nnstudio.experiment.training.run import train
from tests.experiment.drafts import example, problems


def ready(source: str, **data: Any) -> Prepared:
    return prepare(document(source, **data))


def document(source: str = "iris", **data: Any) -> Experiment:
    loss = "mse" if source in ("plane", "function") else "cross_entropy"
    return example(
        data={"source": source, **data}, training={"loss": loss, "epochs": 2, "batch_size": 16}
    )


def test_that_without_a_validation_split_nothing_is_held_back() -> None:
    prepared = ready("iris")
    assert len(prepared.validation_index) == len(prepared.validation_inputs) == 0
    assert len(prepared.train_index) + len(prepared.test_index) == 150


def test_that_a_validation_split_leaves_the_test_split_as_it_was() -> None:
    without = ready("wine", test_fraction=0.3)
    with_one = ready("wine", test_fraction=0.3, validation_fraction=0.2)
    assert np.array_equal(without.test_index, with_one.test_index)
    assert set(with_one.validation_index) < set(without.train_index)


@pytest.mark.parametrize("source", ["iris", "digits", "plane", "function"])
def test_that_every_example_is_in_exactly_one_split(source: str) -> None:
    prepared = ready(source, test_fraction=0.2, validation_fraction=0.1)
    parts = (prepared.train_index, prepared.validation_index, prepared.test_index)
    total = len(prepared.dataset.rows)
    assert np.array_equal(np.sort(np.concatenate(parts)), np.arange(total))
    assert [int(np.sum(prepared.splits == i)) for i in range(len(SPLITS))] == [*map(len, parts)]
    assert abs(len(prepared.validation_index) - 0.1 * total) < 1


def test_that_every_split_keeps_the_shares_of_the_classes() -> None:
    prepared = ready("digits", test_fraction=0.25, validation_fraction=0.25)
    whole = np.bincount(prepared.dataset.targets) / len(prepared.dataset.targets)
    for targets in (prepared.train_targets, prepared.validation_targets, prepared.test_targets):
        assert np.abs(np.bincount(targets) / len(targets) - whole).max() < 0.002


def test_that_validation_examples_change_no_fitted_statistic() -> None:
    steps = [{"step": "standardize"}]
    prepared = prepare(
        example(data={"source": "iris", "validation_fraction": 0.3}, preprocessing=steps)
    )
    np.testing.assert_allclose(prepared.train_inputs.mean(axis=0), 0, atol=1e-12)
    assert np.abs(prepared.validation_inputs.mean(axis=0)).max() > 1e-3


def test_that_the_split_follows_the_seed_of_the_data() -> None:
    one, again, other = (
        ready("iris", validation_fraction=0.2, seed=seed).validation_index for seed in (1, 1, 2)
    )
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_that_results_tell_of_a_validation_split_only_when_there_is_one() -> None:
    assert "validation_loss" not in train(document()).as_dict()
    fields = train(document(validation_fraction=0.2)).as_dict()
    assert fields["validation_loss"] > 0
    assert 0 <= fields["validation_accuracy"] <= 1
    values = train(document("plane", validation_fraction=0.2)).as_dict()
    assert "validation_r2" in values


def test_that_networks_trained_together_have_the_validation_metrics_of_each_alone() -> None:
    both = [
        document(validation_fraction=0.2, seed=1).model_copy(update={"seed": s}) for s in (1, 2)
    ]
    for alone, together in zip(map(train, both), train_together(both), strict=True):
        assert alone.metrics == together.metrics


def test_that_a_history_takes_moments_with_and_without_validation() -> None:
    history = History()
    metrics = train(document()).metrics
    history.append(metrics)
    history.append(replace(metrics, step=metrics.step + 1, validation_loss=0.5))
    assert len(history) == 2


def test_that_too_much_held_out_is_refused_in_one_sentence() -> None:
    found = problems(lambda: document(test_fraction=0.6, validation_fraction=0.4))
    assert found == {
        "data.validation_fraction": "0.4 is too large beside a test fraction of 0.6; it may be a "
        "number from 0 to 0.3"
    }


def test_that_the_exported_table_names_all_three_splits() -> None:
    table = data_table(ready("iris", validation_fraction=0.2))
    assert {line.rsplit(",", 1)[1] for line in table.splitlines()[1:]} == set(SPLITS)


def test_that_at_most_so_many_examples_are_taken_and_classes_keep_their_shares() -> None:
    whole = load_dataset(DataSettings(source="digits"), 3)
    few = load_dataset(DataSettings(source="digits", at_most=200), 3)
    assert len(few) == 200
    shares = np.bincount(whole.targets) / len(whole)
    assert np.abs(np.bincount(few.targets) / 200 - shares).max() <= 1 / 200
    labels = {tuple(row): label for row, label in zip(whole.rows, whole.targets, strict=True)}
    assert all(
        labels[tuple(row)] == label for row, label in zip(few.rows, few.targets, strict=True)
    )


def test_that_the_seed_of_the_data_chooses_which_examples_are_taken() -> None:
    settings = DataSettings(source="digits", at_most=200)
    first, again, other = (load_dataset(settings, seed).rows for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    everything = DataSettings(source="iris", at_most=150)
    assert len(load_dataset(everything, 0)) == 150


def test_that_only_given_data_can_be_made_fewer() -> None:
    assert list(problems(lambda: document("spiral", at_most=100))) == ["data.at_most"]
