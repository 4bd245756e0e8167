"""Edits of several layers: pure, in one step, and never of the output's place."""

from collections.abc import Callable
from itertools import combinations

import pytest

from nnstudio.experiment.document import Experiment, LayerSettings
from nnstudio.experiment.editing import layer_edits
from tests.experiment.drafts import example, problems

LAST = "network.layers.4"


def deep() -> Experiment:
    """Hidden layers of 1, 2, 3 and 4 units."""
    layers = [{"units": units, "activation": "tanh"} for units in (1, 2, 3, 4)]
    return example(network={"layers": [*layers, {"units": "auto"}]})


def units(experiment: Experiment) -> list[int | str]:
    return [layer.units for layer in experiment.network.layers]


def test_that_layers_are_inserted_in_order_before_the_layer_named() -> None:
    new = [LayerSettings(units=8), LayerSettings(units=9, activation="relu")]
    inserted = layer_edits.insert_layers(deep(), 2, new)
    assert units(inserted) == [1, 2, 8, 9, 3, 4, "auto"]
    assert inserted.network.layers[2:4] == tuple(new)


def test_that_several_layers_are_removed_at_once() -> None:
    assert units(layer_edits.remove_layers(deep(), (0, 2))) == [2, 4, "auto"]


@pytest.mark.parametrize(
    ("index", "before", "expected"),
    [
        (0, 2, [2, 1, 3, 4, "auto"]),
        (3, 0, [4, 1, 2, 3, "auto"]),
        (0, 4, [2, 3, 4, 1, "auto"]),
        (1, 1, [1, 2, 3, 4, "auto"]),
        (1, 2, [1, 2, 3, 4, "auto"]),
    ],
)
def test_that_a_layer_moves_in_front_of_another(
    index: int, before: int, expected: list[int | str]
) -> None:
    assert units(layer_edits.move_layer(deep(), index, before)) == expected


def test_that_layers_moved_together_keep_their_order_and_lose_none() -> None:
    for count in (1, 2, 3):
        for moved in combinations(range(4), count):
            for before in range(5):
                result = units(layer_edits.move_layers(deep(), moved, before))
                assert sorted(map(str, result)) == ["1", "2", "3", "4", "auto"]
                place = result.index(moved[0] + 1)
                assert result[place : place + count] == [index + 1 for index in moved]


def test_that_several_layers_change_at_once() -> None:
    changed = layer_edits.set_layers(deep(), (1, 2), activation="relu")
    activations = [layer.activation for layer in changed.network.layers]
    assert activations == ["tanh", "relu", "relu", "tanh", "linear"]
    assert units(layer_edits.resize_layers(deep(), {0: 7, 3: 9})) == [7, 2, 3, 9, "auto"]


def test_that_what_is_frozen_or_off_stays_so_when_a_unit_before_it_goes() -> None:
    layers = [
        {"units": 4, "frozen_units": [0, 1, 3], "off": [2, 9], "frozen_weights": [[1, 0], [3, 2]]},
        {"units": 3, "frozen_weights": [[0, 0], [0, 1], [2, 3], [2, 4]]},
        {"units": "auto"},
    ]
    before = example(network={"layers": layers})
    first, second, _ = layer_edits.remove_unit(before, 0, 1).network.layers
    assert first.units == 3
    assert first.frozen_units == (0, 2)
    assert first.off == (1,)
    assert first.frozen_weights == ((2, -1),)  # the bias, whatever comes in
    assert second.frozen_weights == ((0, 0), (2, -1), (2, 2))


REFUSED: list[tuple[Callable[[Experiment], Experiment], str, str]] = [
    (lambda e: layer_edits.remove_layers(e, (0, 4)), LAST, "the output layer cannot be removed"),
    (lambda e: layer_edits.move_layer(e, 4, 0), LAST, "the output layer cannot be moved"),
    (
        lambda e: layer_edits.move_layer(e, 0, 5),
        "network.layers",
        "there is no layer 5; it may be 0 to 4",
    ),
    (
        lambda e: layer_edits.remove_unit(e, 0, 0),
        "network.layers.0.units",
        "the last neuron cannot be removed",
    ),
    (lambda e: layer_edits.remove_unit(e, 4, 0), f"{LAST}.units", "the size follows the data"),
    (
        lambda e: layer_edits.remove_unit(e, 1, 2),
        "network.layers.1.units",
        "there is no neuron 3",
    ),
    (
        lambda e: layer_edits.set_layers(e, (9,), slope=0.1),
        "network.layers",
        "there is no layer 9; it may be 0 to 4",
    ),
    (
        lambda e: layer_edits.insert_layers(e, 0, [LayerSettings(units="auto")]),
        "network.layers.0.units",
        '"auto" is for the last layer alone; a hidden layer needs a whole number of units',
    ),
]


@pytest.mark.parametrize(("edit", "field", "sentence"), REFUSED)
def test_that_what_would_break_the_document_is_refused(
    edit: Callable[[Experiment], Experiment], field: str, sentence: str
) -> None:
    assert problems(lambda: edit(deep())) == {field: sentence}
