"""The dialog that opens a table: what it recognizes, shows, and refuses."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.panels.table_import import TableImportDialog
from tests.app.opened import child

GOOD = "length;width;kind\n1,5;2,25;cat\n2,5;1,25;dog\n1,7;2,05;cat\n2,6;1,5;dog\n"


@pytest.fixture
def dialog(qtbot: QtBot) -> TableImportDialog:
    dialog = TableImportDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def verdict(dialog: TableImportDialog) -> str:
    return child(dialog, QLabel, "table.verdict").text()


def accept(dialog: TableImportDialog) -> QPushButton:
    return child(dialog, QPushButton, "table.accept")


def test_that_delimiter_decimal_comma_encoding_and_header_are_shown(
    dialog: TableImportDialog, tmp_path: Path
) -> None:
    path = tmp_path / "pets.csv"
    path.write_text(GOOD, encoding="utf-8")
    dialog.open_file(path)
    text = child(dialog, QLabel, "table.recognized").text()
    for word in ("semicolon", "decimal comma", "UTF-8", "first row is a header", "3 columns"):
        assert word in text


def test_that_the_first_rows_are_previewed(dialog: TableImportDialog, tmp_path: Path) -> None:
    path = tmp_path / "pets.csv"
    path.write_text(GOOD)
    dialog.open_file(path)
    preview = child(dialog, QTableWidget, "table.preview")
    cell, header = preview.item(0, 0), preview.horizontalHeaderItem(2)
    assert preview.rowCount() == 4
    assert cell is not None
    assert cell.text() == "1,5"
    assert header is not None
    assert header.text() == "kind"


def test_that_the_last_column_is_predicted_unless_another_is_chosen(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    path = tmp_path / "pets.csv"
    path.write_text("kind,length,width\n" + "cat,1.5,2.5\ndog,2.5,3.5\n" * 6)
    dialog.open_file(path)
    target = child(dialog, QComboBox, "table.target")
    assert target.currentText() == "width"
    assert "column" in verdict(dialog)
    assert not accept(dialog).isEnabled()
    target.setCurrentText("kind")
    assert verdict(dialog) == "12 examples · 2 features · 2 classes (cat, dog)"
    with qtbot.waitSignal(dialog.chosen) as chosen:
        accept(dialog).click()
    assert chosen.args == [str(path.resolve()), "kind"]


def test_that_numbers_are_recognized_as_regression(
    dialog: TableImportDialog, tmp_path: Path
) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("size,price\n" + "".join(f"{k},{k * 1.37:.2f}\n" for k in range(30)))
    dialog.open_file(path)
    assert verdict(dialog) == "30 examples · 1 feature · a number to predict"


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
    dialog: TableImportDialog, tmp_path: Path, content: str, place: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(content)
    dialog.open_file(path)
    assert place in verdict(dialog)
    assert "\n" not in verdict(dialog)
    assert not accept(dialog).isEnabled()


def test_that_a_good_file_after_a_bad_one_can_be_used(
    dialog: TableImportDialog, tmp_path: Path
) -> None:
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_text("")
    good.write_text(GOOD)
    dialog.open_file(bad)
    dialog.open_file(good)
    assert accept(dialog).isEnabled()
    assert verdict(dialog) == "4 examples · 2 features · 2 classes (cat, dog)"
