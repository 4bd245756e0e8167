"""The shipped examples: complete, described, and as good as they are said to be."""

from importlib.resources import files
from statistics import median

import pytest

from nnstudio.experiment.describe import describe
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing.edits import set_seed, set_training
from nnstudio.experiment.files.documents import load, load_with_folder
from nnstudio.experiment.files.examples import ExampleInfo, example_names, list_examples
from nnstudio.experiment.training.run import Result, train


def test_that_the_list_holds_every_example_file_once() -> None:
    folder = files("nnstudio.resources") / "examples"
    shipped = {file.name for file in folder.iterdir()} - {"index.json"}
    assert sorted(f"{name}.json" for name in example_names()) == sorted(shipped)
    assert len(example_names()) >= 12
    assert example_names()[0] == "spiral"


@pytest.mark.parametrize("info", list_examples(), ids=lambda info: info.name)
def test_that_an_example_opens_under_its_title_and_trains(info: ExampleInfo) -> None:
    experiment, folder = load_with_folder(info.name)
    assert folder is None
    assert experiment.name == info.title
    assert info.description.endswith(".")
    assert experiment.data.seed is None
    assert not train(set_training(experiment, epochs=1)).diverged


@pytest.mark.parametrize(
    ("name", "counts"), [("figure-3-4-2", (6, 20, 6, 26)), ("figure-3-4-4-1", (9, 32, 9, 41))]
)
def test_that_the_figures_of_the_note_have_its_counts(
    name: str, counts: tuple[int, int, int, int]
) -> None:
    said = describe(load(name))
    assert (said["neurons"], said["weights"], said["biases"], said["parameters"]) == counts
    assert said["inputs"] == 3


@pytest.mark.parametrize(
    ("name", "accuracy"),
    [
        ("iris", 0.95),
        ("wine", 0.96),
        ("breast_cancer", 0.95),
        ("digits", 0.96),
    ],
)
def test_that_the_median_test_accuracy_over_ten_seeds_is_reached(
    name: str, accuracy: float
) -> None:
    results = trained(load(name), seeds=10)
    assert median(result.metrics.test_score for result in results) >= accuracy


@pytest.mark.parametrize(
    ("name", "accuracy"),
    [("spiral", 0.9), ("three-spirals", 0.94), ("maxout", 0.96), ("depth", 0.9)],
)
def test_that_the_median_test_accuracy_over_a_few_seeds_is_reached(
    name: str, accuracy: float
) -> None:
    assert median(result.metrics.test_score for result in trained(load(name))) >= accuracy


def test_that_the_dying_example_dies_and_the_leaky_one_has_no_dead_unit() -> None:
    dying, leaky = (
        [result.layers[0].dead_fraction for result in trained(load(name))]
        for name in ("dying-relu", "leaky-relu")
    )
    assert median(dying) >= 0.4
    assert max(leaky) == 0.0


def test_that_the_saturated_example_is_saturated_and_stuck() -> None:
    results = trained(load("sigmoid-saturation"))
    assert median(result.layers[0].saturated_fraction for result in results) >= 0.9
    assert median(result.metrics.train_score for result in results) <= 0.9


def test_that_the_approximation_follows_its_curve() -> None:
    assert median(result.metrics.test_score for result in trained(load("approximation"))) >= 0.99


def trained(experiment: Experiment, seeds: int = 3) -> list[Result]:
    """One result for each of the first seeds, which draw weights and data."""
    return [train(set_seed(experiment, seed)) for seed in range(seeds)]
