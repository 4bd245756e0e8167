"""Saving with trained weights, and finding them again."""

from pathlib import Path

import numpy as np
from pytestqt.qtbot import QtBot

from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.editing import edits
from nnstudio.experiment.files.documents import load_weights
from tests.app.opened import experiment_on, opened


def trained(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.run()
    qtbot.waitUntil(
        lambda: (
            workspace.phase == "finished"
            and workspace.snapshot is not None
            and workspace.snapshot.metrics.epoch == 20
        )
    )


def test_that_weights_saved_come_back_and_are_saved_again(qtbot: QtBot, tmp_path: Path) -> None:
    path, other = tmp_path / "a.nnstudio", tmp_path / "b.nnstudio"
    with opened(qtbot, experiment_on("spiral")) as workspace:
        trained(qtbot, workspace)
        before = workspace.snapshot
        assert before is not None
        assert workspace.save(path, with_weights=True)
        for source in (path, other):
            assert workspace.open(source)
            qtbot.waitUntil(
                lambda: workspace.snapshot is not None and workspace.snapshot.metrics.epoch == 20
            )
            assert workspace.phase == "paused"
            assert workspace.snapshot is not None
            for one, two in zip(before.matrices, workspace.snapshot.matrices, strict=True):
                np.testing.assert_array_equal(one, two)
            assert workspace.save(other)


def test_that_saving_alone_keeps_the_experiment_only(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.nnstudio"
    with opened(qtbot, experiment_on("spiral")) as workspace:
        trained(qtbot, workspace)
        assert workspace.save(path)
        assert workspace.open(path)
        qtbot.waitUntil(lambda: workspace.phase == "ready")
        assert workspace.problem is None


def test_that_weights_are_not_lost_where_the_data_of_their_file_are_missing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path, table = tmp_path / "a.nnstudio", tmp_path / "points.csv"
    rows = [f"{x},{x * x},{x > 0}" for x in range(-20, 20)]
    table.write_text("a,b,y\n" + "\n".join(rows), encoding="utf-8")
    document = edits.set_data(experiment_on("spiral"), source="table", path=str(table), target="y")
    with opened(qtbot, document) as workspace:
        trained(qtbot, workspace)
        assert workspace.snapshot is not None
        before = workspace.snapshot.matrices[0]
        assert workspace.save(path, with_weights=True)
        table.rename(tmp_path / "elsewhere.csv")
        assert workspace.open(path)
        assert workspace.save(path)
        qtbot.waitUntil(lambda: workspace.phase == "invalid")
        assert workspace.save(path)
        weights = load_weights(path)
        assert weights is not None
        np.testing.assert_array_equal(weights.matrices[0], before)
        moved = str(tmp_path / "elsewhere.csv")
        workspace.edit("find the table", lambda now: edits.set_data(now, path=moved))
        qtbot.waitUntil(lambda: workspace.snapshot is not None)
        assert workspace.snapshot is not None
        np.testing.assert_array_equal(workspace.snapshot.matrices[0], before)
