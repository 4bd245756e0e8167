"""The page of one example, step by step: its models hold the numbers of another engine."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QSlider, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.center.walk.columns_table import ColumnsTable
from nnstudio.app.center.walk.look import written
from nnstudio.app.center.walk.page import WalkPage
from nnstudio.app.center.walk.picture import ExamplePicture
from nnstudio.app.center.walk.progress import ProgressLine
from nnstudio.app.center.walk.stations import stations
from nnstudio.app.widgets.number_edit import NumberEdit
from nnstudio.app.workspace.selection import Selection
from nnstudio.experiment.document import StandardizeStep
from nnstudio.experiment.editing import edits
from tests.app.opened import child, experiment_on, opened
from tests.app.walk_driver import cells, close, column, go, press, shown, status, text
from tests.experiment.independent_walk import reference


def test_that_next_and_back_walk_through_every_station(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        page = shown(qtbot, workspace)
        every = stations(3)
        seen = [page.station]
        for _ in range(len(every) - 1):
            press(page, "walk.next")
            seen.append(page.station)
        assert tuple(seen) == every
        assert not child(page, QAbstractButton, "walk.next").isEnabled()
        assert child(page, ProgressLine, "walk.progress").title == "Update (10 of 10)"
        press(page, "walk.back", len(every))
        assert page.station == every[0]
        assert not child(page, QAbstractButton, "walk.back").isEnabled()


def test_that_arrow_keys_step_and_stay_with_sliders_beside(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        page = shown(qtbot, workspace)
        page.activateWindow()
        QTest.qWaitForWindowActive(page)
        page.setFocus()
        QTest.keyClick(page, Qt.Key.Key_Right)
        QTest.keyClick(page, Qt.Key.Key_Right)
        QTest.keyClick(page, Qt.Key.Key_Left)
        assert page.station == stations(3)[1]
        press(page, "walk.view.losses")
        slider = child(page, QSlider, "walk.scores.1")
        before = slider.value()
        slider.setFocus()
        QTest.keyClick(slider, Qt.Key.Key_Right)
        assert slider.value() > before
        assert page.station == stations(3)[1]


def test_that_a_click_on_the_line_goes_to_a_station(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        page = shown(qtbot, workspace)
        line = child(page, ProgressLine, "walk.progress")
        at = QPoint(round(4.5 * line.width() / 10), line.height() // 2)
        QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=at)
        assert page.station == stations(3)[4]


def test_that_the_arithmetic_is_spelled_out(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        page = shown(qtbot, workspace)
        press(page, "walk.next")
        assert workspace.prepared is not None
        assert workspace.snapshot is not None
        expected = reference(workspace.prepared, workspace.snapshot, 0)
        z, h = expected.z[0][0], expected.h[0][0]
        assert f"= {written(z, 3)}\n" in text(page)
        assert f"h₁ = tanh(z) = tanh({written(z, 3)}) = {written(h, 3)}" in text(page)
        child(page, NumberEdit, "walk.decimals").setValue(6)
        assert f"tanh({written(z, 6)}) = {written(h, 6)}" in text(page)


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (5, 5), (99, 8)])
def test_that_decimals_are_one_to_eight(qtbot: QtBot, asked: int, given: int) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        page = shown(qtbot, workspace)
        field = child(page, NumberEdit, "walk.decimals")
        field.setValue(asked)
        assert field.value() == given
        model = child(page, ColumnsTable, "walk.network").columns
        assert len(str(model.index(0, 0).data()).partition(".")[2]) == given


def test_that_small_numbers_do_not_look_like_zero() -> None:
    assert written(0.0, 3) == "0"
    assert written(-2.0, 3) == "−2"
    assert written(-0.0001, 3) == "−1.0e-04"
    assert written(0.0005, 3) in ("0.001", "0.000", "5.0e-04")
    assert written(12345678.0, 2) == "1.2e+07"
    assert written(0.5664, 3) == "0.566"


@pytest.mark.parametrize(
    ("activation", "forward", "backward"),
    [
        ("linear", "h₁ = z = ", "no activation"),
        ("sigmoid", "h₁ = σ(z) = 1 / (1 + e", "h (1 − h) = "),
        ("tanh", "h₁ = tanh(z) = tanh(", "1 − h² = 1 − "),
        ("relu", "h₁ = max(0, z) = max(0, ", "z ≤ 0, nothing passes"),
        ("leaky_relu", "since z < 0", "the slope a, since z < 0"),
        ("prelu", "since z < 0", "its slope: ∂L/∂a = upstream × min(0, z) = "),
        ("maxout", " wins", "which won; 0 at the others"),
    ],
)
def test_that_every_activation_is_spelled_out(
    qtbot: QtBot, activation: str, forward: str, backward: str
) -> None:
    with opened(qtbot, experiment_on("spiral", activation=activation)) as workspace:
        page = shown(qtbot, workspace)
        assert workspace.snapshot is not None
        press(page, "walk.next")
        below = next(n for n, z in enumerate(z_of(page)) if z is not None and z < 0)
        workspace.select(Selection(0, below))
        assert forward in text(page)
        go(page, "backward", 0)
        assert backward in text(page)


def z_of(page: WalkPage) -> list[float | None]:
    """The pre-activations of the first layer, of maxout those of the first piece."""
    model = child(page, ColumnsTable, "walk.network").columns
    found = next(c for c in model.columns if c.layer == 0)
    return column(page, 0, found.sign)


@pytest.mark.parametrize(
    ("loss", "outputs", "words"),
    [
        ("cross_entropy", 3, ("−log p", "p − y")),
        ("hinge", 3, ("max(0, ", "margin")),
        ("mse", 3, ("L = mean of (s − y)²", "2 (s − y)")),
    ],
)
def test_that_every_loss_is_spelled_out(
    qtbot: QtBot, loss: str, outputs: int, words: tuple[str, str]
) -> None:
    experiment = edits.set_training(experiment_on("iris"), loss=loss)
    with opened(qtbot, experiment) as workspace:
        page = shown(qtbot, workspace)
        go(page, "loss")
        assert words[0] in text(page)
        assert len(cells(page, "score")) == outputs + 1
        go(page, "scores")
        assert words[1] in text(page)


@pytest.mark.parametrize(
    ("loss", "words"), [("cross_entropy", "log(1 + e"), ("hinge", "L = max(0, 1 − t s) = ")]
)
def test_that_the_losses_of_one_output_are_spelled_out(qtbot: QtBot, loss: str, words: str) -> None:
    experiment = edits.set_training(edits.set_units(experiment_on("spiral"), 2, 1), loss=loss)
    with opened(qtbot, experiment) as workspace:
        page = shown(qtbot, workspace)
        go(page, "loss")
        assert words in text(page)
        go(page, "scores")
        assert "∂L/∂s = " in text(page)


def test_that_a_unit_is_chosen_in_every_panel(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        page = shown(qtbot, workspace)
        press(page, "walk.next")
        assert workspace.selection == Selection(0, 0)
        table = child(page, ColumnsTable, "walk.network")
        place = next(n for n, c in enumerate(table.columns.columns) if c.layer == 0)
        table.clicked.emit(table.columns.index(2, place))
        assert workspace.selection == Selection(0, 2)
        assert text(page).startswith("Hidden 1, neuron 3")
        workspace.select(Selection(1, 1))
        assert page.station == stations(3)[2]
        assert text(page).startswith("Hidden 2, neuron 2")
        go(page, "backward", 2)
        workspace.select(Selection(0, 2))
        assert (page.station.kind, page.station.layer) == ("backward", 0)


def test_that_the_output_of_the_right_class_is_looked_at_first(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("iris")) as workspace:
        page = shown(qtbot, workspace)
        assert workspace.prepared is not None
        example = int(np.flatnonzero(workspace.prepared.dataset.targets == 2)[0])
        workspace.select_example(example)
        go(page, "scores")
        assert "∂L/∂s of virginica" in text(page)


def test_that_another_example_is_followed(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        page = shown(qtbot, workspace)
        before = column(page, -1, "x")
        child(page, NumberEdit, "walk.example").stepUp()
        assert workspace.example == 1
        assert column(page, -1, "x") != before
        workspace.select_example(0)
        assert column(page, -1, "x") == before


def test_that_numbers_follow_training_and_are_held_while_one_steps(qtbot: QtBot) -> None:
    endless = edits.set_training(experiment_on("spiral"), epochs=1_000_000)
    with opened(qtbot, endless) as workspace:
        page = shown(qtbot, workspace)
        workspace.run()
        qtbot.waitUntil(lambda: status(page).startswith("Live"))
        press(page, "walk.next")
        assert status(page).startswith("Held")
        held = column(page, 0, "h₁")
        step = workspace.snapshot.metrics.step if workspace.snapshot else 0
        qtbot.waitUntil(lambda: bool(workspace.snapshot and workspace.snapshot.metrics.step > step))
        page.refresh()
        assert column(page, 0, "h₁") == held
        press(page, "walk.follow")
        qtbot.waitUntil(lambda: column(page, 0, "h₁") != held)
        assert page.station.kind == "forward"
        workspace.pause()
        qtbot.waitUntil(lambda: status(page).startswith("The network at"))


def test_that_a_past_moment_is_shown(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        page = shown(qtbot, workspace)
        press(page, "walk.next")
        first = column(page, 0, "h₁")
        workspace.step_epoch()
        qtbot.waitUntil(lambda: "epoch 1," in status(page))
        assert column(page, 0, "h₁") != first
        workspace.show_moment(0, exactly=True)
        qtbot.waitUntil(lambda: status(page).endswith("step 0, a past moment."))
        assert column(page, 0, "h₁") == first


def test_that_a_unit_switched_off_and_a_frozen_one_are_told_of(qtbot: QtBot) -> None:
    experiment = edits.set_layer(experiment_on("spiral"), 0, off=(0,), frozen_units=(1,))
    with opened(qtbot, experiment) as workspace:
        page = shown(qtbot, workspace)
        press(page, "walk.next")
        assert "switched off" in text(page)
        assert column(page, 0, "h₁")[0] == 0.0
        go(page, "backward", 0)
        assert "the neuron is switched off" in text(page)
        workspace.select(Selection(0, 1))
        go(page, "update")
        assert "frozen" in text(page)
        assert set(cells(page, "step").values()) == {0.0}
        assert any(cells(page, "∂L/∂w").values())


def test_that_what_training_does_otherwise_is_told(qtbot: QtBot) -> None:
    experiment = edits.set_training(
        experiment_on("spiral"), optimizer="adam", l2=0.01, batch_size=20, input_noise=0.1
    )
    experiment = edits.set_layer(experiment, 0, dropout=0.5)
    with opened(qtbot, experiment) as workspace:
        page = shown(qtbot, workspace)
        assert workspace.prepared is not None
        workspace.select_example(int(workspace.prepared.test_index[0]))
        go(page, "update")
        for words in ("test split", "20 examples", "Adam", "0.01 × w", "drops 50 %", "noise"):
            assert words in text(page)
        workspace.select_example(int(workspace.prepared.train_index[0]))
        assert "split" not in text(page)


def test_that_long_sums_leave_out_their_small_terms_and_keep_their_total(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("digits", StandardizeStep())) as workspace:
        page = shown(qtbot, workspace)
        press(page, "walk.next")
        assert workspace.prepared is not None
        assert workspace.snapshot is not None
        z = reference(workspace.prepared, workspace.snapshot, 0).z[0][0]
        assert "[60 more: " in text(page)
        assert f"= {written(float(z), 3)}\n" in text(page)
        sizes = [abs(v) for k, v in cells(page, "w × x").items() if k.startswith("r")]
        assert sizes == sorted(sizes, reverse=True)


def test_that_an_image_is_shown_with_its_most_important_inputs(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("digits", StandardizeStep())) as workspace:
        page = shown(qtbot, workspace)
        assert child(page, ExamplePicture, "walk.picture").isVisible()
        found = child(page, ColumnsTable, "walk.network").columns.columns[0]
        assert len(found.units) == 10
        assert workspace.prepared is not None
        assert workspace.snapshot is not None
        x = workspace.prepared.encode(workspace.prepared.dataset.examples(slice(0, 1)))[0]
        weights = np.abs(workspace.snapshot.matrices[0][:, :-1]).sum(axis=0)
        largest = np.argsort(-np.abs(x) * weights)[:9]
        assert set(largest.tolist()) <= set(found.units)
    with opened(qtbot, experiment_on("spiral")) as workspace:
        page = shown(qtbot, workspace)
        assert not child(page, ExamplePicture, "walk.picture").isVisible()


def drag(page: WalkPage, number: int, score: float) -> None:
    child(page, QSlider, f"walk.scores.{number}").setValue(round(100 * score))


def test_that_both_losses_judge_the_scores_that_are_dragged(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("iris")) as workspace:
        page = shown(qtbot, workspace)
        press(page, "walk.view.losses")
        own = cells(page, "score", "walk.scores.table")
        for number, score in enumerate((3.2, 5.1, -1.7), start=1):
            drag(page, number, score)
        s = np.array([3.2, 5.1, -1.7])
        p = np.exp(s) / np.exp(s).sum()
        shares = cells(page, "p", "walk.scores.table")
        assert shares.pop("loss L") == pytest.approx(-np.log(p[0]))
        close(list(shares.values()), p)
        margins = cells(page, "margin", "walk.scores.table")
        assert margins == pytest.approx({"versicolor": 2.9, "virginica": -3.9, "loss L": 2.9})
        close(list(cells(page, "softmax ∂L/∂s", "walk.scores.table").values()), p - [1, 0, 0])
        close(list(cells(page, "hinge ∂L/∂s", "walk.scores.table").values()), [-1, 1, 0])
        assert "→" in child(page, QLabel, "walk.scores.told").text()
        press(page, "walk.scores.reset")
        assert cells(page, "score", "walk.scores.table") == own


def test_that_dragging_a_score_leaves_the_network_alone(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("iris")) as workspace:
        page = shown(qtbot, workspace)
        assert workspace.snapshot is not None
        before = [matrix.copy() for matrix in workspace.snapshot.matrices]
        press(page, "walk.view.losses")
        drag(page, 1, 4.0)
        assert not workspace.undo_stack.count()
        for old, new in zip(before, workspace.snapshot.matrices, strict=True):
            np.testing.assert_array_equal(old, new)
        own = page.workspace.example
        workspace.select_example(own + 1)
        assert "own scores" in child(page, QLabel, "walk.scores.told").text()


def test_that_one_output_is_judged_by_the_logistic_and_the_binary_loss(qtbot: QtBot) -> None:
    experiment = edits.set_units(experiment_on("spiral"), 2, 1)
    with opened(qtbot, experiment) as workspace:
        page = shown(qtbot, workspace)
        press(page, "walk.view.losses")
        drag(page, 1, 0.5)
        assert workspace.prepared is not None
        t = 2.0 * workspace.prepared.dataset.targets[0] - 1
        margin = cells(page, "1 − t s", "walk.scores.table")
        assert margin["loss L"] == pytest.approx(max(0, 1 - 0.5 * t))
        found = cells(page, "logistic ∂L/∂s", "walk.scores.table")
        assert found["score"] == pytest.approx(-t / (1 + np.exp(0.5 * t)))


def test_that_a_regression_has_no_softmax_to_compare(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("plane")) as workspace:
        page = shown(qtbot, workspace)
        assert not child(page, QAbstractButton, "walk.view.losses").isVisible()
        go(page, "loss")
        assert "(s − y)²" in text(page)


def test_that_the_page_bears_a_network_that_cannot_train_and_another(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        page = shown(qtbot, workspace)
        go(page, "update")
        workspace.edit("seven inputs", lambda old: edits.set_inputs(old, 7))
        qtbot.waitUntil(lambda: workspace.phase == "invalid")
        page.refresh()
        assert not child(page, QWidget, "walk.network").isEnabled()
        workspace.select(Selection(1, 0))
        workspace.adopt(edits.remove_layer(experiment_on("iris"), 0))
        qtbot.waitUntil(lambda: child(page, QWidget, "walk.network").isEnabled())
        assert page.station == stations(2)[7]
        assert len(column(page, -1, "x")) == 4
