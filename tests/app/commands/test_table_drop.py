"""Tables reach the window from its menu, by a drop, and from the clipboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from nnstudio.app.panels.table_import import TableImportDialog
from nnstudio.app.window.main_window import MainWindow
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.files.documents import load, save
from tests.app.conftest import MakeWindow
from tests.app.opened import child, experiment_on

CELLS = "size\tkind\n" + "".join(f"{i},5\t{'xy'[i % 2]}\n" for i in range(20))
_COPY, _LEFT, _FREE = (
    Qt.DropAction.CopyAction,
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
)


def drop(window: MainWindow, *paths: Path) -> bool:
    """Drag the files onto the window and let go; whether it takes them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(QPoint(9, 9), _COPY, mime, _LEFT, _FREE)
    enter.ignore()
    QGuiApplication.sendEvent(window, enter)
    if enter.isAccepted():
        event = QDropEvent(QPointF(9, 9), _COPY, mime, _LEFT, _FREE)
        event.ignore()
        QGuiApplication.sendEvent(window, event)
    return enter.isAccepted()


def use_table(qtbot: QtBot, window: MainWindow) -> TableImportDialog:
    """Use the table in the dialog as soon as it can be used."""
    dialog = child(window, TableImportDialog, "tableImport")
    button = child(dialog, QPushButton, "table.accept")
    qtbot.waitUntil(button.isEnabled)
    button.click()
    return dialog


def test_that_a_dropped_table_is_used_after_a_look_at_it(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path
) -> None:
    window = make_window()
    path = tmp_path / "Meine Daten.tsv"
    path.write_text(CELLS)
    assert drop(window, path)
    assert window.workspace.experiment.data.source == "spiral"
    use_table(qtbot, window)
    facts = child(window, QLabel, "data.facts")
    qtbot.waitUntil(lambda: facts.text().startswith("Meine Daten.tsv"))
    assert window.workspace.experiment.data.target == "kind"


def test_that_a_dropped_experiment_is_opened(make_window: MakeWindow, tmp_path: Path) -> None:
    window = make_window()
    save(experiment_on("xor"), tmp_path / "a.json")
    assert drop(window, tmp_path / "a.json")
    assert window.workspace.experiment.data.source == "xor"


@pytest.mark.parametrize("names", [("a.exe",), ("a.csv", "b.csv"), ()])
def test_that_nothing_else_can_be_dropped(
    make_window: MakeWindow, tmp_path: Path, names: tuple[str, ...]
) -> None:
    assert not drop(make_window(), *(tmp_path / name for name in names))


def test_that_pasted_cells_are_saved_in_the_experiment(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path
) -> None:
    window = make_window()
    QGuiApplication.clipboard().setText(CELLS)
    action = window.findChild(QAction, "pasteTable")
    assert isinstance(action, QAction)
    action.trigger()
    use_table(qtbot, window)
    workspace = window.workspace
    qtbot.waitUntil(
        lambda: (
            workspace.prepared is not None and workspace.prepared.dataset.title == "pasted table"
        )
    )
    assert workspace.undo_stack.undoText() == "table pasted table"
    assert workspace.save(tmp_path / "pasted.nnstudio")
    again = prepare(load(tmp_path / "pasted.nnstudio"))
    assert again.dataset.rows[:, 0].tolist() == [i + 0.5 for i in range(20)]


def test_that_a_table_beside_the_saved_experiment_moves_with_it(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path
) -> None:
    window = make_window()
    (tmp_path / "course").mkdir()
    path = tmp_path / "course" / "pets.csv"
    path.write_text(CELLS)
    assert drop(window, path)
    use_table(qtbot, window)
    assert window.workspace.save(tmp_path / "course" / "pets.json")
    (tmp_path / "course").rename(tmp_path / "moved")
    moved = load(tmp_path / "moved" / "pets.json")
    assert moved.data.path == "pets.csv"
    assert len(prepare(moved, tmp_path / "moved").dataset) == 20
