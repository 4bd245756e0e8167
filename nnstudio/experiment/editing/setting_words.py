"""A setting and its value in a few words, as a heading needs them: "20 hidden neurons", "L2 0.01".

Settings go by their dotted path, as in files and on the command line.
"""

from collections.abc import Sequence

from nnstudio.experiment.catalog import SOURCES
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.wording import shortened

_NAMES = {
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "prelu": "PReLU",
    "sgd": "SGD",
    "adam": "Adam",
    "adagrad": "Adagrad",
    "rmsprop": "RMSProp",
    "nesterov": "Nesterov",
    "he": "He",
    "glorot": "Glorot",
    "lecun": "LeCun",
    "cross_entropy": "cross-entropy",
    "pca": "PCA",
}
_PREFIXES = {
    "training.learning_rate": "learning rate",
    "training.batch_size": "batch size",
    "training.l2": "L2",
    "training.l1": "L1",
    "training.input_noise": "input noise",
    "data.noise": "noise",
    "data.test_fraction": "test share",
    "data.label_noise": "wrong labels",
    "data.seed": "data seed",
    "network.inputs": "inputs",
}
_UNITS = {"training.epochs": "epochs", "data.samples": "examples", "data.classes": "classes"}
_PLAIN = ("training.optimizer", "data.source")
_LAYER_WORDS = {
    "activation": "{}",
    "initializer": "{} start",
    "scale": "start scale {}",
    "bias_scale": "bias scale {}",
    "dropout": "dropout {}",
    "slope": "slope {}",
    "pieces": "{} pieces",
}


def setting_words(experiment: Experiment, path: str, value: object) -> str:
    """What to call `experiment` for having `value` at `path`; None is no value."""
    parts = path.split(".")
    if parts[:2] == ["network", "layers"] and len(parts) == 4:
        return _layer_words(experiment, int(parts[2]), parts[3], value)
    text = _text(value)
    if path == "preprocessing":
        return _steps_words(experiment)
    if path == "training.loss":
        return f"{text} loss"
    if path == "data.source":
        return SOURCES[experiment.data.source].title
    if path in _UNITS:
        return f"{text} {_UNITS[path]}"
    return text if path in _PLAIN else f"{_prefix(path)} {text}"


def hidden_words(experiment: Experiment) -> str:
    """The hidden layers of a network whose depth is to be told: "2 hidden layers of 16"."""
    sizes = [layer.units for layer in experiment.network.layers[:-1]]
    if not sizes:
        return "no hidden layer"
    layers = f"{len(sizes)} hidden layer{'' if len(sizes) == 1 else 's'}"
    return f"{layers} of {sizes[0]}" if len(set(sizes)) == 1 else f"{layers}: {_list(sizes)}"


def _layer_words(experiment: Experiment, index: int, field: str, value: object) -> str:
    hidden = len(experiment.network.layers) - 1
    neurons = f"neuron{'' if value == 1 else 's'}"
    if field == "units" and hidden == 1 and index == 0:
        return f"{_text(value)} hidden {neurons}"
    words = _LAYER_WORDS.get(field, f"{field.replace('_', ' ')} {{}}").format(_text(value))
    if field == "units":
        words = f"{_text(value)} {neurons}"
    if index == hidden:
        return f"{words} in the output"
    return words if hidden == 1 else f"{words} in hidden {index + 1}"


def _steps_words(experiment: Experiment) -> str:
    steps = [_text(step.step) for step in experiment.preprocessing]
    return " + ".join(steps) if steps else "no preprocessing"


def _prefix(path: str) -> str:
    return _PREFIXES.get(path, path.rpartition(".")[2].replace("_", " "))


def _text(value: object) -> str:
    match value:
        case None:
            return "as usual"
        case bool():
            return "on" if value else "off"
        case int():
            return f"{value:,}"
        case float():
            return f"{value:g}"
        case list() | tuple():
            return _list(value)
    return _NAMES.get(str(value), shortened(str(value).replace("_", " "), 24))


def _list(values: Sequence[object]) -> str:
    return shortened(", ".join(map(str, values)), 24)
