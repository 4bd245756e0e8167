"""The dialog that opens a table: what it says it recognized, and how that is corrected."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QSpinBox, QTableWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.panels.table_import import TableImportDialog
from tests.app.opened import child
from tests.app.panels.test_table_import import (
    accept,
    accepted,
    choose,
    dialog,
    texts,
    verdict,
    wait,
)

__all__ = ["dialog"]
TABLE = "a,b,kind\n1.5,2,x\n3.5,4,y\n-5.5,6,x\n"
FINE = "3 examples · 2 features · 2 classes (x, y)"


def show(qtbot: QtBot, dialog: TableImportDialog, path: Path, content: bytes | str) -> None:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    dialog.open_file(path)
    wait(qtbot, dialog)


def notes(dialog: TableImportDialog) -> str:
    return child(dialog, QLabel, "table.notes").text()


def box(dialog: TableImportDialog, name: str) -> QComboBox:
    return child(dialog, QComboBox, f"table.{name}")


def skip(qtbot: QtBot, dialog: TableImportDialog, lines: int) -> None:
    child(dialog, QSpinBox, "table.skip").setValue(lines)
    wait(qtbot, dialog)


def check_category(qtbot: QtBot, dialog: TableImportDialog, row: int, checked: bool) -> None:
    item = child(dialog, QTableWidget, "table.columns").item(row, 1)
    assert item is not None
    item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
    wait(qtbot, dialog)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (TABLE.replace(",", "~"), "skip", ""),
        ("one\ntwo\n3\n", "header", "header"),
        ('{"a": 1}', "delimiter", ""),
        (b"\x80\x81,\x82\x83\n", "encoding", ""),
    ],
)
def test_that_a_file_that_is_not_recognized_can_still_be_corrected(
    qtbot: QtBot,
    dialog: TableImportDialog,
    tmp_path: Path,
    content: bytes | str,
    name: str,
    words: str,
) -> None:
    show(qtbot, dialog, tmp_path / "odd.csv", content)
    assert not accept(dialog).isEnabled()
    for each in ("delimiter", "decimal", "encoding", "header"):
        assert box(dialog, each).isVisible()
    assert child(dialog, QSpinBox, "table.skip").isVisible()
    assert name == "skip" or box(dialog, name).currentText() == words


def test_that_a_wrong_correction_is_shown_beside_the_text_and_taken_back(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    show(qtbot, dialog, tmp_path / "good.csv", TABLE)
    choose(qtbot, dialog, "delimiter", "tab")
    assert "only one column" in verdict(dialog)
    assert texts(child(dialog, QTableWidget, "table.preview"), 0)[0] == "a,b,kind"
    choose(qtbot, dialog, "delimiter", "comma")
    assert verdict(dialog) == FINE


def test_that_skipped_lines_are_told_and_can_be_changed(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    show(qtbot, dialog, tmp_path / "titled.csv", "Results of 2024\n" + TABLE)
    assert notes(dialog) == '1 line above the table skipped: "Results of 2024"'
    assert child(dialog, QSpinBox, "table.skip").value() == 1
    assert verdict(dialog) == FINE
    skip(qtbot, dialog, 0)
    assert "only one column" in verdict(dialog)
    skip(qtbot, dialog, 2)
    choose(qtbot, dialog, "header", "data")
    assert accepted(qtbot, dialog)[0].skip == 2


def test_that_another_sheet_can_be_chosen_and_a_cover_page_left(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    cover = book.worksheets[0]
    cover.title = "Cover"
    cover["A1"] = "Results of our lab"
    sheet = book.create_sheet("Data")
    for line in TABLE.splitlines():
        sheet.append([float(cell) if cell[-1:].isdigit() else cell for cell in line.split(",")])
    book.save(tmp_path / "lab.xlsx")
    dialog.open_file(tmp_path / "lab.xlsx")
    wait(qtbot, dialog)
    assert verdict(dialog) == FINE
    assert notes(dialog) == 'sheet "Data" is read, not "Cover"'
    assert box(dialog, "decimal").isVisible()
    assert not box(dialog, "encoding").isVisible()
    choose(qtbot, dialog, "sheet", "Cover")
    assert "only one column" in verdict(dialog)
    choose(qtbot, dialog, "sheet", "Data")
    assert accepted(qtbot, dialog)[0].sheet == "Data"


def test_that_measurements_are_numbers_unless_checked_as_categories(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    rows = "".join(f"{i % 4} cm,{'xy'[i % 2]}\n" for i in range(40))
    show(qtbot, dialog, tmp_path / "sizes.csv", "size,kind\n" + rows)
    assert notes(dialog) == '"size": read as numbers, "cm" left out'
    cells = texts(child(dialog, QTableWidget, "table.columns"), 2)
    assert cells[0] == '0 to 3 · read as numbers, "cm" left out'
    assert accepted(qtbot, dialog)[0].numbers == ("size",)
    dialog.show()
    dialog.open_file(tmp_path / "sizes.csv")
    wait(qtbot, dialog)
    check_category(qtbot, dialog, 0, True)
    assert verdict(dialog) == "40 examples · 4 features · 2 classes (x, y)"
    check_category(qtbot, dialog, 0, False)
    assert verdict(dialog) == "40 examples · 1 feature · 2 classes (x, y)"
    check_category(qtbot, dialog, 0, True)
    data, _ = accepted(qtbot, dialog)
    assert (data.numbers, data.categories) == (None, ("size",))


def test_that_prices_are_predicted_as_a_number_or_as_classes(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    rows = "".join(f"{i},${i % 5}.50\n" for i in range(40))
    show(qtbot, dialog, tmp_path / "prices.csv", "a,price\n" + rows)
    assert verdict(dialog).endswith("5 classes ($0.50, $1.50, $2.50, $3.50, …)")
    choose(qtbot, dialog, "task", "a number")
    assert verdict(dialog) == "40 examples · 1 feature · a number to predict"
    assert notes(dialog) == '"price": read as numbers, "$" left out'
    choose(qtbot, dialog, "task", "classes")
    assert "5 classes" in verdict(dialog)


def test_that_marks_in_text_are_missing_unless_a_person_says_otherwise(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    rows = "".join(f"{i},{('x', 'y', 'NA', '?')[i % 4]}\n" for i in range(40))
    show(qtbot, dialog, tmp_path / "marks.csv", "a,kind\n" + rows)
    assert verdict(dialog) == (
        'column "kind": 20 of 40 cells have no label, first in row 4; correct them, or choose '
        "under Missing to leave these rows out"
    )
    choose(qtbot, dialog, "missing", "leave the row out")
    assert verdict(dialog) == "20 examples · 1 feature · 2 classes (x, y) · 20 rows left out"
    choose(qtbot, dialog, "marks", "is a text like others")
    assert verdict(dialog) == "40 examples · 1 feature · 4 classes (?, NA, x, y)"
    assert accepted(qtbot, dialog)[0].marks == "text"


def test_that_gaps_are_decided_on_in_the_words_of_the_dialog(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    show(qtbot, dialog, tmp_path / "gaps.csv", "a,b,kind\n1,,x\n,2,y\n")
    assert verdict(dialog).endswith('cells of "b"; choose under Missing what happens to them')
    choose(qtbot, dialog, "missing", "leave the row out")
    assert verdict(dialog).endswith(
        "choose under Missing to fill in the mean or median, or leave columns out"
    )


def test_that_texts_that_hardly_repeat_are_left_out_and_said_to_be(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    rows = "".join(f"name {chr(65 + i)},{i},{'xy'[i % 2]}\n" for i in range(26))
    show(qtbot, dialog, tmp_path / "named.csv", "who,a,kind\n" + rows)
    assert verdict(dialog) == (
        '26 examples · 1 feature · 2 classes (x, y) · 1 of 2 columns left out: "who"'
    )
    assert accepted(qtbot, dialog)[0].columns == ("a",)
    dialog.show()
    show(qtbot, dialog, tmp_path / "gaps.csv", "who,a,kind\n" + rows.replace(",3,", ",,"))
    assert notes(dialog) == '1 of 2 columns left out: "who"'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "red,L,A\ngreen,S,B\nblue,L,A\nred,S,B\n",
            "the first row is taken as an example, not as names",
        ),
        (
            "who,kind\n" + "".join(f"n{i},{'xy'[i % 2]}\n" for i in range(30)),
            '"who" differs in nearly every row and makes 30 features',
        ),
        (
            "day,a,kind\n5/1/2024,1,x\n6/1/2024,2,y\n",
            '"day" is not read as dates: "5/1/2024" does not tell the day from the month',
        ),
        ("größe,kind\n1,x\n2,y\n".encode("latin-1"), "not UTF-8, so read as Windows-1252"),
        ('a,kind\n"1,237",x\n"2,345",y\n', '"1,237" is read as 1237'),
        ("a;kind\n1,237;x\n2,345;y\n", '"1,237" is read as 1.237'),
    ],
)
def test_that_what_could_be_otherwise_is_said(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path, content: bytes | str, said: str
) -> None:
    show(qtbot, dialog, tmp_path / "odd.csv", content)
    assert said in notes(dialog)


def test_that_the_decimal_box_corrects_what_a_comma_is(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    show(qtbot, dialog, tmp_path / "odd.csv", 'a,kind\n"1,237",x\n"2,345",y\n')
    choose(qtbot, dialog, "decimal", "comma")
    assert texts(child(dialog, QTableWidget, "table.columns"), 2)[0] == "1.237 to 2.345"
    assert accepted(qtbot, dialog)[0].decimal == "comma"


def test_that_a_note_beside_the_table_is_not_what_is_predicted(
    qtbot: QtBot, dialog: TableImportDialog, tmp_path: Path
) -> None:
    show(
        qtbot,
        dialog,
        tmp_path / "noted.csv",
        TABLE.replace("\n", ",\n").replace("kind,", "kind,note"),
    )
    choose(qtbot, dialog, "header", "header")
    assert verdict(dialog).startswith(FINE)
    show(qtbot, dialog, tmp_path / "other.csv", "a,kind,\n1,x,\n2,y,see below\n3,x,\n4,y,\n")
    assert box(dialog, "target").currentText() == "kind"
