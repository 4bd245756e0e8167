"""The dialog that opens a table: what it recognizes, shows, lets be corrected, and refuses."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QProgressBar, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.panels.class_balance import ClassBalance
from nnstudio.app.panels.table_import import TableImportDialog
from nnstudio.experiment.document import MAX_TEXT, DataSettings
from tests.app.opened import child

GOOD = "length;width;kind\n1,5;2,25;cat\n2,5;1,25;dog\n1,7;2,05;cat\n2,6;1,5;dog\n"
GAPS = "a,b,color,kind\n" + "".join(f"{i},{i % 7},red,x\n{i}.5,oops,blue,y\n" for i in range(10))


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[TableImportDialog]:
    dialog = TableImportDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    dialog.reject()
    qtbot.waitUntil(lambda: "table" not in [thread.name for thread in threading.enumerate()])


def wait(qtbot: QtBot, dialog: TableImportDialog) -> None:
    """Until everything was read."""
    qtbot.waitUntil(lambda: not dialog.is_reading, timeout=20_000)


def show(qtbot: QtBot, dialog: TableImportDialog, path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")
    dialog.open_file(path)
    wait(qtbot, dialog)


def verdict(dialog: TableImportDialog) -> str:
    return child(dialog, QLabel, "table.verdict").text()


def accept(dialog: TableImportDialog) -> QPushButton:
    return child(dialog, QPushButton, "table.accept")


def choose(qtbot: QtBot, dialog: TableImportDialog, name: str, words: str) -> None:
    """Choose as a user does, and wait for what follows."""
    box = child(dialog, QComboBox, f"table.{name}")
    box.setCurrentText(words)
    assert box.currentText() == words
    box.activated.emit(box.currentIndex())
    wait(qtbot, dialog)


def accepted(qtbot: QtBot, dialog: TableImportDialog) -> tuple[DataSettings, str]:
    with qtbot.waitSignal(dialog.chosen) as chosen:
        accept(dialog).click()
    assert chosen.args is not None
    return chosen.args[0], chosen.args[1]


def texts(table: QTableWidget, column: int) -> list[str]:
    items = [table.item(row, column) for row in range(table.rowCount())]
    return [item.text() for item in items if item is not None]


def test_that_delimiter_decimal_comma_encoding_and_header_are_shown(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    show(qtbot, dialog, tmp_path / "pets.csv", GOOD)
    shown = {
        name: child(dialog, QComboBox, f"table.{name}").currentText()
        for name in ("delimiter", "decimal", "encoding", "header")
    }
    assert shown == {
        "delimiter": "semicolon",
        "decimal": "comma",
        "encoding": "UTF-8",
        "header": "header",
    }
    assert child(dialog, QLabel, "table.file").text() == "pets.csv"


def test_that_a_correction_reads_the_file_anew_and_is_kept(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    show(qtbot, dialog, tmp_path / "years.csv", "a,2020,kind\n1,5,x\n2,6,y\n3,7,x\n")
    choose(qtbot, dialog, "header", "header")
    preview = child(dialog, QTableWidget, "table.preview")
    header = preview.horizontalHeaderItem(1)
    assert header is not None
    assert header.text() == "2020"
    assert preview.rowCount() == 3
    choose(qtbot, dialog, "encoding", "Windows-1252")
    data, _ = accepted(qtbot, dialog)
    assert (data.header, data.encoding, data.delimiter) == (True, "Windows-1252", None)


def test_that_the_first_rows_are_previewed_with_their_numbers(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    show(qtbot, dialog, tmp_path / "pets.csv", GOOD)
    preview = child(dialog, QTableWidget, "table.preview")
    number = preview.verticalHeaderItem(0)
    assert number is not None
    assert number.text() == "2"
    assert texts(preview, 0) == ["1,5", "2,5", "1,7", "2,6"]


def test_that_the_last_column_is_predicted_unless_another_is_chosen(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    path = tmp_path / "pets.csv"
    show(qtbot, dialog, path, "kind,length,width\n" + "cat,1.5,2.5\ndog,2.5,3.5\n" * 6)
    assert child(dialog, QComboBox, "table.target").currentText() == "width"
    assert verdict(dialog) == "12 examples · 3 features · a number to predict"
    choose(qtbot, dialog, "target", "kind")
    assert verdict(dialog) == "12 examples · 2 features · 2 classes (cat, dog)"
    data, task = accepted(qtbot, dialog)
    assert (data.path, data.target, task) == (str(path.resolve()), "kind", "classification")


def test_that_a_task_that_was_recognized_can_be_changed(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    rows = "".join(f"{k * 0.5},{k % 3}\n" for k in range(30))
    show(qtbot, dialog, tmp_path / "grades.csv", "size,grade\n" + rows)
    assert verdict(dialog).endswith("3 classes (0, 1, 2)")
    choose(qtbot, dialog, "task", "a number")
    assert verdict(dialog) == "30 examples · 1 feature · a number to predict"
    assert accepted(qtbot, dialog)[1] == "regression"


def test_that_the_balance_of_the_classes_is_shown(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    show(qtbot, dialog, tmp_path / "pets.csv", GOOD + "1;1;cat\n")
    balance = child(dialog, ClassBalance, "table.balance")
    assert balance.accessibleDescription() == "cat 3, dog 2"
    assert not balance.grab().isNull()


def test_that_cells_without_a_value_are_located_and_must_be_decided_on(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    show(qtbot, dialog, tmp_path / "gaps.csv", GAPS)
    cells = texts(child(dialog, QTableWidget, "table.columns"), 2)
    assert cells[1] == '10 of 20 cells are not numbers, first in row 3: "oops"'
    assert cells[2] == "2 categories → 2 columns"
    assert verdict(dialog).startswith('column "b": 10 of 20 cells are not numbers')
    assert not accept(dialog).isEnabled()
    choose(qtbot, dialog, "missing", "fill in the mean")
    assert verdict(dialog) == "20 examples · 4 features · 2 classes (x, y)"
    assert accepted(qtbot, dialog)[0].missing == "mean"


def test_that_columns_are_left_out_and_encoded_by_checking_them(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    show(qtbot, dialog, tmp_path / "gaps.csv", GAPS)
    columns = child(dialog, QTableWidget, "table.columns")
    encode = columns.item(1, 1)
    assert encode is not None
    encode.setCheckState(Qt.CheckState.Checked)
    wait(qtbot, dialog)
    assert verdict(dialog) == "20 examples · 11 features · 2 classes (x, y)"
    feature = columns.item(0, 0)
    assert feature is not None
    feature.setCheckState(Qt.CheckState.Unchecked)
    wait(qtbot, dialog)
    data, _ = accepted(qtbot, dialog)
    assert (data.columns, data.categories) == (("b", "color"), ("b",))


def test_that_a_column_that_cannot_be_a_feature_is_left_out_at_first(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    rows = "".join(f"name {i},{i},{'xy'[i % 2]}\n" for i in range(150))
    show(qtbot, dialog, tmp_path / "named.csv", "who,a,kind\n" + rows)
    left_out = '1 of 2 columns left out: "who"'
    assert verdict(dialog) == f"150 examples · 1 feature · 2 classes (x, y) · {left_out}"
    assert texts(child(dialog, QTableWidget, "table.columns"), 2)[0] == (
        "150 different texts, too many for categories"
    )
    assert accepted(qtbot, dialog)[0].columns == ("a",)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("", "empty"),
        ("a,b,kind\n1,2,cat\noops,3,dog\n", "oops"),
        ("a,b,kind\n1,2,cat\n3,dog\n", "row 3"),
        ("a,kind\n1,cat\n2,cat\n", "only one class"),
        ("justoneword\n1\n2\n", "only one column"),
    ],
)
def test_that_a_bad_file_is_refused_in_one_sentence_with_the_place(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path, content: str, place: str
) -> None:
    show(qtbot, dialog, tmp_path / "bad.csv", content)
    assert place in verdict(dialog)
    assert "\n" not in verdict(dialog)
    assert not accept(dialog).isEnabled()


def test_that_a_good_file_after_a_bad_one_can_be_used(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    show(qtbot, dialog, tmp_path / "bad.csv", "")
    show(qtbot, dialog, tmp_path / "good.csv", GOOD)
    assert accept(dialog).isEnabled()
    assert verdict(dialog) == "4 examples · 2 features · 2 classes (cat, dog)"


def test_that_cells_from_a_spreadsheet_are_pasted_into_the_experiment(
    qtbot: QtBot, dialog: TableImportDialog
) -> None:
    QGuiApplication.clipboard().setText("a\tkind\n1,5\tcat\n2,5\tdog\n")
    child(dialog, QPushButton, "table.paste").click()
    wait(qtbot, dialog)
    assert verdict(dialog) == "2 examples · 1 feature · 2 classes (cat, dog)"
    data, _ = accepted(qtbot, dialog)
    assert (data.path, data.text) == (None, "a\tkind\n1,5\tcat\n2,5\tdog\n")


@pytest.mark.parametrize(
    ("text", "place"), [("", "no text to paste"), ("1\t2\n" * MAX_TEXT, "save the table as")]
)
def test_that_what_cannot_be_pasted_is_refused(
    dialog: TableImportDialog, text: str, place: str
) -> None:
    QGuiApplication.clipboard().setText(text)
    dialog.paste()
    assert place in verdict(dialog)
    assert not accept(dialog).isEnabled()


def test_that_a_file_dropped_on_the_dialog_is_shown(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    path = tmp_path / "pets.csv"
    path.write_text(GOOD)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    action, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    free = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(9, 9).toPoint(), action, mime, left, free)
    enter.ignore()
    QGuiApplication.sendEvent(dialog, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(9, 9), action, mime, left, free)
    drop.ignore()
    QGuiApplication.sendEvent(dialog, drop)
    wait(qtbot, dialog)
    assert verdict(dialog) == "4 examples · 2 features · 2 classes (cat, dog)"


def test_that_a_long_file_shows_its_first_rows_and_progress_and_closing_stops_it(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b,c,kind\n" + '1.25,2.5,"3.75",x\n1,2,3,y\n' * 400_000)
    dialog.open_file(path)
    progress = child(dialog, QProgressBar, "table.progress")
    preview = child(dialog, QTableWidget, "table.preview")
    qtbot.waitUntil(lambda: preview.rowCount() > 0 and progress.isVisible())
    assert dialog.is_reading
    assert not accept(dialog).isEnabled()
    dialog.reject()
    assert not dialog.is_reading
    assert not dialog.isVisible()


def test_that_a_table_in_use_is_shown_as_it_was_chosen(
    qtbot: QtBot, dialog: TableImportDialog
) -> None:
    data = DataSettings(source="table", text=GAPS, missing="drop", columns=("b",), target="kind")
    dialog.show_table(data)
    wait(qtbot, dialog)
    assert child(dialog, QComboBox, "table.missing").currentText() == "leave the row out"
    assert verdict(dialog).startswith('column "kind" holds only one class, "x"')
    choose(qtbot, dialog, "missing", "fill in the median")
    left_out = '2 of 3 columns left out: "a", "color"'
    assert verdict(dialog) == f"20 examples · 1 feature · 2 classes (x, y) · {left_out}"


def test_that_closing_while_reading_leaves_nothing_half_shown(
    dialog: TableImportDialog, tmp_path: Path
) -> None:
    path = tmp_path / "pets.csv"
    path.write_text(GOOD)
    dialog.open_file(path)
    dialog.hide()
    assert not dialog.is_reading
    assert child(dialog, QLabel, "table.file").text() == ""
    dialog.show()
    assert child(dialog, QTableWidget, "table.preview").isHidden()
