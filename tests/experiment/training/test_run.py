"""Training without a window: the same numbers, and a result that can be printed."""

import json

import numpy as np
import pytest

from nnstudio.experiment.document import Experiment, StandardizeStep
from nnstudio.experiment.editing.edits import set_inputs, set_layer, set_training
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.looks.snapshot import Metrics, ProbeRequest
from nnstudio.experiment.training.events import MetricsAdded
from nnstudio.experiment.training.run import train
from tests.experiment.session_driver import driven_session, experiment

FIELDS = [
    *("epochs", "steps", "train_loss", "test_loss", "penalty", "train_accuracy", "test_accuracy"),
    *("layers", "neurons", "weights", "biases", "parameters", "examples_per_second", "seconds"),
    *("seed", "diverged"),
]
DIVERGING = {"learning_rate": 1e6, "optimizer": "sgd"}


@pytest.mark.parametrize(
    "document",
    [
        experiment(training={"epochs": 300, "l2": 0.001, "input_noise": 0.05}),
        experiment(
            16,
            source="iris",
            activation="prelu",
            training={"optimizer": "momentum", "learning_rate": 0.005, "batch_size": 7},
        ),
    ],
    ids=["spiral", "iris"],
)
def test_that_the_session_and_the_command_line_get_the_same_bits(document: Experiment) -> None:
    seen: list[Metrics] = []
    result = train(
        document, on_progress=lambda _e, _n, metrics: seen.extend(filter(None, [metrics]))
    )
    with driven_session() as driver:
        driver.session.request(ProbeRequest(regions=50, unit_maps=8, activity=True))
        run_id = driver.load(document)
        driver.session.run()
        driver.wait(lambda: len(driver.snapshots) > 1)
        driver.session.pause()
        driver.session.step()
        driver.session.run()
        driver.wait_for_phase(run_id, "finished")
        last = driver.wait_for_snapshot(lambda snapshot: snapshot.metrics == result.metrics)
        said = dict.fromkeys(added.metrics for added in driver.of(MetricsAdded))
        assert [metrics for metrics in said if metrics in seen] == seen
    assert [m.tobytes() for m in last.matrices] == [m.tobytes() for m in result.matrices]
    assert [None if s is None else s.tobytes() for s in last.slopes] == [
        None if s is None else s.tobytes() for s in result.slopes
    ]


def test_that_training_twice_gives_the_same_bits() -> None:
    first, second = train(experiment()), train(experiment())
    assert first.metrics == second.metrics
    assert [m.tobytes() for m in first.matrices] == [m.tobytes() for m in second.matrices]


def test_that_the_result_has_the_fields_of_the_command_line() -> None:
    fields = train(experiment(training={"l2": 0.01})).as_dict()
    assert list(fields) == FIELDS
    assert fields["epochs"] == 40
    assert fields["steps"] == 400
    assert fields["neurons"] == 13
    assert fields["weights"] == 52
    assert fields["biases"] == 13
    assert fields["parameters"] == 65
    assert fields["seed"] == 3
    assert fields["diverged"] is False
    assert fields["penalty"] > 0
    assert fields["examples_per_second"] > 0
    assert [layer["neurons"] for layer in fields["layers"]] == [6, 5, 2]


def test_that_layers_are_judged_on_the_whole_training_split() -> None:
    layer = train(experiment()).as_dict()["layers"][0]
    assert list(layer) == [
        "neurons",
        "weights",
        "biases",
        "dead_fraction",
        "saturated_fraction",
        "activation_mean",
        "activation_std",
    ]
    assert layer["weights"] == 12
    assert layer["biases"] == 6
    assert layer["dead_fraction"] == 0
    assert 0 <= layer["saturated_fraction"] <= 1
    assert -1 < layer["activation_mean"] < 1
    assert 0 < layer["activation_std"] < 1


def test_that_a_regression_is_scored_by_r_squared() -> None:
    document = experiment(
        16, source="function", formula="sin(x)", training={"loss": "mse", "epochs": 300}
    )
    fields = train(document).as_dict()
    assert "train_accuracy" not in fields
    assert fields["train_r2"] > 0.9
    assert fields["test_r2"] > 0.9


def test_that_real_data_are_learned() -> None:
    document = experiment(10, source="iris").model_copy(
        update={"preprocessing": (StandardizeStep(),)}
    )
    assert train(set_training(document, epochs=100)).metrics.test_score > 0.9


def test_that_the_experiment_says_how_long_to_train() -> None:
    assert train(set_training(experiment(), epochs=3)).metrics.epoch == 3
    assert train(set_training(experiment(), epochs=0)).metrics.step == 0


def test_that_progress_is_told_from_the_first_epoch_to_the_last() -> None:
    told: list[tuple[int, int]] = []
    train(experiment(), on_progress=lambda epoch, epochs, _metrics: told.append((epoch, epochs)))
    assert told[0] == (0, 40)
    assert told[-1] == (40, 40)
    assert told == sorted(told)


def test_that_divergence_is_a_result_with_an_explanation_and_finite_weights() -> None:
    result = train(experiment(activation="relu", training=DIVERGING))
    assert result.diverged
    assert result.explanation is not None
    assert "learning rate" in result.explanation
    assert all(np.isfinite(matrix).all() for matrix in result.matrices)


@pytest.mark.parametrize(
    ("rate", "advice"), [(1e6, "Try a learning rate of 0.1"), (0.5, "ten times lower, 0.05")]
)
def test_that_a_usual_rate_is_advised_where_a_tenth_is_no_better(rate: float, advice: str) -> None:
    large = {"learning_rate": rate, "optimizer": "sgd", "loss": "mse"}
    document = experiment(activation="relu", training=large, source="wine")
    explanation = train(document).explanation
    assert explanation is not None
    assert advice in explanation


def test_that_no_rate_is_blamed_for_weights_that_were_too_large_from_the_start() -> None:
    document = experiment(*[8] * 8, activation="linear")
    for layer in range(8):
        document = set_layer(document, layer, scale=1e6)
    explanation = train(document).explanation
    assert explanation is not None
    assert explanation.startswith("Training cannot start: the loss of the initial weights is no ")
    assert "learning rate" not in explanation


def test_that_preparing_is_told_only_when_it_succeeds() -> None:
    told: list[str] = []
    with pytest.raises(ExperimentError):
        train(set_inputs(experiment(source="iris"), 3), on_prepared=lambda: told.append("prepared"))
    assert told == []


def test_that_numbers_that_are_not_finite_never_reach_json() -> None:
    fields = train(experiment(activation="relu", training=DIVERGING)).as_dict()
    assert fields["diverged"] is True
    json.dumps(fields, allow_nan=False)
