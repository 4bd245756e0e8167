"""What the window knows of the run while its thread loads, rests or fails."""

from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.editing.painting import Points, with_points
from nnstudio.experiment.looks.snapshot import Snapshot
from nnstudio.experiment.training import worker
from nnstudio.experiment.training.events import Event
from tests.app.canvas_driver import network


@pytest.fixture
def workspace(qtbot: QtBot) -> Iterator[Workspace]:
    workspace = Workspace(network((4,)))
    try:
        settle(qtbot, workspace)
        yield workspace
    finally:
        workspace.close()


def settle(qtbot: QtBot, workspace: Workspace) -> None:
    """Wait until the window has the document's run, at rest."""
    qtbot.waitUntil(lambda: workspace.snapshot is not None and is_up_to_date(workspace))


def is_up_to_date(workspace: Workspace) -> bool:
    prepared, names = workspace.prepared, ("data", "network")
    return prepared is not None and all(
        getattr(prepared.experiment, name) == getattr(workspace.experiment, name) for name in names
    )


def set_rate(workspace: Workspace, rate: float) -> None:
    workspace.edit("set rate", partial(edits.set_training, learning_rate=rate))


def add_neuron(workspace: Workspace) -> None:
    workspace.edit("add neuron", partial(edits.set_units, index=0, units=5))


def paint(workspace: Workspace, count: int) -> None:
    points: Points = tuple((float(place), float(place % 3), place % 2) for place in range(count))
    workspace.edit("paint", lambda old: with_points(old, points))


def test_that_settings_changed_while_a_neuron_is_added_are_known_at_rest(
    qtbot: QtBot, workspace: Workspace
) -> None:
    add_neuron(workspace)
    set_rate(workspace, 0.77)
    workspace.edit("switch off", lambda old: edits.switch_unit(old, 0, 0, False))
    qtbot.waitUntil(lambda: workspace.snapshot is not None)
    assert workspace.prepared is not None
    assert workspace.prepared.training.learning_rate == 0.77
    assert list(workspace.prepared.network.layers[0].off) == [0]


def test_that_data_and_document_of_the_run_are_never_of_two_documents(
    qtbot: QtBot, workspace: Workspace
) -> None:
    seen: list[Prepared | None] = [workspace.prepared]
    workspace.prepared_changed.connect(seen.append)
    workspace.edit("inputs", lambda old: edits.set_inputs(old, ("x1",)))
    set_rate(workspace, 0.5)
    qtbot.waitUntil(lambda: workspace.snapshot is not None)
    for prepared in seen:
        assert prepared is not None
        assert len(prepared.input_names) == prepared.train_rows.shape[1]


def test_that_a_run_left_while_another_is_edited_keeps_its_own_name(
    qtbot: QtBot, workspace: Workspace
) -> None:
    left: list[Experiment] = []
    workspace._live.run_ended.connect(lambda experiment, _: left.append(experiment))
    workspace.step_epoch()
    qtbot.waitUntil(lambda: len(workspace.history) > 1)
    source = workspace.experiment.data.source
    workspace.edit("xor", lambda old: edits.set_source(old, "xor"))
    set_rate(workspace, 0.7)
    qtbot.waitUntil(lambda: workspace.snapshot is not None)
    assert [experiment.data.source for experiment in left] == [source]


def test_that_curves_of_other_data_end_also_where_the_next_edit_follows_at_once(
    qtbot: QtBot, workspace: Workspace
) -> None:
    workspace.step_epoch()
    qtbot.waitUntil(lambda: len(workspace.history) > 1)
    workspace.edit("xor", lambda old: edits.set_source(old, "xor"))
    workspace.step()
    add_neuron(workspace)
    settle(qtbot, workspace)
    assert not workspace.history.branches
    assert list(workspace.history.steps) == [1]


def test_that_the_last_picture_is_shown_when_the_window_knows_of_the_rest(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.edit("train on", lambda old: edits.set_training(old, epochs=100_000))
    workspace.run()
    qtbot.waitUntil(lambda: workspace.phase == "running" and workspace.snapshot is not None)
    workspace.set_watched(False)
    session, shown = workspace._live.session, list[tuple[Snapshot, str]]()
    workspace.snapshot_changed.connect(lambda snapshot: shown.append((snapshot, workspace.phase)))
    take_events = session.take_events

    def rest_right_after() -> list[Event]:
        events = take_events()
        session.pause()
        qtbot.waitUntil(lambda: not session._events.empty() and not session._mailbox.is_empty)
        return events

    monkeypatch.setattr(session, "take_events", rest_right_after)
    workspace._live.expect_news()
    workspace._live.poll()
    monkeypatch.undo()
    workspace.set_watched(True)
    qtbot.waitUntil(lambda: workspace.phase == "paused")
    last = shown[-1][0].metrics.step
    assert [phase for snapshot, phase in shown if snapshot.metrics.step == last] == ["paused"]


def test_that_painting_goes_on_after_an_error_of_the_program(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    paint(workspace, 6)
    settle(qtbot, workspace)

    def fail(*_: object) -> Prepared:
        raise RuntimeError("the program has an error")

    monkeypatch.setattr(worker, "prepare", fail)
    paint(workspace, 8)
    qtbot.waitUntil(lambda: workspace.problem is not None)
    monkeypatch.undo()
    paint(workspace, 10)
    settle(qtbot, workspace)
    assert workspace.prepared is not None
    assert len(workspace.prepared.dataset) == 10
