"""Counting and formulas, by the conventions of the CS231n note."""

from pathlib import Path

import pytest

from nnstudio.core.spec import Activation, LayerSpec, NetworkSpec
from nnstudio.experiment.describe import describe, describe_network
from nnstudio.experiment.editing.overrides import override
from tests.experiment.drafts import example, problems


def network(inputs: int, *units: int, activation: Activation = "tanh") -> NetworkSpec:
    hidden = tuple(LayerSpec(size, activation) for size in units[:-1])
    return NetworkSpec(inputs, (*hidden, LayerSpec(units[-1])))


@pytest.mark.parametrize(
    ("spec", "name", "numbers"),
    [
        (network(3, 4, 2), "2-layer network", (6, 20, 6, 0, 26)),
        (network(3, 4, 4, 1), "3-layer network", (9, 32, 9, 0, 41)),
        (network(2, 1), "1-layer network", (1, 2, 1, 0, 3)),
        (network(3, 4, 2, activation="maxout"), "2-layer network", (6, 32, 10, 0, 42)),
        (network(3, 4, 2, activation="prelu"), "2-layer network", (6, 20, 6, 4, 30)),
    ],
)
def test_that_a_network_is_counted_as_in_the_note(
    spec: NetworkSpec, name: str, numbers: tuple[int, ...]
) -> None:
    said = describe_network(spec)
    assert said.name == name
    assert numbers == (
        said.neurons,
        said.weights,
        said.biases,
        said.extra_parameters,
        said.parameters,
    )


def test_that_the_counting_is_shown_as_a_sum() -> None:
    assert describe_network(network(2, 6, 5, 2)).sum == (
        "[2 x 6] + [6 x 5] + [5 x 2] = 52 weights, 6 + 5 + 2 = 13 biases, 65 parameters"
    )
    assert describe_network(network(2, 1)).sum == "[2 x 1] = 2 weights, 1 bias, 3 parameters"
    assert describe_network(network(3, 4, 2, activation="prelu")).sum == (
        "[3 x 4] + [4 x 2] = 20 weights, 4 + 2 = 6 biases, 4 slopes, 30 parameters"
    )
    assert describe_network(network(3, 4, 2, activation="maxout")).sum == (
        "2 x [3 x 4] + [4 x 2] = 32 weights, 2 x 4 + 2 = 10 biases, 42 parameters"
    )


def test_that_the_forward_pass_is_written_layer_by_layer() -> None:
    assert describe_network(network(2, 6, 5, 2)).formula == (
        "h1 = tanh(W1 x + b1)",
        "h2 = tanh(W2 h1 + b2)",
        "scores = W3 h2 + b3",
    )


@pytest.mark.parametrize(
    ("layer", "formula"),
    [
        (LayerSpec(2, "linear"), "scores = W1 x + b1"),
        (LayerSpec(2, "relu"), "scores = relu(W1 x + b1)"),
        (LayerSpec(2, "leaky_relu", slope=0.1), "scores = leaky_relu(W1 x + b1; slope 0.1)"),
        (LayerSpec(2, "prelu"), "scores = prelu(W1 x + b1; a1)"),
        (LayerSpec(2, "maxout"), "scores = max(W1a x + b1a, W1b x + b1b)"),
        (
            LayerSpec(2, "maxout", pieces=5),
            "scores = max(W1a x + b1a, W1b x + b1b, ..., W1e x + b1e)",
        ),
    ],
)
def test_that_every_activation_has_its_formula(layer: LayerSpec, formula: str) -> None:
    assert describe_network(NetworkSpec(2, (layer,))).formula == (formula,)


def test_that_layers_are_named_and_have_shapes() -> None:
    layers = describe(example())["layers"]
    assert [(layer["name"], layer["neurons"], layer["shape"]) for layer in layers] == [
        ("Hidden 1", 6, "6 x 2"),
        ("Output", 2, "2 x 6"),
    ]


def test_that_a_drawing_is_described_without_its_data() -> None:
    drawing = override(
        example(),
        [
            "data.source=table",
            "data.path=nowhere.csv",
            "network.inputs=3",
            "network.layers.1.units=2",
        ],
    )
    assert describe(drawing)["parameters"] == 38


def test_that_a_size_that_follows_missing_data_is_a_problem(tmp_path: Path) -> None:
    table = override(example(), ["data.source=table", "data.path=nowhere.csv"])
    assert list(problems(lambda: describe(table, tmp_path))) == ["data.path"]
