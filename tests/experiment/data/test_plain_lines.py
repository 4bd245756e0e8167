"""Lines read by whole arrays mean what the csv module and Python's float() make of them."""

import csv
from decimal import Decimal
from io import StringIO

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nnstudio.experiment.data.tables.cells import parse_number
from nnstudio.experiment.data.tables.plain_lines import plain_lines


def numbers(cells: list[str], *, decimal_comma: bool = False) -> np.ndarray:
    lines = plain_lines("\n".join(cells), ";", decimal_comma, 1)
    assert lines is not None
    found, _ = lines.numbers([0])
    return found[:, 0]


def expected(cells: list[str], *, decimal_comma: bool = False) -> np.ndarray:
    return np.array([parse_number(cell, decimal_comma) for cell in cells])


def assert_same(found: np.ndarray, wanted: np.ndarray) -> None:
    """Equal to the last bit, the sign of zero included."""
    np.testing.assert_array_equal(found, wanted)
    np.testing.assert_array_equal(np.signbit(found), np.signbit(wanted))


def test_that_numbers_of_every_length_are_those_of_float() -> None:
    rng = np.random.default_rng(1)
    cells = []
    for length in range(1, 26):
        for _ in range(400):
            digits = "".join(map(str, rng.integers(0, 10, length)))
            place = int(rng.integers(0, length + 1))
            sign = "-" if rng.random() < 0.5 else ""
            cells.append(f"{sign}{digits[:place]}.{digits[place:]}")
    assert_same(numbers(cells), expected(cells))


def test_that_floats_as_python_writes_them_come_back() -> None:
    rng = np.random.default_rng(2)
    values = rng.normal(size=20_000) * 10.0 ** rng.integers(-12, 12, 20_000)
    assert_same(numbers([repr(value) for value in values.tolist()]), values)


def test_that_numbers_at_and_beside_the_middle_of_two_floats_are_rounded_as_float_does() -> None:
    rng = np.random.default_rng(3)
    cells = []
    for _ in range(4000):
        low = float(rng.integers(2**52, 2**53)) / 2 ** int(rng.integers(0, 8))
        low = 2.0 ** int(rng.integers(44, 56)) if rng.random() < 0.1 else low
        near = (Decimal(low) + Decimal(np.nextafter(low, rng.choice([0.0, np.inf])).item())) / 2
        last = Decimal(1).scaleb(int(near.as_tuple().exponent))
        cells += [f"{near:f}", f"{near + last:f}", f"{near - last:f}"]
    assert_same(numbers(cells), expected(cells))


def test_that_a_comma_may_be_the_decimal_mark_and_a_point_then_is_none() -> None:
    cells = ["1,5", "-0,25", ",5", "5,", "1.5", "1,5,5", "7"]
    found = numbers(cells, decimal_comma=True)
    assert_same(found, expected(cells, decimal_comma=True))


@pytest.mark.parametrize(
    "cell",
    [
        *("", "-", ".", "-.", "--1", "1-", "1.2.3", "1_0", " 1.5 ", "+3", "1e5", "-1E-3", "1e999"),
        *("inf", "-Infinity", "nan", "nan(1)", "0x1A", "oops", "١٢", "é", "-0", "-0.0", "00012"),
    ],
)
def test_that_a_cell_is_the_number_that_float_takes_it_for(cell: str) -> None:
    for others in (["7"], ["1e3", "1e4", "1e5"]):  # a few odd cells, and many
        cells = [others[0], cell, *others[1:]]
        lines = plain_lines("".join(f"{each};{each}\n" for each in cells), ";", False, 2)
        assert lines is not None or cell == ""  # a row without anything in it is not a row
        if lines is not None:
            found, odd = lines.numbers([0, 1])
            assert_same(found[:, 1], expected(cells))
            good = np.abs(expected(cells)[1]) <= 1e30
            assert odd == ({} if good else {0: cell, 1: cell})


def test_that_only_columns_that_are_asked_for_are_told_to_be_odd() -> None:
    lines = plain_lines("1,x,y\n2,,z\n", ",", False, 3)
    assert lines is not None
    found, odd = lines.numbers([0, 1])
    assert found[:, 0].tolist() == [1.0, 2.0]
    assert odd == {1: "x"}
    assert lines.texts(2) == ["y", "z"]


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet='01.,-e" \n\ré', max_size=40), st.integers(1, 4))
@example('"1","2"\n"3","4"\n', 2)
@example('"a,b",1\n2,3\n', 2)
@example('"",""""\n', 2)
@example('",",1\n', 3)
@example('1,2\n"",""\n', 2)
@example(" , \n1,2\n", 2)
def test_that_cells_are_those_of_the_csv_module_or_left_to_it(text: str, width: int) -> None:
    lines = plain_lines(text, ",", False, width)
    if lines is None:
        return
    rows = list(csv.reader(StringIO(text, newline=""), strict=True))
    assert all(any(map(str.strip, row)) for row in rows)
    columns = [lines.texts(place) for place in range(width)]
    assert [list(row) for row in zip(*columns, strict=True)] == rows
    found, _ = lines.numbers(range(width))
    assert_same(found, np.array([expected(row) for row in rows]))


def test_that_lines_the_csv_module_refuses_are_left_to_it() -> None:
    for text in ('1,"2\n', '1,2"3"\n', "1,2,3\n", "1\n", "1,2\n\n3,4\n", "1," + "9" * 200_000):
        assert plain_lines(text, ",", False, 2) is None
