"""Exported programs and models compute in a fresh process what the app computes."""

import ast
import json
import re
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx.reference import ReferenceEvaluator

from nnstudio.experiment.data.dataset import Floats
from nnstudio.experiment.exports.literals import LONGEST_LIST
from nnstudio.experiment.exports.model import Model, train_model
from nnstudio.experiment.exports.numpy_network import forward_lines
from nnstudio.experiment.exports.numpy_script import numpy_script
from nnstudio.experiment.exports.onnx_model import onnx_model
from nnstudio.experiment.exports.pytorch_script import pytorch_script
from tests.experiment.drafts import example
from tests.experiment.exported import EXPERIMENTS, NAMES

_ASKING = """
import json, runpy, sys
predict = runpy.run_path(sys.argv[1])["predict"]
print(json.dumps(predict(json.load(sys.stdin)).tolist()))
"""


@cache
def trained(name: str) -> Model:
    return train_model(EXPERIMENTS[name])


def some_rows(model: Model) -> Floats:
    return model.prepared.dataset.rows[::7]


def assert_close(said: Any, expected: Any, rtol: float = 1e-6, atol: float = 1e-6) -> None:
    np.testing.assert_allclose(said, expected, rtol, atol)


def predicted(script: str, rows: Floats, folder: Path) -> Floats:
    """What the program's `predict` says in a process without NNStudio."""
    path = folder / "exported.py"
    path.write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _ASKING, str(path)],
        cwd=folder,
        input=json.dumps(rows.tolist()),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return np.array(json.loads(done.stdout))


@pytest.mark.parametrize("name", NAMES)
def test_that_the_numpy_program_gives_the_outputs_of_the_app(name: str, tmp_path: Path) -> None:
    model = trained(name)
    rows = some_rows(model)
    said = predicted(numpy_script(model), rows, tmp_path)
    assert_close(said, model.predictions(rows))


@pytest.mark.parametrize("name", NAMES)
def test_that_the_pytorch_program_names_every_parameter(name: str) -> None:
    model = trained(name)
    script = pytorch_script(model)
    ast.parse(script)
    learned = 2 * len(model.matrices) + sum(slopes is not None for slopes in model.slopes)
    assert len(re.findall(r'"(?:layer|prelu)\d+\.(?:weight|bias)": ', script)) == learned


@pytest.mark.skipif(find_spec("torch") is None, reason="needs PyTorch")
@pytest.mark.parametrize("name", NAMES)
def test_that_the_pytorch_program_gives_the_outputs_of_the_app(name: str, tmp_path: Path) -> None:
    model = trained(name)
    rows = some_rows(model)
    said = predicted(pytorch_script(model), rows, tmp_path)
    assert_close(said, model.predictions(rows), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_that_the_onnx_model_gives_the_outputs_of_the_app(name: str) -> None:
    model = trained(name)
    rows = some_rows(model)
    content = onnx.load_model_from_string(onnx_model(model))
    assert (content.ir_version, content.opset_import[0].version) == (8, 17)
    scores, *probabilities = ReferenceEvaluator(content).run(None, {"rows": rows})
    assert_close(scores, model.scores(rows), rtol=1e-5, atol=1e-5)
    if model.gives_probabilities:
        assert_close(probabilities[0], model.predictions(rows))


def test_that_the_formula_as_code_has_a_line_a_layer() -> None:
    lines = forward_lines(trained("every activation").network)
    assert [line.code for line in lines] == [
        "h1 = sigmoid(W1 @ x + b1)",
        "h2 = np.tanh(W2 @ h1 + b2)",
        "h3 = np.maximum(0, W3 @ h2 + b3)",
        "h4 = leaky_relu(W4 @ h3 + b4, 0.2)",
        "h5 = leaky_relu(W5 @ h4 + b5, a5)",
        "h6 = np.max(W6 @ h5 + b6, axis=0)",
        "h7 = W7 @ h6 + b7",
        "scores = W8 @ h7 + b8",
    ]
    assert lines[0].comment == "(5, 7) @ (7,) + (5,) -> (5,)"
    assert lines[5].comment == "(3, 5, 5) @ (5,) + (3, 5) -> (5,)"


def test_that_long_arrays_are_packed_and_short_ones_are_lists() -> None:
    script = numpy_script(trained("images"))
    assert 64 * 80 > LONGEST_LIST > 80 * 10
    assert script.count("frombuffer") == 1
    assert "W2 = np.array([\n" in script


def test_that_no_name_can_break_a_program() -> None:
    name = 'a"""\\\n\rimport nowhere\u2028b\x00'
    experiment = example(training={"epochs": 0}).model_copy(update={"name": name})
    model = train_model(experiment)
    for script in (numpy_script(model), pytorch_script(model)):
        ast.parse(script)
        assert script.splitlines()[0] == '# a"""\\ import nowhere b?'
