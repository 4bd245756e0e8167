"""Bad documents: every problem is found, at the field's own path, in words a user understands."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.validation import MAX_PROBLEMS, parse
from tests.experiment.drafts import draft, example, problems

ACTIVATIONS = "linear, sigmoid, tanh, relu, leaky_relu, prelu or maxout"
UNITS = 'it may be a whole number from 1 to 4096, or "auto" in the last layer'
RATE = "it may be a number above 0 and at most 1000000000"
JARGON = ("pydantic", "literal", "union", "constrained", "tuple", "int_", "type=", "validation")


def layers(*layers: object) -> dict[str, Any]:
    return {"network": {"layers": list(layers)}}


CASES: list[tuple[dict[str, Any], str, str]] = [
    (
        layers({"units": 6, "activation": "tanhh"}, {"units": 2}),
        "network.layers.0.activation",
        f'"tanhh" is not an activation; it may be {ACTIVATIONS} (did you mean tanh?)',
    ),
    (
        layers({"units": 6, "activation": "zzz"}, {"units": 2}),
        "network.layers.0.activation",
        f'"zzz" is not an activation; it may be {ACTIVATIONS}',
    ),
    (
        {"training": {"lerning_rate": 0.1}},
        "training.lerning_rate",
        'there is no field "lerning_rate" here; did you mean learning_rate?',
    ),
    (
        {"preprocessing": [{"step": "center", "qqq": 1}]},
        "preprocessing.0.qqq",
        'there is no field "qqq" here; its fields are step',
    ),
    (layers({"units": 0}), "network.layers.0.units", f"0 is too small; {UNITS}"),
    (layers({"units": 9999}), "network.layers.0.units", f"9999 is too large; {UNITS}"),
    (layers({"units": True}), "network.layers.0.units", f"true cannot be used here; {UNITS}"),
    (layers({"units": "atuo"}), "network.layers.0.units", f'"atuo" cannot be used here; {UNITS}'),
    (layers({"units": 2.5}), "network.layers.0.units", f"2.5 cannot be used here; {UNITS}"),
    (
        layers({"units": 10**5000}),
        "network.layers.0.units",
        f"a number that large is too large; {UNITS}",
    ),
    (layers({}), "network.layers.0.units", f"is missing; {UNITS}"),
    (
        layers(),
        "network.layers",
        "an empty list cannot be used here; it may be a list of 1 to 64 layers, "
        "the last one being the output",
    ),
    (
        layers(*[{"units": 1}] * 65),
        "network.layers",
        "a list of 65 is too long; it may be a list of 1 to 64 layers, the last one being the "
        "output",
    ),
    (
        layers({"units": "auto"}, {"units": 2}),
        "network.layers.0.units",
        '"auto" is for the last layer alone; a hidden layer needs a whole number of units',
    ),
    (
        layers({"units": 2, "dropout": 0.5}),
        "network.layers.0.dropout",
        "the last layer is the output; it may only be 0 there",
    ),
    (
        layers(3),
        "network.layers.0",
        "3 cannot be used here; it may be an object with fields such as units",
    ),
    (
        layers({"units": 3, "dropout": 1}, {"units": 2}),
        "network.layers.0.dropout",
        "1 is too large; it may be a number of at least 0 and below 1",
    ),
    (
        {"network": {"inputs": "all", "layers": [{"units": 2}]}},
        "network.inputs",
        '"all" cannot be used here; it may be "auto", a whole number of at least 1, or a list of '
        'features such as ["x1", "x2"]',
    ),
    (
        {"network": {"inputs": ["x1", "x1^3"], "layers": [{"units": 2}]}},
        "network.inputs.1",
        '"x1^3" is not a feature; it may be x1, x2, x1^2, x2^2, x1*x2, sin(x1) or sin(x2) '
        "(did you mean x1^2?)",
    ),
    ({"training": {"learning_rate": -1}}, "training.learning_rate", f"-1 is too small; {RATE}"),
    (
        {"training": {"learning_rate": "fast"}},
        "training.learning_rate",
        f'"fast" cannot be used here; {RATE}',
    ),
    (
        {"training": {"learning_rate": float("nan")}},
        "training.learning_rate",
        f"NaN cannot be used here; {RATE}",
    ),
    (
        {"training": {"learning_rate": None}},
        "training.learning_rate",
        f"null cannot be used here; {RATE}",
    ),
    (
        {"training": {"l2": False}},
        "training.l2",
        "false cannot be used here; it may be a number from 0 to 1000000",
    ),
    (
        {"training": []},
        "training",
        "an empty list cannot be used here; it may be an object with fields such as loss",
    ),
    (
        {"data": {"source": "sprial"}},
        "data.source",
        '"sprial" is not a data source; it may be linear, spiral, three_spirals, circle, xor, '
        "gauss, moons, outliers, checkerboard, plane, cones, function, shapes, iris, wine, "
        "breast_cancer, digits, images, mnist, cifar10, table, points, convnetjs_simple, "
        "convnetjs_random, convnetjs_circle or convnetjs_spiral (did you mean spiral?)",
    ),
    (
        {"data": {"source": "spiral", "noise": 2}},
        "data.noise",
        "2 is too large; it may be a number from 0 to 0.5",
    ),
    (
        {"data": {"source": "table"}},
        "data.path",
        'is missing; "table" needs the path of a CSV file, such as "flowers.csv"',
    ),
    (
        {"data": {"source": "cones"}},
        "training.loss",
        '"cross_entropy" needs classes and "cones" has numbers; it may be mse',
    ),
    (
        {"data": {"source": "iris"}, "network": {"inputs": ["x1"], "layers": [{"units": 3}]}},
        "network.inputs",
        '"iris" has no points in the plane to make features such as x1 from; it may be "auto" or '
        "a whole number",
    ),
    (
        {"preprocessing": ["center"]},
        "preprocessing.0",
        '"center" cannot be used here; it may be an object such as {"step": "center"}',
    ),
    (
        {"preprocessing": [{"step": "centr"}]},
        "preprocessing.0.step",
        '"centr" is not a preprocessing step; it may be mean_image, channel_mean, center, '
        "standardize, scale, pca or whiten (did you mean center?)",
    ),
    (
        {"preprocessing": [{"step": "pca", "components": 0}]},
        "preprocessing.0.components",
        "0 is too small; it may be a whole number of at least 1",
    ),
    (
        {"preprocessing": [{"step": "scale", "low": 2, "high": 1}]},
        "preprocessing.0.high",
        "1 is too small; it may be a number greater than low, 2",
    ),
    (
        {"preprocessing": [{"step": "mean_image"}]},
        "preprocessing.0.step",
        '"mean_image" needs images and "spiral" has none; use center instead',
    ),
    (
        {"name": "n" * 201},
        "name",
        f'"{"n" * 39}…" is too long; it may be text of at most 200 characters on one line',
    ),
    (
        {"name": "a\x1b[2J"},
        "name",
        '"a\\x1b[2J" cannot be used here; it may be text of at most 200 characters on one line',
    ),
    ({"seed": -1}, "seed", "-1 is too small; it may be a whole number from 0 to 4294967295"),
    ({"schema": 2}, "schema", "2 was made by a newer NNStudio; this one reads 1"),
    ({"schema": True}, "schema", "true cannot be used here; it may be 1"),
]


@pytest.mark.parametrize(("parts", "field", "sentence"), CASES, ids=[case[1] for case in CASES])
def test_that_a_problem_is_told_at_its_field_in_one_sentence(
    parts: dict[str, Any], field: str, sentence: str
) -> None:
    assert problems(lambda: parse(draft(**parts))) == {field: sentence}


def test_that_all_problems_are_found_at_once() -> None:
    raw = draft(
        data={"source": "table"},
        network={"layers": [{"units": 0}, {"units": 2, "activation": "ReLU"}], "inputs": 0},
        training={"learning_rate": -1, "loss": "mes"},
        bogus=1,
    )
    assert set(problems(lambda: parse(raw))) == {
        "bogus",
        "data.path",
        "network.inputs",
        "network.layers.0.units",
        "network.layers.1.activation",
        "training.learning_rate",
        "training.loss",
    }


def test_that_a_missing_schema_is_one_problem() -> None:
    found = problems(lambda: parse({"data": 3}))
    assert found == {"schema": 'is missing; an experiment starts with {"schema": 1}'}


@pytest.mark.parametrize("raw", [None, [], "x", 3, True])
def test_that_only_an_object_is_an_experiment(raw: object) -> None:
    (sentence,) = problems(lambda: parse(raw)).values()
    assert sentence.startswith("an experiment is a JSON object, and this is ")


def test_that_a_file_of_nothing_but_faults_is_answered_shortly() -> None:
    raw = draft(**{f"field {number}": 0 for number in range(10_000)})
    assert len(problems(lambda: parse(raw))) == MAX_PROBLEMS


def test_that_too_many_items_are_one_problem_whatever_they_are() -> None:
    raw = draft(preprocessing=[0] * 200_000, network={"layers": [0] * 200_000})
    assert problems(lambda: parse(raw)) == {
        "preprocessing": "a list of 200000 is too long; it may be a list of at most 16 steps such "
        'as {"step": "center"}',
        "network.layers": "a list of 200000 is too long; it may be a list of 1 to 64 layers, the "
        "last one being the output",
    }
    layer = {"units": 4, "off": ["a"] * 200_000, "frozen_weights": [0] * 200_000}
    found = problems(lambda: parse(draft(network={"layers": [layer, {"units": 2}]})))
    assert set(found) == {"network.layers.0.off.0", "network.layers.0.frozen_weights.0"}


@pytest.mark.parametrize("name", ["a\nb", "\x9b", "\u202eb", "\u2028", "\x00", "end\n"])
def test_that_a_name_is_one_line_that_steers_nothing(name: str) -> None:
    assert set(problems(lambda: parse(draft(name=name)))) == {"name"}


def test_that_a_place_of_a_weight_is_two_numbers() -> None:
    layer = {"units": 3, "frozen_weights": [[]]}
    assert problems(lambda: parse(draft(network={"layers": [layer, {"units": 2}]}))) == {
        "network.layers.0.frozen_weights.0": "an empty list cannot be used here; it may be a list "
        "of 2 numbers"
    }


def test_that_a_name_may_have_any_letters() -> None:
    for name in ("Größe 1", "αβγ 学习", "👩‍🏫 «x»", ""):
        assert parse(draft(name=name)).name == name


def test_that_text_that_cannot_be_written_is_refused() -> None:
    for raw in (draft(**{"\ud800": 1}), draft(name="\ud800"), draft(training={"\udfff": 1})):
        for field, sentence in problems(lambda raw=raw: parse(raw)).items():  # type: ignore[misc]
            assert (field + sentence).encode()


def test_that_parsing_leaves_the_raw_values_alone() -> None:
    raw = draft()
    before = json.dumps(raw)
    parse(raw)
    assert json.dumps(raw) == before


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
FULL = example(preprocessing=[{"step": "center"}, {"step": "pca", "components": 2}]).model_dump(
    mode="json", by_alias=True
)


def _places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in `value` that something can be put into."""
    items = (
        list(value.items())
        if isinstance(value, dict)
        else list(enumerate(value))
        if isinstance(value, list)
        else []
    )
    return [path, *(place for key, inner in items for place in _places(inner, (*path, key)))]


@given(st.sampled_from(_places(FULL)[1:]), st.sampled_from(["replace", "add"]), json_values)
def test_that_anything_anywhere_is_either_valid_or_told_without_jargon(
    place: tuple[str | int, ...], how: str, value: Any
) -> None:
    raw: Any = json.loads(json.dumps(FULL))
    target = raw
    for key in place[:-1]:
        target = target[key]
    if how == "add" and isinstance(target, dict):
        target["novel"] = value
    else:
        target[place[-1]] = value
    try:
        parse(raw)
    except ExperimentError as error:
        for problem in error.problems:
            sentence = problem.message.replace(json.dumps(value), "").lower()
            assert not any(word in sentence for word in JARGON), sentence
            assert "\n" not in str(problem)


@pytest.mark.parametrize("field", ["color", "header"])
def test_that_a_switch_may_be_true_or_false(field: str) -> None:
    found = problems(lambda: example(data={"source": "iris", field: 7}))
    assert found[f"data.{field}"].endswith("it may be true or false")
