"""The trained network as a Python program that needs NumPy alone."""

from nnstudio.experiment.exports import script
from nnstudio.experiment.exports.literals import numpy_array, with_imports
from nnstudio.experiment.exports.model import Model
from nnstudio.experiment.exports.numpy_network import network_code

_NUMPY = script.Dialect(
    "NumPy", "np", numpy_array, "np.asarray(rows, np.float64)", "x.astype(np.float32)"
)


def numpy_script(model: Model) -> str:
    """The program: names, weights, `forward(x)`, `preprocess(rows)`, `predict(rows)`."""
    code = "\n".join(
        [
            script.names(model),
            network_code(model.network, model.matrices, model.slopes),
            "",
            script.preprocessing(model, _NUMPY),
            "",
            script.function("predict(rows)", _predict(model)),
            "",
            script.example(model),
        ]
    )
    return script.heading(model, _NUMPY) + "\n" + with_imports(code, "import numpy as np")


def _predict(model: Model) -> list[str]:
    summary = script.prediction_summary(model)
    scores = "np.array([forward(x) for x in preprocess(rows)])"
    if not model.gives_probabilities:
        return [summary, f"return {scores}"]
    if model.network.outputs == 1:
        return [
            summary,
            f"scores = {scores}",
            "second = 0.5 * np.tanh(0.5 * scores) + 0.5  # 1 / (1 + e^-scores)",
            "return np.hstack([1 - second, second])",
        ]
    return [
        summary,
        f"scores = {scores}",
        "powers = np.exp(scores - scores.max(axis=1, keepdims=True))",
        "return powers / powers.sum(axis=1, keepdims=True)",
    ]
