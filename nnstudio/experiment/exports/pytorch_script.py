"""The trained network as a Python program with an `nn.Module`, to go on with in PyTorch."""

import numpy as np

from nnstudio.core.spec import LayerSpec
from nnstudio.experiment.exports import script
from nnstudio.experiment.exports.literals import torch_tensor, with_imports
from nnstudio.experiment.exports.model import Model

_TORCH = script.Dialect(
    "PyTorch", "torch", torch_tensor, "torch.as_tensor(rows, dtype=torch.float64)", "x.float()"
)


def pytorch_script(model: Model) -> str:
    """The program: names, `Network(nn.Module)`, its weights, `preprocess` and `predict(rows)`."""
    code = "\n".join(
        [
            script.names(model),
            "",
            _module(model),
            "",
            _weights(model),
            "",
            script.preprocessing(model, _TORCH),
            "",
            script.function("predict(rows)", _predict(model)),
            "",
            script.example(model),
        ]
    )
    imports = ("import torch", "from torch import nn")
    return script.heading(model, _TORCH) + "\n" + with_imports(code, *imports)


def _module(model: Model) -> str:
    layers = list(enumerate(model.network.layers, start=1))
    parts = [
        line
        for number, layer in layers
        for line in _parts(number, layer, model.network.sizes[number - 1])
    ]
    return "\n".join(
        [
            "class Network(nn.Module):",
            '    """From preprocessed inputs (n, '
            f'{model.network.inputs}) to scores (n, {model.network.outputs})."""',
            "",
            "    def __init__(self):",
            "        super().__init__()",
            *(f"        {line}" for line in parts),
            "",
            "    def forward(self, x):",
            *(f"        x = {_forward(number, layer)}" for number, layer in layers),
            "        return x",
            "",
        ]
    )


def _parts(number: int, layer: LayerSpec, inputs: int) -> list[str]:
    """The submodules of a layer, as lines of `__init__`."""
    lines = [f"self.layer{number} = nn.Linear({inputs}, {layer.rows})"]
    if layer.activation == "prelu":
        lines.append(f"self.prelu{number} = nn.PReLU({layer.units})")
    if layer.dropout:
        lines.append(f"self.dropout{number} = nn.Dropout({float(layer.dropout)})")
    return lines


def _forward(number: int, layer: LayerSpec) -> str:
    """A layer's outputs for its inputs x."""
    inner = f"self.layer{number}(x)"
    match layer.activation:
        case "linear":
            output = inner
        case "maxout":
            output = f"{inner}.unflatten(-1, ({layer.pieces}, {layer.units})).amax(-2)"
        case "leaky_relu":
            output = f"nn.functional.leaky_relu({inner}, {float(layer.slope)})"
        case "prelu":
            output = f"self.prelu{number}({inner})"
        case _:
            output = f"torch.{layer.activation}({inner})"
    if layer.off:
        output += f".index_fill(-1, torch.tensor({list(layer.off)}), 0)"
    return f"self.dropout{number}({output})" if layer.dropout else output


def _weights(model: Model) -> str:
    arrays, names = [], []
    for number, (matrix, slopes) in enumerate(zip(model.matrices, model.slopes, strict=True), 1):
        arrays += [
            f"W{number} = {torch_tensor(np.ascontiguousarray(matrix[:, :-1]))}",
            f"b{number} = {torch_tensor(matrix[:, -1])}",
        ]
        names += [f'"layer{number}.weight": W{number}', f'"layer{number}.bias": b{number}']
        if slopes is not None:
            arrays.append(f"a{number} = {torch_tensor(slopes)}")
            names.append(f'"prelu{number}.weight": a{number}')
    state = [f"    {name}," for name in names]
    load = [
        "",
        "network = Network()",
        "network.load_state_dict({",
        *state,
        "})",
        "network.eval()",
        "",
    ]
    return "\n".join([*arrays, *load])


def _predict(model: Model) -> list[str]:
    lines = [
        script.prediction_summary(model),
        "with torch.no_grad():",
        "    scores = network(preprocess(rows))",
    ]
    if not model.gives_probabilities:
        return [*lines, "return scores"]
    if model.network.outputs == 1:
        return [
            *lines,
            "second = torch.sigmoid(scores)",
            "return torch.cat([1 - second, second], 1)",
        ]
    return [*lines, "return torch.softmax(scores, 1)"]
