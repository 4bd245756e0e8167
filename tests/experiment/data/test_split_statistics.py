"""Statistics of the splits and choices of examples, against NumPy on the rows themselves."""

from pathlib import Path

import numpy as np
import pytest

from nnstudio.experiment.data.example_choice import Choice, chosen_examples, confusion
from nnstudio.experiment.data.prepare import Prepared, prepare
from nnstudio.experiment.data.split_statistics import split_statistics
from tests.experiment.drafts import example
from tests.experiment.picture_files import random_images, write_cifar


@pytest.fixture
def wine() -> Prepared:
    return prepare(example(data={"source": "wine", "validation_fraction": 0.2}))


def test_that_statistics_are_those_of_the_rows(wine: Prepared) -> None:
    indices = (wine.train_index, wine.validation_index, wine.test_index)
    for found, index in zip(split_statistics(wine, 100), indices, strict=True):
        rows = wine.dataset.rows[index]
        np.testing.assert_allclose(found.means, rows.mean(axis=0))
        np.testing.assert_allclose(found.spreads, rows.std(axis=0))
        assert found.classes.tolist() == np.bincount(wine.dataset.targets[index]).tolist()
        assert found.examples == len(index)


def test_that_a_split_without_examples_has_no_statistics() -> None:
    prepared = prepare(example(data={"source": "plane"}, training={"loss": "mse"}))
    assert [found.split for found in split_statistics(prepared, 2)] == ["train", "test"]


def test_that_bytes_have_the_statistics_of_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nnstudio.experiment.data.pictures.pixels._FEW_NUMBERS", 0)
    images = random_images(60, 32, 32, 3)
    write_cifar(tmp_path, images, random_images(60) % 10)
    prepared = prepare(example(data={"source": "cifar10", "path": str(tmp_path)}))
    train = split_statistics(prepared, 7)[0]
    rows = images.reshape(60, -1)[prepared.train_index, :7] / 255
    np.testing.assert_allclose(train.means, rows.mean(axis=0), atol=1e-9)
    np.testing.assert_allclose(train.spreads, rows.std(axis=0), atol=1e-9)


def test_that_choices_narrow_each_other_down(wine: Prepared) -> None:
    targets = wine.dataset.targets
    said = np.asarray((targets + (np.arange(len(targets)) % 4 == 0)) % 3, np.float32)
    test = np.sort(wine.test_index)
    assert len(chosen_examples(wine, None, Choice())) == 178
    assert chosen_examples(wine, said, Choice("test")).tolist() == test.tolist()
    mistakes = chosen_examples(wine, said, Choice("test", label=1, mistaken=True))
    expected = test[(targets[test] == 1) & (said[test] != 1)]
    assert mistakes.tolist() == expected.tolist()
    table = confusion(wine, said, "test")
    assert table.sum() == len(test)
    for true in range(3):
        for taken in range(3):
            cell = chosen_examples(wine, said, Choice("test", true, taken))
            assert len(cell) == table[true, taken]
