"""Number fields take what people type, whatever their decimal sign."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnstudio.app.widgets.number_edit import NumberEdit, by_ladder, by_one, typed_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2,5", 2.5),
        ("-0,25", -0.25),
        ("0,001", 0.001),
        ("1,000", 1.0),
        ("1.000,5", 1000.5),
        ("1,000.5", 1000.5),
        ("1e-3", 0.001),
        ("1,5e-3", 0.0015),
        (".5", 0.5),
        ("1,2,3", None),
        ("abc", None),
        ("nan", None),
        ("inf", None),
        ("", None),
    ],
)
def test_that_the_last_sign_of_a_number_is_its_decimal_sign(text: str, number: float) -> None:
    assert typed_number(text, whole=False) == number


@pytest.mark.parametrize(
    ("text", "number"), [("1,000", 1000.0), ("12,345,678", 12345678.0), ("2,5", 2.5)]
)
def test_that_commas_set_thousands_of_whole_numbers_apart(text: str, number: float) -> None:
    assert typed_number(text, whole=True) == number


def test_that_a_decimal_comma_typed_into_a_field_is_one(qtbot: QtBot) -> None:
    field, whole = NumberEdit(by_ladder), NumberEdit(by_one, whole=True)
    for edit, keys, value in ((field, "0,01", 0.01), (whole, "2,000", 2000.0)):
        qtbot.addWidget(edit)
        edit.selectAll()
        QTest.keyClicks(edit, keys)
        QTest.keyClick(edit, Qt.Key.Key_Return)
        assert edit.value() == value
