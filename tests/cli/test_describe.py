"""`nnstudio describe` counts as the note does."""

from tests.cli.conftest import Command

FIELDS = {
    "name",
    "neurons",
    "weights",
    "biases",
    "parameters",
    "extra_parameters",
    "layers",
}


def test_that_json_holds_the_counting_part(nnstudio: Command) -> None:
    described = nnstudio("describe", "iris", "--json").json
    assert described.keys() >= FIELDS
    layers = described["layers"]
    assert described["weights"] == sum(layer["weights"] for layer in layers)
    assert described["parameters"] == described["weights"] + described["biases"]


def test_that_the_drawing_3_4_4_1_has_41_parameters(nnstudio: Command) -> None:
    drawing = ("network.inputs=3", "network.layers.0.units=4", "network.layers.1.units=4")
    overrides = [word for text in drawing for word in ("--set", text)]
    layers = '[{"units":4,"activation":"tanh"},{"units":4,"activation":"tanh"},{"units":1}]'
    described = nnstudio(
        "describe", "spiral", "--set", f"network.layers={layers}", *overrides, "--json"
    ).json
    counts = [described[name] for name in ("neurons", "weights", "biases", "parameters")]
    assert (described["name"], counts) == ("3-layer network", [9, 32, 9, 41])


def test_that_the_table_shows_formula_and_totals(nnstudio: Command) -> None:
    outcome = nnstudio("describe", "spiral")
    assert outcome.code == 0
    assert "h1 = " in outcome.output
    assert outcome.output.splitlines()[-1].endswith(" parameters")
