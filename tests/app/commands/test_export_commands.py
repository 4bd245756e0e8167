"""File > Export: each kind of file, made from what the window shows at that moment."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction, QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.theme import DARK, LIGHT, set_theme
from nnstudio.app.commands.drawing_pictures import widest_png
from nnstudio.app.window import dialogs
from nnstudio.app.window.main_window import MainWindow
from nnstudio.experiment.exports.svg import svg_document
from nnstudio.experiment.exports.tikz import tikz_document
from tests.app.canvas_driver import network
from tests.app.conftest import MakeWindow
from tests.app.opened import child


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow) -> MainWindow:
    window = make_window(network((3, 40)))
    window.show()
    qtbot.waitUntil(lambda: window.workspace.snapshot is not None)
    return window


def exported(
    window: MainWindow, kind: str, path: Path, monkeypatch: pytest.MonkeyPatch, width: int = 900
) -> bytes:
    monkeypatch.setattr(dialogs, "ask_export_path", lambda *_: path)
    monkeypatch.setattr(dialogs, "ask_picture_width", lambda *_: width)
    action = window.findChild(QAction, f"export.{kind}")
    assert isinstance(action, QAction), kind
    action.trigger()
    return path.read_bytes()


def clear_border(image: QImage) -> bool:
    white = QColor("white")
    right, bottom = image.width() - 1, image.height() - 1
    rows = ((x, y) for x in range(image.width()) for y in (0, bottom))
    columns = ((x, y) for y in range(image.height()) for x in (0, right))
    return all(image.pixelColor(x, y) == white for x, y in (*rows, *columns))


def test_that_the_drawing_shows_the_columns_and_links_of_the_canvas(window: MainWindow) -> None:
    canvas, drawing = window.canvas, window.canvas.drawing()
    shown = [column.shown for column in canvas.layout_shown.columns]
    assert len(shown[2]) < 40
    assert len(drawing.neurons) == sum(map(len, shown))
    samples = 2
    assert len(drawing.links) == canvas.scene.links_drawn + samples
    texts = {words.text for words in drawing.words}
    assert f"… {40 - len(shown[2])} more" in texts
    assert {"x₁", "x₂", "40 neurons, tanh"} <= texts


def test_that_link_colors_and_widths_are_those_of_the_canvas(window: MainWindow) -> None:
    drawing, snapshot = window.canvas.drawing(), window.workspace.snapshot
    assert snapshot is not None
    weights = snapshot.matrices[0][:, :-1]
    strongest = drawing.links[weights.size - 1]
    value = weights.flat[np.abs(weights).argmax()]
    assert strongest.color == ("positive" if value > 0 else "negative")
    assert strongest.width == 5.0


def test_that_svg_and_tikz_are_those_of_the_drawing(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = window.canvas.drawing()
    for kind, document in (("svg", svg_document(drawing)), ("tikz", tikz_document(drawing))):
        assert exported(window, kind, tmp_path / kind, monkeypatch).decode() == document


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_the_png_has_the_chosen_width_and_is_white_to_its_edges(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    set_theme(theme)
    drawing = window.canvas.drawing()
    image = QImage.fromData(exported(window, "png", tmp_path / "a.png", monkeypatch, 1234))
    set_theme("light")
    assert image.width() == 1234
    assert image.height() == round(1234 * drawing.height / drawing.width)
    assert clear_border(image)
    assert widest_png(drawing) > 4000


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_that_a_drawing_has_the_colors_of_the_window_where_that_is_chosen(
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    kind: str,
) -> None:
    request.addfinalizer(lambda: set_theme("light"))
    set_theme("dark")
    choice = window.findChild(QAction, "export.colors")
    assert isinstance(choice, QAction)
    for ground in (DARK.surface, LIGHT.surface):
        choice.trigger()
        content = exported(window, kind, tmp_path / f"a.{kind}", monkeypatch)
        image = QImage.fromData(content)
        if kind == "svg":
            image = QImage(QSvgRenderer(content).defaultSize(), QImage.Format.Format_RGB32)
            painter = QPainter(image)
            QSvgRenderer(content).render(painter)
            painter.end()
        assert image.pixelColor(3, 3).name() == ground


def test_that_tikz_of_a_dark_window_colors_its_page(window: MainWindow) -> None:
    document = tikz_document(window.canvas.drawing(DARK))
    assert rf"\definecolor{{ground}}{{HTML}}{{{DARK.surface[1:].upper()}}}" in document
    assert r"\pagecolor{ground}" in document
    assert r"\pagecolor" not in tikz_document(window.canvas.drawing())


def test_that_the_pdf_has_one_page_of_the_size_of_the_drawing(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = exported(window, "pdf", tmp_path / "a.pdf", monkeypatch)
    assert content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", content)
    assert box is not None
    drawing = window.canvas.drawing()
    size = np.array([float(number) for number in box.groups()])
    np.testing.assert_allclose(size, np.array([drawing.width, drawing.height]) * 0.75, atol=1)


def test_that_the_numpy_code_computes_what_the_window_shows(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    workspace = window.workspace
    workspace.step_epoch()
    qtbot.waitUntil(lambda: workspace.snapshot is not None and workspace.snapshot.metrics.epoch > 0)
    exported(window, "numpy", tmp_path / "network.py", monkeypatch)
    code = "import network; print(network.predict([network.EXAMPLE])[0].tolist())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    prepared, snapshot = workspace.prepared, workspace.snapshot
    assert prepared is not None
    assert snapshot is not None
    x = prepared.encode(prepared.dataset.rows[prepared.test_index[:1]])
    for matrix in snapshot.matrices[:-1]:
        x = np.tanh(x @ matrix[:, :-1].T + matrix[:, -1])
    scores = (x @ snapshot.matrices[-1][:, :-1].T + snapshot.matrices[-1][:, -1])[0]
    expected = np.exp(scores) / np.exp(scores).sum()
    np.testing.assert_allclose(json.loads(done.stdout), expected, atol=1e-6)


def test_that_pytorch_onnx_and_data_are_exported(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("onnx")
    assert b"torch" in exported(window, "pytorch", tmp_path / "a.py", monkeypatch)
    assert exported(window, "onnx", tmp_path / "a.onnx", monkeypatch)
    lines = exported(window, "csv", tmp_path / "a.csv", monkeypatch).decode().splitlines()
    prepared = window.workspace.prepared
    assert prepared is not None
    assert next(csv.reader(lines))[:2] == ["x1", "x2"]
    assert len(lines) == 1 + len(prepared.dataset.rows)


def test_that_the_status_bar_names_the_file(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.workspace.message) as said:
        exported(window, "svg", tmp_path / "network.svg", monkeypatch)
    assert said.args == ["Exported network.svg"]


def test_that_the_banner_tells_why_a_file_was_not_written(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileNotFoundError):
        exported(window, "svg", tmp_path / "nowhere" / "a.svg", monkeypatch)
    label = child(window, QLabel, "problemBanner.sentence")
    assert "a.svg" in label.text()
    assert "cannot be written" in label.text()


def test_that_a_network_that_fits_no_data_is_drawn_but_has_no_code(
    make_window: MakeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window(network((4,), inputs=3, out=1))
    assert b"<svg" in exported(window, "svg", tmp_path / "a.svg", monkeypatch)
    with pytest.raises(FileNotFoundError):
        exported(window, "numpy", tmp_path / "a.py", monkeypatch)
    assert "fit the network" in child(window, QLabel, "problemBanner.sentence").text()


@pytest.mark.parametrize("example", ["spiral", "iris"])
def test_that_the_drawing_has_its_pictures_whatever_page_is_shown(
    qtbot: QtBot, make_window: MakeWindow, example: str
) -> None:
    window = make_window(example)
    window.show()
    window.views.show_view("table")
    window.workspace.step()
    qtbot.waitUntil(lambda: window.workspace.phase == "paused")
    qtbot.waitUntil(lambda: not window.canvas.isVisible())
    drawing = window.canvas.drawing()
    assert all(neuron.picture for neuron in drawing.neurons)
