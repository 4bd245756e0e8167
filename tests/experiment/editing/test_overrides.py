"""Overrides by dotted path, as `--set` takes them."""

import pytest

from nnstudio.experiment.document import WhitenStep
from nnstudio.experiment.editing.overrides import override
from tests.experiment.drafts import draft, example, problems


def test_that_a_field_of_a_layer_is_overridden() -> None:
    changed = override(example(), ["network.layers.0.units=20"])
    assert changed.network.layers[0].units == 20
    assert changed.network.layers[1] == example().network.layers[1]


def test_that_values_are_json_or_else_text() -> None:
    changed = override(
        example(),
        [
            "name=Two words = one name",
            "data.source=circle",
            "training.optimizer=sgd",
            'network.inputs=["x1","x2"]',
            'preprocessing=[{"step":"whiten"}]',
            "preprocessing.0.epsilon=1e-3",
            "data.seed=4",
        ],
    )
    assert changed.name == "Two words = one name"
    assert changed.data.source == "circle"
    assert changed.network.inputs == ("x1", "x2")
    assert changed.preprocessing == (WhitenStep(epsilon=0.001),)
    assert override(changed, ["data.seed=null"]).data.seed is None


def test_that_raw_values_are_overridden_and_left_alone() -> None:
    raw = draft()
    del raw["training"]
    assert override(raw, ["training.l2=1"]).training.l2 == 1.0
    assert "training" not in raw


@pytest.mark.parametrize(
    ("assignment", "field", "sentence"),
    [
        (
            "trainin.l2=1",
            "trainin",
            'there is no field "trainin" here; did you mean training?',
        ),
        ("training.L_2=1", "training.L_2", 'there is no field "L_2" here; did you mean l2?'),
        (
            "network.layers.7.units=1",
            "network.layers.7.units",
            '"7" is not in the list; it may be a number from 0 to 1',
        ),
        (
            "network.layers.first.units=1",
            "network.layers.first.units",
            '"first" is not in the list; it may be a number from 0 to 1',
        ),
        (
            "preprocessing.0.epsilon=1",
            "preprocessing.0.epsilon",
            '"0" is not in the list, which is empty',
        ),
        ("seed.x=1", "seed.x", '0 has no field "x"'),
        ("nonsense", "", '"nonsense" must be a path, = and a value: training.l2=0.01'),
        ("=3", "", '"=3" must be a path, = and a value: training.l2=0.01'),
        (
            "training.learning_rate=NaN",
            "training.learning_rate",
            "NaN cannot be used here; it may be a number above 0 and at most 1000000000",
        ),
        (
            "seed=" + "9" * 5000,
            "seed",
            f'"{"9" * 39}…" cannot be used here; it may be a whole number from 0 to 4294967295',
        ),
    ],
)
def test_that_a_bad_override_names_its_path(assignment: str, field: str, sentence: str) -> None:
    assert problems(lambda: override(example(), [assignment])) == {field: sentence}


@pytest.mark.parametrize("path", ["name", "data.path", "data.target", "data.formula"])
@pytest.mark.parametrize("text", ["2024", "0", "true", "[1]", "text", "1e5"])
def test_that_a_field_of_text_takes_what_looks_like_something_else(path: str, text: str) -> None:
    changed = override(draft(), [f"{path}={text}", "seed=3"])
    value: object = changed
    for name in path.split("."):
        value = getattr(value, name)
    assert value == text


def test_that_a_field_of_text_can_be_quoted_or_emptied() -> None:
    quoted = override(draft(), ['name="a b"', 'data.target="null"'])
    assert (quoted.name, quoted.data.target) == ("a b", "null")
    assert override(quoted, ["data.target=null"]).data.target is None


@pytest.mark.parametrize(
    ("text", "value"), [(".25", 0.25), ("+0.25", 0.25), ("1.", 1.0), (".5e-1", 0.05)]
)
def test_that_a_number_may_be_written_as_people_write_it(text: str, value: float) -> None:
    changed = override(example(), [f"training.l2={text}"])
    assert changed.training.l2 == value
    assert override(example(), ["name=.5"]).name == ".5"
