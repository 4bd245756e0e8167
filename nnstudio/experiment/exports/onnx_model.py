"""The trained network as an ONNX model: raw rows in, scores and probabilities out.

Rows are doubles, as NumPy has them, and are preprocessed as such; the network itself computes with
single precision, as it was trained. Operators of opset 17 and a file of IR version 8, which readers
of 2022 and later understand.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from nnstudio.core.preprocessing import (
    FittedRotation,
    FittedScale,
    FittedShift,
    FittedStandardize,
    FittedStep,
)
from nnstudio.core.spec import LayerSpec
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.exports.labels import one_line
from nnstudio.experiment.exports.model import Model
from nnstudio.experiment.looks.snapshot import Floats

if TYPE_CHECKING:
    from onnx import NodeProto, TensorProto, ValueInfoProto

OPSET, IR_VERSION = 17, 8


def require_onnx() -> None:
    """Raise ExperimentError, with the command that helps, where the library is not installed."""
    try:
        import onnx  # noqa: F401
    except ImportError:
        needs = 'needs the extra [export]; please run: python3 -m pip install "nnstudio[export]"'
        raise ExperimentError(Problem("ONNX", needs)) from None


def onnx_model(model: Model) -> bytes:
    """The checked model. Raises ExperimentError where the onnx library is missing."""
    require_onnx()
    from onnx import checker, helper

    graph = _Graph()
    _add_scores(graph, model)
    if model.gives_probabilities:
        _add_probabilities(graph, model.network.outputs)
    dataset = model.prepared.dataset
    made = helper.make_model(
        helper.make_graph(graph.nodes, "network", [_rows(model)], _outputs(model), graph.constants),
        producer_name="NNStudio",
        doc_string=one_line(model.prepared.experiment.name),
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
    )
    helper.set_model_props(
        made,
        {
            "features": "\n".join(map(one_line, dataset.feature_names)),
            "classes": "\n".join(map(one_line, dataset.class_names)),
        },
    )
    checker.check_model(made, full_check=True)
    return made.SerializeToString()


class _Graph:
    """Nodes in order, and their constants; every value has a name of its own."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def add(self, operator: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        """Add a node with one output; returns the output's name."""
        from onnx import helper

        output = name or f"{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(
            helper.make_node(operator, inputs, [output], name=f"make_{output}", **attributes)
        )
        return output

    def constant(
        self, values: "Floats | np.ndarray[Any, np.dtype[np.int64]]", name: str = ""
    ) -> str:
        """Add an array; returns its name."""
        from onnx import numpy_helper

        known = name or f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), known))
        return known


def _rows(model: Model) -> "ValueInfoProto":
    from onnx import TensorProto, helper

    columns = len(model.prepared.dataset.feature_names)
    return helper.make_tensor_value_info("rows", TensorProto.DOUBLE, ["n", columns])


def _outputs(model: Model) -> "list[ValueInfoProto]":
    from onnx import TensorProto, helper

    columns = {"scores": model.network.outputs}
    if model.gives_probabilities:
        columns["probabilities"] = max(model.network.outputs, 2)
    return [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", count])
        for name, count in columns.items()
    ]


def _add_scores(graph: _Graph, model: Model) -> None:
    from onnx import TensorProto

    x = _add_features(graph, model)
    for step in model.prepared.pipeline.steps:
        x = _add_step(graph, step, x)
    x = graph.add("Cast", x, to=TensorProto.FLOAT)
    layers = zip(model.network.layers, model.matrices, model.slopes, strict=True)
    for number, (layer, matrix, slopes) in enumerate(layers, start=1):
        weights = graph.constant(matrix[:, :-1], f"W{number}")
        biases = graph.constant(matrix[:, -1], f"b{number}")
        x = graph.add("Gemm", x, weights, biases, transB=1)
        x = _add_activation(graph, layer, slopes, x)
        if layer.off:
            on = np.ones(layer.units, np.float32)
            on[list(layer.off)] = 0.0
            x = graph.add("Mul", x, graph.constant(on))
    graph.add("Identity", x, name="scores")


def _add_features(graph: _Graph, model: Model) -> str:
    """The chosen plane features of the rows, or the rows."""
    chosen = model.prepared.experiment.network.inputs
    if not isinstance(chosen, tuple):
        return "rows"
    x1, x2 = (graph.add("Gather", "rows", graph.constant(np.array([i])), axis=1) for i in (0, 1))
    made = {
        "x1": lambda: x1,
        "x2": lambda: x2,
        "x1^2": lambda: graph.add("Mul", x1, x1),
        "x2^2": lambda: graph.add("Mul", x2, x2),
        "x1*x2": lambda: graph.add("Mul", x1, x2),
        "sin(x1)": lambda: graph.add("Sin", x1),
        "sin(x2)": lambda: graph.add("Sin", x2),
    }
    return graph.add("Concat", *(made[name]() for name in chosen), axis=1)


def _add_step(graph: _Graph, step: FittedStep, x: str) -> str:
    match step:
        case FittedShift():
            return graph.add("Sub", x, graph.constant(step.mean))
        case FittedStandardize():
            centered = graph.add("Sub", x, graph.constant(step.mean))
            return graph.add("Div", centered, graph.constant(_divisor(step.std)))
        case FittedScale():
            width = _divisor(step.maximum - step.minimum)
            share = graph.add(
                "Div", graph.add("Sub", x, graph.constant(step.minimum)), graph.constant(width)
            )
            rise = graph.add("Mul", share, graph.constant(np.array(step.high - step.low)))
            return graph.add("Add", rise, graph.constant(np.array(step.low)))
        case FittedRotation():
            centered = graph.add("Sub", x, graph.constant(step.mean))
            turned = graph.add("MatMul", centered, graph.constant(step.axes.T))
            return graph.add("Div", turned, graph.constant(step.divisor))
    raise TypeError(f"{step.name} has no operators")


def _divisor(widths: Floats) -> Floats:
    """The widths, with 1 for the columns that are constant."""
    return np.where(widths > 0, widths, 1.0)


def _add_activation(graph: _Graph, layer: LayerSpec, slopes: Floats | None, x: str) -> str:
    match layer.activation:
        case "linear":
            return x
        case "sigmoid" | "tanh" | "relu":
            return graph.add(layer.activation.capitalize(), x)
        case "leaky_relu":
            return graph.add("LeakyRelu", x, alpha=layer.slope)
        case "prelu":
            return graph.add("PRelu", x, graph.constant(np.asarray(slopes)))
        case "maxout":
            shape = graph.constant(np.array([-1, layer.pieces, layer.units]))
            return graph.add("ReduceMax", graph.add("Reshape", x, shape), axes=[1], keepdims=0)


def _add_probabilities(graph: _Graph, outputs: int) -> None:
    if outputs > 1:
        graph.add("Softmax", "scores", name="probabilities", axis=1)
        return
    second = graph.add("Sigmoid", "scores")
    first = graph.add("Sub", graph.constant(np.array(1.0, np.float32)), second)
    graph.add("Concat", first, second, name="probabilities", axis=1)
