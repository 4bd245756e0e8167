"""`nnstudio export` writes what it is asked for, whole or not at all."""

import runpy
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import Command

_STARTS = {
    "numpy": b"# Iris\n",
    "pytorch": b"# Iris\n",
    "onnx": b"\x08\x08",
    "tikz": b"% Iris: ",
    "svg": b"<?xml ",
    "csv": b"sepal length (cm),",
}
_FAST = ("--epochs", "2")


@pytest.mark.parametrize("kind", _STARTS)
def test_that_every_kind_is_written(nnstudio: Command, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "exported"
    outcome = nnstudio("export", "iris", "--to", kind, "-o", str(path), *_FAST)
    assert (outcome.code, outcome.output, outcome.errors) == (0, "", "")
    assert path.read_bytes().startswith(_STARTS[kind])
    assert [file.name for file in tmp_path.iterdir()] == ["exported"]


def test_that_the_program_scores_what_train_scores(nnstudio: Command, tmp_path: Path) -> None:
    settings = ("iris", "--epochs", "20", "--seed", "4", "--set", "training.l2=0.01")
    trained = nnstudio("train", *settings, "--json").json
    nnstudio("export", *settings, "--to", "numpy", "-o", str(tmp_path / "iris.py"))
    nnstudio("export", *settings, "--to", "csv", "-o", str(tmp_path / "iris.csv"))
    program = runpy.run_path(str(tmp_path / "iris.py"))
    table = np.loadtxt(tmp_path / "iris.csv", str, delimiter=",", skiprows=1)
    table = table[table[:, -1] == "test"]
    chosen = program["predict"](table[:, :-2].astype(float)).argmax(axis=1)
    right = np.array(program["CLASSES"])[chosen] == table[:, -2]
    assert right.mean() == pytest.approx(trained["test_accuracy"])


def test_that_no_epochs_give_the_initial_weights(nnstudio: Command, tmp_path: Path) -> None:
    path = tmp_path / "iris.py"
    nnstudio("export", "iris", "--to", "numpy", "-o", str(path), "--epochs", "0")
    program = runpy.run_path(str(path))
    assert "trained for 0 epochs" in path.read_text()
    assert not program["b1"].any()


def test_that_a_drawing_needs_no_data_that_fit(nnstudio: Command, tmp_path: Path) -> None:
    path = tmp_path / "drawing.svg"
    free = ("--set", "network.inputs=40", "--set", "network.layers.2.units=1")
    outcome = nnstudio("export", "spiral", "--to", "svg", "-o", str(path), *free)
    assert outcome.code == 0
    assert "… 29 more" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--to", "pdf", "-o", "x.pdf"], "pdf"),
        (["--to", "svg"], "-o"),
        (["-o", "x.svg"], "--to"),
        (["--to", "svg", "-o", "."], "is a folder"),
        (["--to", "svg", "-o", "nowhere/x.svg"], "nowhere"),
        (["--to", "numpy", "-o", "x.py", "--set", "network.inputs=7"], "network.inputs"),
        (["--to", "svg", "-o", "x.svg", "--set", "network.inputs=7"], "network.inputs"),
        (["--to", "svg", "-o", "x.svg", "--epochs", "-1"], "training.epochs"),
    ],
)
def test_that_wrong_input_is_one_sentence(
    nnstudio: Command, arguments: list[str], word: str
) -> None:
    outcome = nnstudio("export", "iris", *arguments)
    assert (outcome.code, outcome.output) == (2, "")
    assert outcome.errors.startswith("nnstudio: ")
    assert outcome.errors.count("\n") == 1
    assert word in outcome.errors


def test_that_a_file_that_cannot_be_written_is_one_sentence(nnstudio: Command) -> None:
    path = f"{'x' * 300}.csv"
    outcome = nnstudio("export", "iris", "--to", "csv", "-o", path)
    assert outcome.code == 2
    assert outcome.errors.count("\n") == 1


def test_that_a_diverged_network_is_not_exported(nnstudio: Command, tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    rate = ("--set", "training.learning_rate=1e6", "--set", "training.optimizer=sgd")
    relu = ("--set", "network.layers.0.activation=relu", "--epochs", "99")
    outcome = nnstudio("export", "spiral", "--to", "numpy", "-o", str(path), *rate, *relu)
    assert outcome.code == 1
    assert outcome.errors.startswith("nnstudio: nothing was exported: ")
    assert "learning rate" in outcome.errors
    assert not path.exists()


def test_that_onnx_needs_its_extra(
    nnstudio: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    outcome = nnstudio("export", "iris", "--to", "onnx", "-o", str(tmp_path / "x.onnx"))
    assert outcome.code == 2
    assert 'pip install "nnstudio[export]"' in outcome.errors
    assert outcome.errors.count("\n") == 1
