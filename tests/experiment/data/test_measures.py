"""Numbers in a dress, dates and times: what the texts of a column are read as."""

from math import isnan, nan

import pytest

from nnstudio.experiment.data.tables.decimals import decimal_comma
from nnstudio.experiment.data.tables.measures import decimal_sign, measured


def test_that_what_dresses_a_number_is_left_out_and_named() -> None:
    for texts, comma, numbers, words in (
        (("$10.50", "$1,200.00"), False, [10.5, 1200], '"$" and "," between thousands left out'),
        (("-$5", "$-6"), False, [-5, -6], '"$" left out'),
        (("12%", "13 %"), False, [12, 13], '"%" left out'),
        (("0,50 €", "1,50 €"), True, [0.5, 1.5], '"€" left out'),
        (("USD 5", "USD 6.5"), False, [5, 6.5], '"USD" left out'),
        (("5 cm", "6.5cm"), False, [5, 6.5], '"cm" left out'),
        (("7 km/h", "9 km/h"), False, [7, 9], '"km/h" left out'),
        (("-3 °C", "10 °C"), False, [-3, 10], '"°C" left out'),
        (("1,237", "950"), False, [1237, 950], '"," between thousands left out'),
        (("1.237,5", "950"), True, [1237.5, 950], '"." between thousands left out'),
        (("1.212", "2.452"), True, [1212, 2452], '"." between thousands left out'),
        (("1 237,5", "2\u00a0000", "3\u202f000"), True, [1237.5, 2000, 3000], "spaces between"),
        (("1'237.5", "950"), False, [1237.5, 950], '"\'" between thousands left out'),
        (("(0.5)", "12"), False, [-0.5, 12], "( ) is minus"),
        (("1.5D+03", "2d0"), False, [1500, 2], "read as numbers"),
        (("\u22122", "3"), False, [-2, 3], "read as numbers"),
        (("'1'", "'2.5'"), False, [1, 2.5], "read as numbers"),
        (("00:30", "01:30:36"), False, [0.5, 1.51], "read as hours"),
        (("1 day, 2:00:00", "3:30 pm"), False, [26, 15.5], "read as hours"),
    ):
        found = measured(texts, comma)
        assert found is not None, texts
        assert found.values.tolist() == pytest.approx(numbers), texts
        assert found.words.removeprefix("read as numbers, ").startswith(words), texts


@pytest.mark.parametrize(
    "texts",
    [
        ("5 cm", "6 mm"),
        ("$5", "€6"),
        ("c0", "c1"),
        ("B12", "B13"),
        ("class 1", "class 2"),
        ("1st", "2nd"),
        ("12a", "13a"),
        ("red", "blue"),
        ("1,23,456", "2,34,567"),
        ("1,5", "1.5"),
        ("192.168.1.1", "10.0.0.1"),
        ("3/4", "1/2"),
        ("555-1234", "555-2222"),
        ("0x01", "0x02"),
        ("5/1/2024", "5/2/2024"),
        ("2024-13-01", "2024-02-30"),
        ("1.5", "2"),
        ("2024-05-01 99:00", "2024-05-02 25:30"),
        ("1001-01", "1002-02", "1003-11"),
        ("0,237", "0,238"),
        ("0,237", "1,237"),
        (*"012345678", "0,200", "1,200"),
    ],
)
def test_that_names_and_cells_that_disagree_are_no_numbers(texts: tuple[str, ...]) -> None:
    assert measured(texts, False) is None


def test_that_every_way_to_write_a_date_gives_the_same_day() -> None:
    for text in (
        *("2024-05-13", "2024/5/13", "13.05.2024", "13.5.2024", "13/5/2024", "5/13/2024"),
        *("13 May 2024", "13. May 2024", "May 13, 2024", "13-May-2024", "2024-05-13 00:00:00"),
        *("2024-05-13T00:00:00Z", "2024-05-13T02:00:00+02:00", "13.05.2024 00:00"),
    ):
        found = measured((text, text.replace("13", "14")), False)
        assert found is not None, text
        assert found.values.tolist() == pytest.approx([8899, 8900]), text
        assert found.words == "read as days since 2000-01-01"
    noon = measured(("2024-05-13 12:00", "2024-05-13T18:00:00.000"), False)
    assert noon is not None
    assert noon.values.tolist() == [8899.5, 8899.75]


def test_that_missing_marks_and_a_few_slips_are_no_numbers_among_numbers() -> None:
    found = measured(("1 cm", "2 cm", "NA", "3 cm", "4 cm", "5 cm", "oops", ""), False)
    assert found is not None
    assert [value for value in found.values.tolist() if not isnan(value)] == [1, 2, 3, 4, 5]
    assert isnan(found.values[2])
    assert found.values.tolist()[6] is not nan


@pytest.mark.parametrize(
    ("cell", "sign"),
    [
        *(
            (cell, "comma")
            for cell in ("3,5", "0,125", "1234,567", "1.234,5", "1.234.567", "3,5 €")
        ),
        *((cell, "point") for cell in ("3.5", "0.125", "1,234.5", "1,234,567", "$3.50", "1'200.5")),
        *((cell, None) for cell in ("1,237", "1.212", "12", "a, b", "01.02.2024", "1,2,3")),
    ],
)
def test_that_a_cell_tells_the_decimal_sign_if_it_can_mean_nothing_else(
    cell: str, sign: str | None
) -> None:
    assert decimal_sign(cell) == sign


@pytest.mark.parametrize(
    ("rows", "delimiter", "said", "comma"),
    [
        ([["1.212", "3,5"]], ";", None, True),
        ([["1.855,50", "0,37"]], ";", None, True),
        ([["1,237", "0.57"]], ",", None, False),
        ([["1,237", "2"]], ",", None, False),
        ([["1,237", "2"]], ";", None, True),
        ([["1,237", "2"]], ",", "comma", True),
        ([["0,5", "0,25"]], ",", None, True),
        ([["1,5", "1.5"]], ";", None, False),
        ([["950,000", "1,234,567"]], "\t", None, False),
        ([["950,000", "$1.50"]], ";", None, False),
    ],
)
def test_that_the_decimal_sign_is_that_of_all_columns(
    rows: list[list[str]], delimiter: str, said: str | None, comma: bool
) -> None:
    assert decimal_comma(rows, delimiter, said) is comma
