"""Trained models of every kind, for the tests of what is exported."""

from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing.overrides import override
from tests.experiment.drafts import example

_PLANE = ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"]
_EPOCHS = "training.epochs=10"


def _layers(*hidden: dict[str, object], outputs: int | str = "auto") -> dict[str, object]:
    return {"layers": [*hidden, {"units": outputs}]}


def _maker(activation: str, **fields: object) -> dict[str, object]:
    return {"units": 5, "activation": activation, "initializer": "he", **fields}


EXPERIMENTS: dict[str, Experiment] = {
    "every activation": example(
        network={
            "inputs": _PLANE,
            **_layers(
                _maker("sigmoid"),
                _maker("tanh", dropout=0.2),
                _maker("relu"),
                _maker("leaky_relu", slope=0.2),
                _maker("prelu", slope=0.3),
                _maker("maxout", pieces=3),
                _maker("linear"),
            ),
        },
        preprocessing=[{"step": "center"}, {"step": "scale", "low": -2.0, "high": 3.0}],
        training={"learning_rate": 0.01, "epochs": 10},
    ),
    "units switched off": example(
        network=_layers(_maker("sigmoid", off=[0, 3]), _maker("maxout", off=[1]), outputs=1),
        preprocessing=[{"step": "standardize"}],
        training={"learning_rate": 0.01, "epochs": 10},
    ),
    "images": example(
        data={"source": "digits"},
        network=_layers({"units": 80, "activation": "relu", "initializer": "he"}),
        preprocessing=[{"step": "mean_image"}, {"step": "channel_mean"}, {"step": "standardize"}],
        training={"learning_rate": 0.01, "epochs": 2},
    ),
    "whitened table": example(
        data={"source": "wine"},
        network=_layers(_maker("tanh")),
        preprocessing=[{"step": "whiten"}],
        training={"loss": "hinge", "learning_rate": 0.01, "epochs": 10},
    ),
    "few components": override(
        example(data={"source": "breast_cancer"}),
        ['preprocessing=[{"step":"standardize"},{"step":"pca","components":3}]', _EPOCHS],
    ),
    "regression": example(
        data={"source": "function", "formula": "sin(x)"},
        network=_layers(_maker("tanh")),
        training={"loss": "mse", "learning_rate": 0.01, "epochs": 10},
    ),
}
NAMES = sorted(EXPERIMENTS)
