"""The formula view: this very network, one example's numbers, and code that runs elsewhere."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTextBrowser
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.colors import LIGHT
from nnstudio.app.center.drawn import DrawnNetwork
from nnstudio.app.center.formula import FormulaView
from nnstudio.app.center.formula_text import Writing, page, vector
from nnstudio.app.widgets.number_edit import NumberEdit
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.core.spec import LayerSpec, NetworkSpec
from nnstudio.experiment.document import PcaStep, StandardizeStep, WhitenStep
from nnstudio.experiment.editing import edits
from nnstudio.experiment.looks.trace import network_of, trace
from tests.app.opened import child, experiment_on, opened

WRITING = Writing(as_code=False, decimals=2, theme=LIGHT, code_family="monospace")
PREDICT = """
import json, runpy, sys
program = runpy.run_path(sys.argv[1])
rows = json.loads(sys.stdin.read())
x = program["preprocess"](rows)
print(json.dumps([program["forward"](row).tolist() for row in x]))
"""


def shown(qtbot: QtBot, workspace: Workspace) -> FormulaView:
    view = FormulaView(workspace, DrawnNetwork(workspace, workspace))
    qtbot.addWidget(view)
    view.resize(700, 900)
    view.show()
    return view


def text(view: FormulaView) -> str:
    return child(view, QTextBrowser, "formula.text").toPlainText()


def numbers(view: FormulaView, name: str) -> list[float]:
    """The row of numbers that is called `name`."""
    lines = text(view).splitlines()
    values = lines[lines.index(name) + 1].removeprefix("= ").replace("−", "-")
    return [float(value) for value in values.split()]


def test_that_every_layer_shows_its_formula_and_shapes(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        said = text(shown(qtbot, workspace))
        for words in ("h1 = tanh(W1 x + b1)", "W₁ 4 × 2 · b₁ 4 × 1 · h₁ 4 × 1", "scores = W3 h2"):
            assert words in said


def test_that_the_numbers_are_those_of_the_network(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral", StandardizeStep())) as workspace:
        view = shown(qtbot, workspace)
        assert workspace.prepared is not None
        assert workspace.snapshot is not None
        found = trace(workspace.prepared, workspace.snapshot, 0)
        assert found.probabilities is not None
        for name, values in (
            ("data", found.row),
            ("x", found.inputs),
            ("z1", found.layers[0].z[0]),
            ("h2", found.layers[1].h),
            ("scores", found.layers[2].h),
            ("p", found.probabilities),
            ("loss", [found.loss]),
        ):
            assert numbers(view, name) == pytest.approx(list(values), abs=5.1e-4), name


def test_that_another_example_can_be_chosen_and_is_shared(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        view = shown(qtbot, workspace)
        before = numbers(view, "x")
        stepper = child(view, NumberEdit, "formula.example")
        stepper.stepUp()
        assert workspace.example == 1
        assert numbers(view, "x") != before
        assert stepper.text() == "2 of 100"
        assert "class" in child(view, QLabel, "formula.class").text()
        workspace.select_example(0)
        assert numbers(view, "x") == before


def test_that_there_is_no_example_beyond_the_last(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        view = shown(qtbot, workspace)
        stepper = child(view, NumberEdit, "formula.example")
        stepper.setValue(5000)
        assert stepper.text() == "100 of 100"
        workspace.edit("fewer", lambda old: edits.set_data(old, samples=40))
        qtbot.waitUntil(lambda: stepper.text() == "40 of 40")
        assert workspace.example == 39


def test_that_decimals_are_chosen(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        view = shown(qtbot, workspace)
        field = child(view, NumberEdit, "formula.decimals")
        for asked, given in ((5, 5), (0, 0), (99, 8)):
            field.setValue(asked)
            line = text(view).splitlines()[text(view).splitlines().index("loss") + 1]
            assert len(line.partition(".")[2]) == given


def test_that_the_numbers_follow_training(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        view = shown(qtbot, workspace)
        before = text(view)
        workspace.step_epoch()
        qtbot.waitUntil(lambda: text(view) != before)


def test_that_formulas_turn_into_numpy_code_and_back(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        view = shown(qtbot, workspace)
        child(view, QAbstractButton, "formula.numpy").click()
        assert "h1 = np.tanh(W1 @ x + b1)" in text(view)
        assert "(4, 2) @ (2,) + (4,) -> (4,)" in text(view)
        again = shown(qtbot, workspace)
        assert "np.tanh" in text(again)
        child(view, QAbstractButton, "formula.mathematics").click()
        assert "np." not in text(view)


def test_that_formulas_are_there_without_data_that_fit(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        view = shown(qtbot, workspace)
        workspace.edit("seven inputs", lambda old: edits.set_inputs(old, 7))
        qtbot.waitUntil(lambda: workspace.phase == "invalid")
        assert "W₁ 4 × 7" in text(view)
        assert "loss" not in text(view)
        assert not child(view, QAbstractButton, "formula.copy").isEnabled()


@pytest.mark.parametrize(
    ("source", "loss", "words"),
    [
        ("spiral", "hinge", "max(0, s"),
        ("spiral", "cross_entropy", "softmax(scores)"),
        ("plane", "mse", "mean (scores − y)²"),
    ],
)
def test_that_the_loss_has_its_formula(qtbot: QtBot, source: str, loss: str, words: str) -> None:
    experiment = edits.set_training(experiment_on(source), loss=loss)
    with opened(qtbot, experiment) as workspace:
        assert words in text(shown(qtbot, workspace))


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "leaky_relu", "prelu", "maxout"])
def test_that_the_copied_program_computes_the_same_in_a_fresh_process(
    qtbot: QtBot, tmp_path: Path, activation: str
) -> None:
    steps = (StandardizeStep(), PcaStep(components=3), WhitenStep())
    with opened(qtbot, experiment_on("iris", *steps, activation=activation)) as workspace:
        view = shown(qtbot, workspace)
        workspace.step_epoch()
        qtbot.waitUntil(
            lambda: workspace.snapshot is not None and workspace.snapshot.metrics.epoch == 1
        )
        child(view, QAbstractButton, "formula.copy").click()
        program = tmp_path / "copied.py"
        program.write_text(QApplication.clipboard().text(), encoding="utf-8")
        prepared, snapshot = workspace.prepared, workspace.snapshot
        assert prepared is not None
        assert snapshot is not None
        rows = prepared.dataset.rows[::7]
        expected = network_of(prepared.network, snapshot).forward(prepared.encode(rows))
        said = subprocess.run(
            [sys.executable, "-c", PREDICT, str(program)],
            input=json.dumps(rows.tolist()),
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
        )
        np.testing.assert_allclose(json.loads(said.stdout), expected, atol=1e-6)


def test_that_long_vectors_leave_out_their_middle() -> None:
    html = vector(np.linspace(-1, 1, 200), WRITING)
    assert "… 192 more …" in html
    assert html.count("<span") == 9
    assert "more" not in vector(np.zeros(10), WRITING)


def test_that_signs_are_written_and_not_only_colored() -> None:
    html = vector(np.array([0.5, -0.25]), WRITING)
    assert "+0.50" in html
    assert "−0.25" in html


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        (LayerSpec(4, "maxout", pieces=3), "3 times (W₁ 4 × 2 · b₁ 4 × 1) · h₁ 4 × 1"),
        (LayerSpec(4, "prelu"), "W₁ 4 × 2 · b₁ 4 × 1 · a₁ 4 × 1 · h₁ 4 × 1"),
        (LayerSpec(4, "leaky_relu"), "leaky ReLU("),
        (LayerSpec(4, "prelu"), "PReLU("),
        (LayerSpec(4, "tanh", off=(0, 2)), "switched off: 1, 3"),
    ],
)
def test_that_every_kind_of_layer_is_written(layer: LayerSpec, words: str) -> None:
    assert words in page(NetworkSpec(2, (layer, LayerSpec(2))), None, WRITING)
