"""The last station: the optimizer's own step, spelled out, and room for all of it."""

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from nnstudio.app.center.walk.stations import stations
from nnstudio.app.center.walk.terms_table import TermsTable
from nnstudio.app.workspace.selection import Selection
from nnstudio.experiment.document import StandardizeStep
from nnstudio.experiment.editing import edits
from tests.app.opened import child, experiment_on, opened
from tests.app.walk_driver import go, shown, text


@pytest.mark.parametrize(
    ("optimizer", "rule"),
    [
        ("sgd", "w ← w − η g"),
        ("momentum", "v ← 0.9 v − η g"),
        ("nesterov", "w ← w + 0.9 v − η g"),
        ("adagrad", "c ← c + g²"),
        ("rmsprop", "c ← 0.99 c + 0.01 g²"),
        ("adam", "m̂ = m / (1 − 0.9^41)"),
    ],
)
def test_that_the_step_of_the_optimizer_is_spelled_out(
    qtbot: QtBot, optimizer: str, rule: str
) -> None:
    document = edits.set_training(experiment_on("spiral"), optimizer=optimizer, batch_size=500)
    document = edits.set_training(document, schedule="step", schedule_epochs=3, epochs=40)
    with opened(qtbot, document) as workspace:
        page = shown(qtbot, workspace)
        workspace.run()
        qtbot.waitUntil(lambda: workspace.phase == "finished")
        go(page, "update")
        qtbot.waitUntil(lambda: rule in text(page))
        assert "the step schedule's, in epoch 41" in text(page)
        assert workspace.prepared is not None
        examples = len(workspace.prepared.train_rows)
        assert f"averages the gradient over {examples} examples" in text(page)


def test_that_a_number_that_is_clicked_is_spelled_out(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("iris")) as workspace:
        page = shown(qtbot, workspace)
        workspace.select(Selection(1, 0))
        go(page, "update")
        table = child(page, TermsTable, "walk.terms")
        table.clicked.emit(table.terms.index(2, 0))
        assert "neuron 3: g =" in text(page)
        table.clicked.emit(table.terms.index(4, 0))
        assert "bias: g =" in text(page)


@pytest.mark.parametrize("size", [(660, 470), (1180, 880)])
def test_that_no_line_of_the_text_is_cut(qtbot: QtBot, size: tuple[int, int]) -> None:
    document = edits.set_training(
        experiment_on("digits", StandardizeStep()), l2=0.01, l1=0.01, input_noise=0.1
    )
    document = edits.set_layer(document, 0, dropout=0.2)
    with opened(qtbot, document) as workspace:
        page = shown(qtbot, workspace)
        page.resize(*size)
        browser = child(page, QTextBrowser, "walk.text")
        for place in range(len(stations(3))):
            page.go_to(place)
            whole, seen = browser.document().size().height(), browser.viewport().height()
            line = QFontMetricsF(browser.document().defaultFont()).lineSpacing()
            lines = (seen - 2 * browser.document().documentMargin()) / line
            assert whole <= seen + 1 or lines == pytest.approx(round(lines), abs=0.1)
            assert not browser.horizontalScrollBar().isVisible()


def test_that_a_past_moment_has_the_rate_that_was_valid_then(qtbot: QtBot) -> None:
    document = edits.set_training(experiment_on("spiral"), optimizer="sgd", learning_rate=0.1)
    with opened(qtbot, document) as workspace:
        page = shown(qtbot, workspace)
        workspace.run()
        qtbot.waitUntil(lambda: workspace.phase == "finished")
        workspace.edit("rate", lambda old: edits.set_training(old, learning_rate=0.002))
        workspace.run()
        qtbot.waitUntil(lambda: workspace.phase == "finished")
        go(page, "update")
        qtbot.waitUntil(lambda: "η = 0.002" in text(page))
        workspace.show_moment(7, exactly=True)
        qtbot.waitUntil(lambda: "η = 0.1" in text(page))
        assert "Run goes on with 0.002" in text(page)
