"""Preparing: data are split and preprocessed honestly, and every disagreement is one sentence."""

import json
import os
import subprocess
import sys
from pathlib import Path
from time import process_time
from typing import Any, get_args

import numpy as np
import pytest

from nnstudio.core.features import PLANE_FEATURES
from nnstudio.core.spec import LayerSpec, TrainingSpec
from nnstudio.experiment.data.dataset import Floats
from nnstudio.experiment.data.prepare import Prepared, prepare, reconfigure
from nnstudio.experiment.data.resolve import resolve_network
from nnstudio.experiment.document import Experiment, Feature
from nnstudio.experiment.errors import ExperimentError


def experiment(source: str = "spiral", **fields: Any) -> Experiment:
    """A small classifier, or for plane, cones and function a regression, changed by `fields`."""
    loss = "mse" if source in ("plane", "cones", "function") else "cross_entropy"
    parts: dict[str, Any] = {
        "seed": 3,
        "data": {"source": source},
        "network": {"layers": [{"units": 6, "activation": "tanh"}, {"units": "auto"}]},
        "training": {"loss": loss},
    }
    for path, value in fields.items():
        part, _, name = path.partition("__")
        parts[part] = {**parts[part], name: value} if name else value
    return Experiment.model_validate_json(json.dumps(parts))


def refusal(source: str = "spiral", **fields: Any) -> str:
    with pytest.raises(ExperimentError) as caught:
        prepare(experiment(source, **fields))
    (problem,) = caught.value.problems
    return str(problem)


STANDARD = [{"step": "center"}, {"step": "standardize"}, {"step": "whiten", "epsilon": 0.0}]


def test_that_inputs_are_the_split_rows_seen_through_the_pipeline() -> None:
    prepared = prepare(experiment("wine", preprocessing=STANDARD))
    data = prepared.dataset
    both = np.concatenate([prepared.train_index, prepared.test_index])
    assert sorted(both.tolist()) == list(range(178))
    assert np.array_equal(prepared.train_targets, data.targets[prepared.train_index])
    np.testing.assert_allclose(
        prepared.encode(data.rows[prepared.test_index]), prepared.test_inputs, atol=1e-12
    )


@pytest.mark.parametrize("source", ["wine", "breast_cancer", "iris", "digits", "spiral"])
def test_that_the_whitened_training_split_has_identity_covariance(source: str) -> None:
    inputs = prepare(experiment(source, preprocessing=[STANDARD[2]])).train_inputs
    np.testing.assert_allclose(inputs.T @ inputs / len(inputs), np.eye(inputs.shape[1]), atol=1e-6)
    np.testing.assert_allclose(inputs.mean(axis=0), 0, atol=1e-6)


def test_that_test_rows_change_no_statistic(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    rows = rng.standard_normal((40, 3))
    before = _prepare_rows(tmp_path / "before.csv", rows)
    rows[before.test_index] = 1e6 * rng.standard_normal((len(before.test_index), 3))
    after = _prepare_rows(tmp_path / "after.csv", rows)
    assert np.array_equal(before.train_inputs, after.train_inputs)
    assert not np.array_equal(before.test_inputs, after.test_inputs)


@pytest.mark.parametrize("source", ["wine", "spiral"])
def test_that_the_wrong_way_fits_on_every_example_and_leaves_the_split(source: str) -> None:
    right = prepare(experiment(source, preprocessing=STANDARD))
    wrong = prepare(experiment(source, preprocessing=STANDARD, data__fit_on="all"))
    assert np.array_equal(right.test_index, wrong.test_index)
    rows = np.concatenate([wrong.train_inputs, wrong.test_inputs])
    np.testing.assert_allclose(rows.T @ rows / len(rows), np.eye(rows.shape[1]), atol=1e-6)
    assert not np.allclose(right.train_inputs, wrong.train_inputs, atol=1e-3)


def test_that_pca_keeps_the_variance_the_document_asks_for() -> None:
    steps = [{"step": "standardize"}, {"step": "pca", "variance": 0.95}]
    prepared = prepare(experiment("wine", preprocessing=steps))
    held = np.cumsum(prepared.train_inputs.var(axis=0)) / 13
    assert prepared.network.inputs == len(held)
    assert held[-2] < 0.95 <= held[-1]


def _prepare_rows(path: Path, rows: Floats) -> Prepared:
    lines = [",".join(map(repr, map(float, row))) + f",{'xy'[i % 2]}" for i, row in enumerate(rows)]
    path.write_text("a,b,c,kind\n" + "\n".join(lines) + "\n", encoding="utf-8")
    data = {"source": "table", "path": path.name}
    return prepare(experiment(data=data, preprocessing=STANDARD), path.parent)


def test_that_the_same_document_gives_the_same_arrays() -> None:
    first, again = (prepare(experiment("gauss", preprocessing=STANDARD)) for _ in range(2))
    assert np.array_equal(first.train_inputs, again.train_inputs)
    assert np.array_equal(first.test_index, again.test_index)


def test_that_pinned_data_stay_when_the_seed_of_the_weights_changes() -> None:
    one = prepare(experiment("gauss", seed=1, data__seed=9))
    two = prepare(experiment("gauss", seed=2, data__seed=9))
    assert np.array_equal(one.train_inputs, two.train_inputs)


def test_that_plane_features_feed_the_pipeline() -> None:
    chosen = ["x1", "x1^2", "sin(x2)"]
    prepared = prepare(
        experiment("circle", network__inputs=chosen, preprocessing=[{"step": "standardize"}])
    )
    x1, x2 = prepared.dataset.rows[prepared.train_index].T
    raw = np.column_stack([x1, x1**2, np.sin(x2)])
    np.testing.assert_allclose(prepared.train_inputs, (raw - raw.mean(axis=0)) / raw.std(axis=0))
    assert prepared.network.inputs == 3
    assert prepared.input_names == ("x1", "x1^2", "sin(x2)")


def test_that_every_feature_a_document_may_name_can_be_computed() -> None:
    assert set(PLANE_FEATURES) == set(get_args(Feature))


def test_that_inputs_are_named_after_features_or_components() -> None:
    assert prepare(experiment("iris")).input_names[0] == "sepal length (cm)"
    components = prepare(experiment("iris", preprocessing=[{"step": "pca", "components": 2}]))
    assert components.input_names == ("PC 1", "PC 2")


@pytest.mark.parametrize(
    ("source", "sizes"),
    [("spiral", (2, 6, 2)), ("three_spirals", (2, 6, 3)), ("digits", (64, 6, 10)),
     ("function", (1, 6, 1)), ("cones", (2, 6, 1))],
)  # fmt: skip
def test_that_auto_takes_its_size_from_the_data(source: str, sizes: tuple[int, ...]) -> None:
    assert prepare(experiment(source)).network.sizes == sizes


@pytest.mark.parametrize("loss", ["cross_entropy", "hinge", "mse"])
@pytest.mark.parametrize("units", [1, 2, "auto"])
def test_that_two_classes_may_have_one_output_or_two(loss: str, units: int | str) -> None:
    layers = [{"units": units}]
    prepared = prepare(experiment(network__layers=layers, training__loss=loss))
    assert prepared.network.outputs == (2 if units == "auto" else units)
    assert prepared.train_targets.dtype == np.int64


def test_that_regression_targets_are_numbers_in_rows() -> None:
    assert prepare(experiment("plane")).train_targets.shape == (200, 1)


def test_that_layers_and_training_are_handed_over_whole() -> None:
    layer = {"units": 5, "activation": "maxout", "initializer": "he", "scale": 2.0, "pieces": 3,
             "bias_scale": 0.1, "slope": 0.2, "dropout": 0.3}  # fmt: skip
    training = {"loss": "hinge", "optimizer": "sgd", "learning_rate": 0.5, "batch_size": 7,
                "epochs": 9, "l2": 0.1, "l1": 0.2, "input_noise": 0.3}  # fmt: skip
    prepared = prepare(experiment(network__layers=[layer, {"units": 2}], training=training))
    assert prepared.network.layers[0] == LayerSpec(5, "maxout", "he", 2.0, 0.1, 0.2, 3, 0.3)
    assert prepared.training == TrainingSpec("hinge", "sgd", 0.5, 7, 0.1, 0.2, 0.3)


def test_that_reconfiguring_keeps_the_data_and_takes_the_settings() -> None:
    prepared = prepare(experiment())
    changed = reconfigure(prepared, experiment(training__learning_rate=0.5))
    assert changed.training.learning_rate == 0.5
    assert changed.train_inputs is prepared.train_inputs
    with pytest.raises(ExperimentError, match="the output layer has 7 units"):
        reconfigure(prepared, experiment(network__layers=[{"units": 7}]))


DISAGREEMENTS: list[tuple[str, dict[str, Any], str]] = [
    (
        "spiral",
        {"network__inputs": 3},
        "network.inputs: the network has 3 inputs but Spiral has 2 features: "
        'set network.inputs to "auto" or 2',
    ),
    (
        "function",
        {"network__inputs": 2, "data__formula": "x"},
        "network.inputs: the network has 2 inputs but y = x has 1 feature: "
        'set network.inputs to "auto" or 1',
    ),
    (
        "wine",
        {"network__inputs": 13, "preprocessing": [{"step": "pca", "components": 4}]},
        "network.inputs: the network has 13 inputs but Wine has 4 features after preprocessing: "
        'set network.inputs to "auto" or 4',
    ),
    (
        "iris",
        {"network__inputs": ["x1", "x2"]},
        "network.inputs: x1 is a feature of points in the plane, which Iris does not have: "
        'set network.inputs to "auto"',
    ),
    (
        "spiral",
        {"network__inputs": ["x1", "x2", "x1"]},
        "network.inputs: x1 is listed twice; once is enough",
    ),
    (
        "three_spirals",
        {"network__layers": [{"units": 4}, {"units": 2}]},
        "network.layers.1.units: the output layer has 2 units but Three spirals has 3 classes: "
        'set it to "auto" or 3',
    ),
    (
        "spiral",
        {"network__layers": [{"units": 3}]},
        "network.layers.0.units: the output layer has 3 units but Spiral has 2 classes: "
        'set it to "auto", 2 or 1',
    ),
    (
        "plane",
        {"network__layers": [{"units": 2}]},
        "network.layers.0.units: the output layer has 2 units but Plane has 1 target number: "
        'set it to "auto" or 1',
    ),
    (
        "plane",
        {"training__loss": "hinge"},
        'training.loss: "hinge" needs classes and Plane has numbers; it may be mse',
    ),
    (
        "spiral",
        {"network__layers": [{"units": "auto"}, {"units": 2}]},
        'network.layers.0.units: "auto" is for the last layer alone; a hidden layer needs a whole '
        "number of units",
    ),
    (
        "iris",
        {"preprocessing": [{"step": "center"}, {"step": "pca", "components": 9}]},
        "preprocessing.1.components: may be at most 4, because the 75 examples it is fitted on "
        "vary along 4 of 4 directions",
    ),
    (
        "iris",
        {"preprocessing": [{"step": "mean_image"}]},
        "preprocessing.0: mean_image needs images: data with pixels, before any pca or whiten",
    ),
    (
        "spiral",
        {"preprocessing": [{"step": "scale", "low": 1.0, "high": 0.0}]},
        "preprocessing.0.high: must be above low, which is 1",
    ),
]


@pytest.mark.parametrize(("source", "fields", "sentence"), DISAGREEMENTS)
def test_that_a_disagreement_is_told_in_one_exact_sentence(
    source: str, fields: dict[str, Any], sentence: str
) -> None:
    assert refusal(source, **fields) == sentence


def test_that_a_free_drawing_needs_no_data() -> None:
    drawing = experiment(network={"inputs": 3, "layers": [{"units": 4}, {"units": 2}]})
    assert resolve_network(drawing, None, None, None).sizes == (3, 4, 2)


@pytest.mark.parametrize(
    ("network", "field"),
    [
        ({"layers": [{"units": 2}]}, "network.inputs"),
        ({"inputs": 3, "layers": [{"units": 4}, {"units": "auto"}]}, "network.layers.1.units"),
    ],
)
def test_that_a_free_drawing_needs_numbers(network: dict[str, Any], field: str) -> None:
    with pytest.raises(ExperimentError, match="give a number") as caught:
        resolve_network(experiment(network=network), None, None, None)
    assert caught.value.problems[0].field == field


@pytest.mark.parametrize("step", ["mean_image", "channel_mean"])
def test_that_digits_take_image_steps(step: str) -> None:
    prepared = prepare(experiment("digits", preprocessing=[{"step": step}]))
    assert abs(prepared.train_inputs.mean()) < 1e-9


def test_that_preparing_plane_data_takes_less_than_20_ms() -> None:
    document = experiment("spiral", preprocessing=STANDARD)
    prepare(document)
    start = process_time()
    for _ in range(5):
        prepare(document)
    assert process_time() - start < 5 * 0.020


SMALL_MEMORY = """
import resource
from nnstudio.experiment.editing.overrides import override
from nnstudio.experiment.files.documents import load
from nnstudio.experiment.data.prepare import prepare
layers = '[' + 8 * '{"units":4096},' + '{"units":"auto"}]'
experiment = override(load("digits"), ["network.layers=" + layers])
resource.setrlimit(resource.RLIMIT_AS, (3_000_000_000, 3_000_000_000))
try:
    prepare(experiment)
except ValueError as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on memory")
def test_that_a_network_that_does_not_fit_into_memory_is_refused() -> None:
    command = [sys.executable, "-B", "-c", SMALL_MEMORY]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stdout == (
        "network.layers: the network needs about 3.3 GB of memory, more than there is: use fewer "
        "or smaller layers\n"
    ), done.stderr
