"""What tells experiments apart: assignments that bridge it, and headings that say it."""

import pytest

from nnstudio.experiment.document import Experiment, PcaStep, StandardizeStep
from nnstudio.experiment.editing import edits
from nnstudio.experiment.editing.differences import change_words, changes, titles, without_change
from nnstudio.experiment.editing.overrides import override
from nnstudio.experiment.editing.variations import DEPTH, variables, varied, with_value
from nnstudio.experiment.errors import ExperimentError
from tests.app.opened import experiment_on

TWO_HIDDEN = experiment_on("spiral")
ONE_HIDDEN = edits.remove_layer(TWO_HIDDEN, 1)


@pytest.mark.parametrize(
    ("experiment", "path", "values", "headings"),
    [
        (
            ONE_HIDDEN,
            "network.layers.0.units",
            "1, 3, 20",
            ("1 hidden neuron", "3 hidden neurons", "20 hidden neurons"),
        ),
        (
            TWO_HIDDEN,
            "network.layers.1.units",
            "3, 20",
            ("3 neurons in hidden 2", "20 neurons in hidden 2"),
        ),
        (TWO_HIDDEN, "network.layers.*.activation", "ReLU, tanh", ("ReLU", "tanh")),
        (ONE_HIDDEN, "training.l2", "0, 0.01", ("L2 0", "L2 0.01")),
        (ONE_HIDDEN, "training.optimizer", "sgd adam", ("SGD", "Adam")),
        (ONE_HIDDEN, "data.noise", "0;0.3", ("noise 0", "noise 0.3")),
        (
            ONE_HIDDEN,
            DEPTH,
            "0, 1, 3",
            ("no hidden layer", "1 hidden layer of 4", "3 hidden layers of 4"),
        ),
    ],
)
def test_that_headings_say_what_differs(
    experiment: Experiment, path: str, values: str, headings: tuple[str, ...]
) -> None:
    assert titles(varied(experiment, path, values)) == headings


def test_that_networks_without_a_difference_are_numbered() -> None:
    assert titles([ONE_HIDDEN, ONE_HIDDEN]) == ("Network 1", "Network 2")


def test_that_the_same_heading_twice_is_numbered() -> None:
    smaller = edits.set_training(ONE_HIDDEN, l2=0.1)
    assert titles([ONE_HIDDEN, smaller, smaller]) == ("L2 0", "L2 0.1 (1)", "L2 0.1 (2)")


@pytest.mark.parametrize(
    "other",
    [
        edits.set_units(TWO_HIDDEN, 0, 20),
        edits.add_layer(TWO_HIDDEN, 1),
        edits.set_preprocessing(TWO_HIDDEN, [StandardizeStep(), PcaStep(components=2)]),
        edits.set_source(TWO_HIDDEN, "cones"),
        edits.set_inputs(TWO_HIDDEN, ["x1", "x1*x2"]),
        edits.new_weights(TWO_HIDDEN, 7),
    ],
)
def test_that_changes_lead_from_one_experiment_to_the_other_and_back(other: Experiment) -> None:
    assert override(TWO_HIDDEN, changes(TWO_HIDDEN, other)) == other
    assert override(other, changes(other, TWO_HIDDEN)) == TWO_HIDDEN


def test_that_a_name_is_no_difference() -> None:
    assert changes(ONE_HIDDEN, edits.rename(ONE_HIDDEN, "another")) == ()


def test_that_changes_are_told_with_their_path() -> None:
    other = edits.set_training(edits.set_units(ONE_HIDDEN, 0, 20), l2=0.1)
    assert change_words(ONE_HIDDEN, other) == (
        ("network.layers.0.units", "20 hidden neurons"),
        ("training.l2", "L2 0.1"),
    )


def test_that_one_change_can_be_taken_back() -> None:
    bigger = edits.set_units(ONE_HIDDEN, 0, 20)
    other = edits.set_training(bigger, l2=0.1)
    assert without_change(ONE_HIDDEN, other, "training.l2") == bigger
    deeper = edits.set_training(edits.add_layer(ONE_HIDDEN, 1), l2=0.1)
    shallow = edits.set_training(ONE_HIDDEN, l2=0.1)
    assert without_change(ONE_HIDDEN, deeper, "network.layers") == shallow


@pytest.mark.parametrize("text", ["", "3", "3, 3", "1 2 3 4 5 6 7"])
def test_that_too_few_or_too_many_values_are_refused(text: str) -> None:
    with pytest.raises(ExperimentError, match="2 to 6 different values"):
        varied(ONE_HIDDEN, "network.layers.0.units", text)


def test_that_a_value_that_cannot_be_names_its_field() -> None:
    with pytest.raises(ExperimentError, match=r"network\.layers\.0\.units"):
        varied(ONE_HIDDEN, "network.layers.0.units", "3, -1")
    with pytest.raises(ExperimentError, match="whole number"):
        with_value(ONE_HIDDEN, DEPTH, "many")


@pytest.mark.parametrize("source", ["spiral", "function", "wine"])
def test_that_every_setting_can_be_varied_as_it_is_suggested(source: str) -> None:
    experiment = experiment_on(source)
    for variable in variables(experiment):
        if variable.path == "training.loss":
            continue  # what fits depends on the task
        assert len(set(titles(varied(experiment, variable.path, variable.suggestion)))) >= 2
