"""One example followed through a network: every number is that of the formulas."""

import numpy as np
import pytest

from nnstudio.core.network import Network
from nnstudio.core.spec import Activation
from nnstudio.experiment.data.prepare import Prepared, prepare
from nnstudio.experiment.document import LayerSettings, StandardizeStep
from nnstudio.experiment.looks.snapshot import Metrics, Snapshot
from nnstudio.experiment.looks.trace import Trace, trace
from tests.experiment.session_driver import experiment

METRICS = Metrics(0, 0, 0.0, 0.0, 0.0, 0.0, 0.0)


def traced(source: str, activation: Activation = "tanh") -> tuple[Prepared, Snapshot, Trace]:
    document = experiment(source=source).model_copy(update={"preprocessing": (StandardizeStep(),)})
    layers = (LayerSettings(units=5, activation=activation), LayerSettings(units="auto"))
    network = document.network.model_copy(update={"layers": layers})
    ready = prepare(document.model_copy(update={"network": network}))
    model = Network(ready.network)
    model.initialize(np.random.default_rng(1))
    slopes = tuple(None if s is None else s.copy() for s in model.slopes)
    snapshot = Snapshot(0, 0, METRICS, tuple(m.copy() for m in model.matrices), slopes, 0.0)
    return ready, snapshot, trace(ready, snapshot, 7)


@pytest.mark.parametrize("activation", ["tanh", "relu", "prelu", "maxout"])
def test_that_z_and_h_are_those_of_the_formula(activation: Activation) -> None:
    ready, snapshot, found = traced("spiral", activation)
    matrix = snapshot.matrices[0].astype(np.float64)
    z = matrix[:, :-1] @ ready.encode(ready.dataset.rows[7:8])[0] + matrix[:, -1]
    h = {
        "tanh": np.tanh(z),
        "relu": np.maximum(z, 0),
        "prelu": np.where(z > 0, z, 0.01 * z),
        "maxout": z.reshape(-1, 5).max(axis=0),
    }[activation]
    np.testing.assert_allclose(found.layers[0].z.ravel(), z, atol=1e-6)
    np.testing.assert_allclose(found.layers[0].h, h, atol=1e-6)
    assert found.layers[0].z.shape == ((2, 5) if activation == "maxout" else (1, 5))


def test_that_probabilities_and_loss_follow_from_the_scores() -> None:
    ready, _, found = traced("iris")
    scores = found.layers[-1].h.astype(np.float64)
    expected = np.exp(scores) / np.exp(scores).sum()
    assert found.probabilities is not None
    assert isinstance(found.target, int)
    np.testing.assert_allclose(found.probabilities, expected, rtol=1e-5)
    assert found.loss == pytest.approx(-np.log(expected[found.target]), rel=1e-5)
    assert found.predicted == int(np.argmax(scores))
    assert found.target == ready.dataset.targets[7]


def test_that_a_regression_has_numbers_for_target_and_prediction() -> None:
    document = experiment(source="plane")
    training = document.training.model_copy(update={"loss": "mse"})
    layers = (LayerSettings(units=3, activation="tanh"), LayerSettings(units="auto"))
    ready = prepare(
        document.model_copy(
            update={
                "training": training,
                "network": document.network.model_copy(update={"layers": layers}),
            }
        )
    )
    matrices = Network(ready.network).matrices
    found = trace(ready, Snapshot(0, 0, METRICS, matrices, (None, None), 0.0), 0)
    assert found.probabilities is None
    np.testing.assert_array_equal(found.target, ready.dataset.targets[0])
    assert found.loss == pytest.approx(float(ready.dataset.targets[0][0] ** 2))


def test_that_every_example_knows_its_split() -> None:
    ready, snapshot, _ = traced("spiral")
    count = len(ready.dataset.rows)
    train = {index for index in range(count) if trace(ready, snapshot, index).split == "train"}
    assert train == set(ready.train_index.tolist())
