"""What is written in large letters, as when presenting, is not cut."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.panels.preprocessing import PreprocessingPanel
from nnstudio.app.widgets.number_edit import NumberEdit
from tests.app.canvas_driver import network
from tests.app.conftest import OpenCanvas
from tests.app.opened import child, experiment_on, opened

NUMBERS = ("scaleLow", "scaleHigh", "whitenEpsilon", "pcaComponents")


def enlarge(widget: QWidget) -> None:
    widget.setStyleSheet("* { font-size: 22px; }")
    QApplication.sendPostedEvents(widget, QEvent.Type.Polish.value)


def test_that_numbers_of_preprocessing_steps_keep_their_height(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = PreprocessingPanel(workspace)
        qtbot.addWidget(panel)
        panel.show()
        enlarge(panel)
        edits = [child(panel, NumberEdit, f"preprocessing.{name}") for name in NUMBERS]
        assert all(edit.fontMetrics().height() > 20 for edit in edits)
        qtbot.waitUntil(lambda: all(e.height() >= e.fontMetrics().height() for e in edits))


@pytest.mark.parametrize("width", [430, 760])
def test_that_presets_are_offered_whole_beside_the_legend(
    open_canvas: OpenCanvas, qtbot: QtBot, width: int
) -> None:
    canvas = open_canvas(network((6, 5)))
    canvas.resize(width, 560)
    font = canvas.font()
    font.setPixelSize(18)
    canvas.setFont(font)
    presets, legend = (child(canvas, QWidget, f"canvas.{name}") for name in ("presets", "legend"))
    qtbot.waitUntil(lambda: presets.width() >= presets.sizeHint().width())
    assert presets.isVisible()
    assert presets.geometry().right() < legend.x()
    assert legend.geometry().right() <= canvas.view.viewport().width()
