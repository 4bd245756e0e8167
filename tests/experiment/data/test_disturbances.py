"""Spoiling data on purpose: unequal classes, and wrong targets in the training split alone."""

from typing import Any

import numpy as np
import pytest

from nnstudio.experiment.data.example_choice import Choice, chosen_examples, frequent_mistakes
from nnstudio.experiment.data.prepare import Prepared, prepare
from nnstudio.experiment.data.target_words import noise_words
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing.edits import set_data, set_layer, set_source
from tests.experiment.drafts import example, problems


def ready(source: str, **data: Any) -> Prepared:
    return prepare(document(source, **data))


def document(source: str = "iris", **data: Any) -> Experiment:
    loss = "mse" if source in ("plane", "function") else "cross_entropy"
    return example(data={"source": source, **data}, training={"loss": loss})


def test_that_imbalance_thins_the_classes_out_one_after_the_other() -> None:
    prepared = ready("iris", imbalance=0.75)
    assert np.bincount(prepared.dataset.targets).tolist() == [50, 25, 12]


def test_that_every_class_keeps_two_examples() -> None:
    prepared = ready("spiral", samples=20, imbalance=0.99)
    assert np.bincount(prepared.dataset.targets).tolist() == [10, 2]


def test_that_imbalance_takes_examples_away_and_changes_none() -> None:
    whole, thin = ready("wine").dataset, ready("wine", imbalance=0.5).dataset
    rows = {tuple(row): label for row, label in zip(whole.rows, whole.targets, strict=True)}
    assert all(
        rows[tuple(row)] == label for row, label in zip(thin.rows, thin.targets, strict=True)
    )


@pytest.mark.parametrize("source", ["iris", "plane"])
def test_that_wrong_targets_are_in_the_training_split_alone(source: str) -> None:
    clean = ready(source, validation_fraction=0.2)
    wrong = ready(source, validation_fraction=0.2, label_noise=0.3)
    assert np.array_equal(clean.train_index, wrong.train_index)
    assert np.array_equal(clean.test_targets, wrong.test_targets)
    assert np.array_equal(clean.validation_targets, wrong.validation_targets)
    changed = np.mean(clean.train_targets.ravel() != wrong.train_targets.ravel())
    assert changed == pytest.approx(0.3, abs=0.02)


def test_that_the_data_set_shows_the_targets_that_are_learned() -> None:
    wrong = ready("iris", label_noise=0.5)
    assert np.array_equal(wrong.dataset.targets[wrong.train_index], wrong.train_targets)


def test_that_a_wrong_class_is_any_other_class() -> None:
    clean, wrong = ready("digits"), ready("digits", label_noise=1.0)
    turned = (wrong.train_targets - clean.train_targets) % 10
    assert sorted(set(turned.tolist())) == list(range(1, 10))


def test_that_spoiling_follows_the_seed_of_the_data() -> None:
    one, again, other = (
        ready("iris", label_noise=0.3, imbalance=0.3, seed=seed).train_targets for seed in (4, 4, 5)
    )
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_that_numbers_have_no_balance_of_classes() -> None:
    found = problems(lambda: document("plane", imbalance=0.5))
    assert found == {"data.imbalance": 'needs classes and "plane" has numbers; it may be 0'}


def test_that_only_some_sources_leave_the_number_of_classes_open() -> None:
    found = problems(lambda: document("moons", classes=4))
    assert found == {
        "data.classes": 'cannot be chosen for "moons"; the number of classes can for spiral, '
        "three_spirals, circle or gauss"
    }


def test_that_the_output_follows_the_number_of_classes() -> None:
    five = set_data(set_layer(document("spiral"), 1, units=2), classes=5)
    assert prepare(five).network.outputs == 5
    assert prepare(set_source(set_layer(five, 1, units=5), "moons")).network.outputs == 2


def test_that_another_source_starts_with_its_own_noise_and_nothing_else_that_spoils() -> None:
    spoiled = document(
        "gauss", noise=0.4, samples=300, seed=7, classes=6, imbalance=0.5, label_noise=0.2
    )
    data = set_source(spoiled, "moons").data
    assert (data.samples, data.seed, data.noise) == (300, 7, 0.1)
    assert (data.classes, data.imbalance, data.label_noise) == (None, 0.0, 0.0)


@pytest.mark.parametrize("source", ["iris", "plane"])
def test_that_the_truth_about_wrong_targets_is_known(source: str) -> None:
    clean, wrong = ready(source), ready(source, label_noise=0.3)
    assert np.array_equal(wrong.dataset.truth, clean.dataset.targets)
    assert not clean.dataset.mislabeled.any()
    (found,) = np.nonzero(wrong.dataset.mislabeled)
    assert np.array_equal(found, chosen_examples(wrong, None, Choice(mislabeled=True)))
    assert set(found) <= set(wrong.train_index)
    assert len(found) == pytest.approx(0.3 * len(wrong.train_index), abs=1)


def test_that_a_wrong_label_is_told_with_the_true_one() -> None:
    clean, wrong = ready("iris"), ready("iris", label_noise=0.3)
    example = int(np.flatnonzero(wrong.dataset.mislabeled)[0])
    true = clean.dataset.class_names[int(clean.dataset.targets[example])]
    assert noise_words(wrong.dataset, example) == f"label changed by label noise: was {true}"
    assert noise_words(wrong.dataset, int(wrong.test_index[0])) == ""


def test_that_the_most_frequent_mistakes_come_first() -> None:
    counts = np.array([[9, 2, 0], [5, 9, 2], [0, 0, 9]])
    assert frequent_mistakes(counts, 2).tolist() == [[1, 0], [0, 1]]
    assert frequent_mistakes(counts, 9).tolist() == [[1, 0], [0, 1], [1, 2]]
    assert frequent_mistakes(np.diag([1, 2]), 9).tolist() == []
