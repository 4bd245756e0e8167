"""What is recognized of a text table that does not begin with its header, or has none."""

from pathlib import Path

import pytest

from nnstudio.experiment.data.sources import load_dataset
from nnstudio.experiment.data.tables.notes import notes
from nnstudio.experiment.data.tables.reading import open_table, read_table
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.errors import ExperimentError

TABLE = "a,b,kind\n1.5,2,x\n3.5,4,y\n-5.5,6,x\n"


def table(text: str, **said: object) -> DataSettings:
    return DataSettings.model_validate({"source": "table", "text": text, **said})


def has_header(text: str) -> bool:
    return open_table(table(text)).written.has_header


@pytest.mark.parametrize(
    ("above", "count"),
    [
        ("Results of 2024\n", 1),
        ("Results of 2024,,\n", 1),
        ("Results, by hand\n", 1),
        ("Results, by hand\nand another line\n", 2),
        ("Results of 2024\n\nby hand\n\n", 4),
        ("% made by me\n%\n", 2),
        ("// made by me\n", 1),
        ("# made by me, in May\n", 1),
    ],
)
def test_that_a_title_and_comments_are_skipped_and_said_to_be(above: str, count: int) -> None:
    data = table(above + TABLE)
    loaded = load_dataset(data, 0)
    assert loaded.rows.tolist() == [[1.5, 2], [3.5, 4], [-5.5, 6]]
    assert loaded.feature_names == ("a", "b")
    written = open_table(data).written
    assert (written.comments, written.above) == (count, above.splitlines()[0].rstrip(","))
    assert open_table(data).sample[0][0] == count + 2


def test_that_lines_are_skipped_as_a_person_says() -> None:
    text = "one,two,three\nfour,five,six\n" + TABLE
    assert open_table(table(text, skip=2)).names == ("a", "b", "kind")
    assert open_table(table("Results of 2024,,\n" + TABLE, skip=0)).names[0] == "Results of 2024"


def test_that_the_names_of_rows_are_not_taken_for_a_title() -> None:
    with pytest.raises(ExperimentError, match="only one column"):
        open_table(table('"x"\n"1",5\n"2",6\n'))


@pytest.mark.parametrize(
    "text",
    [
        TABLE.replace(",", " "),
        TABLE.replace(",", "   ").replace("\n", "  \n"),
        "  a      b kind\n" + "  1.5    2 x\n  3.5    4 y\n -5.5    6 x\n",
        "% by hand\n" + TABLE.replace(",", "  "),
        TABLE.replace(",", " ").replace("kind", '"kind"').replace("x", '"x"'),
    ],
)
def test_that_cells_may_be_separated_by_spaces(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.txt").write_text(text)
    data = DataSettings(source="table", path=str(tmp_path / "t.txt"))
    loaded = load_dataset(data, 0)
    assert loaded.rows.tolist() == [[1.5, 2], [3.5, 4], [-5.5, 6]]
    assert loaded.feature_names == ("a", "b")
    assert loaded.class_names == ("x", "y")
    assert open_table(data).written.spaces
    said = data.model_copy(update={"delimiter": "space"})
    assert load_dataset(said, 0).rows.tolist() == loaded.rows.tolist()


def test_that_sentences_are_no_cells_separated_by_spaces() -> None:
    with pytest.raises(ExperimentError, match="only one column"):
        open_table(table("one good text\nand another one\nthe third one\n"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("red,L,A\n" + "green,S,B\nblue,L,A\nred,S,B\n" * 3, False),
        ("color,size,kind\n" + "green,S,B\nblue,L,A\nred,S,B\n" * 3, True),
        ("red,L,A\ngreen,S,B\nblue,M,C\n", False),
        ("red,kind\n5 cm,B\n6 cm,A\n", True),
        ("day,kind\n2024-05-01,B\n2024-05-02,A\n", True),
        ("2019,2020,2021\n0.5,0.7,0.9\n0.3,0.8,0.3\n", True),
        ("2019,2020,2021\n2018,2021,2020\n2017,2020,2021\n", False),
        ("1990,1991,1992\n5,6,7\n8,9,10\n8,9,12\n", True),
        ("country,1990,1991,1992\nAT,5,6,7\nDE,8,9,10\n", True),
        ("Ann,here,red,1990,1991\nBen,there,red,1985,1986\nCy,here,blue,1970,1999\n", False),
        ("2019,2020,2022\n0.5,0.7,0.9\n0.3,0.8,0.3\n", False),
    ],
)
def test_that_a_first_row_is_a_header_where_the_rows_below_tell(text: str, expected: bool) -> None:
    assert has_header(text) is expected


def test_that_years_taken_as_names_are_said_to_be() -> None:
    for text, said in (
        ("country,1990,1991\nAT,5,6\nDE,8,9\n", ("the first row is taken as names",)),
        ("country,a,b\nAT,5,6\nDE,8,9\n", ()),
    ):
        data = table(text)
        assert notes(read_table(open_table(data), data), data) == said


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"a":[1,2,3],\n"b":[4,5,6]}', "JSON"),
        ('[{"a": 1, "b": 2}, {"a": 3, "b": 4}]', "JSON"),
        ("<html><table><tr><td>1</td></tr></table></html>", "HTML or XML"),
    ],
)
def test_that_what_is_no_table_is_called_by_its_name(text: str, kind: str) -> None:
    with pytest.raises(ExperimentError, match=f'"pasted table" holds {kind}, not rows of cells'):
        open_table(table(text))


def encoded(folder: Path, content: bytes, encoding: str | None = None) -> DataSettings:
    (folder / "t.csv").write_bytes(content)
    return DataSettings.model_validate(
        {"source": "table", "path": str(folder / "t.csv"), "encoding": encoding}
    )


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_that_wide_characters_are_told_without_a_mark_even_where_few_are_latin(
    tmp_path: Path, codec: str
) -> None:
    text = (
        "大小,味道,种类\n"
        + "一二三四五六七八九十,0.5,猫猫猫猫猫猫\n十九八七六五四三二一,1.5,狗狗狗狗\n"
    )
    loaded = load_dataset(encoded(tmp_path, text.encode(codec)), 0)
    assert loaded.class_names == ("狗狗狗狗", "猫猫猫猫猫猫")


def test_that_the_encoding_of_old_macs_can_be_chosen(tmp_path: Path) -> None:
    content = "größe,kind\n1,Äpfel\n2,Müsli\n".encode("mac-roman")
    assert open_table(encoded(tmp_path, content)).written.encoding == "Windows-1252"
    data = encoded(tmp_path, content, "Mac Roman")
    assert load_dataset(data, 0).class_names == ("Müsli", "Äpfel")


def test_that_the_character_that_ends_a_text_in_dos_is_no_row(tmp_path: Path) -> None:
    data = encoded(tmp_path, TABLE.encode() + b"\x1a")
    assert load_dataset(data, 0).rows.tolist() == [[1.5, 2], [3.5, 4], [-5.5, 6]]


def test_that_columns_a_document_names_tell_where_the_names_stand() -> None:
    titled = "Results of 2024,,\na,b,kind\n1.5,2,x\n3.5,4,y\n-5.5,6,x\n"
    named = table(titled, target="column 3", columns=["Results of 2024"], missing="drop")
    assert load_dataset(named, 0).rows.tolist() == [[1.5], [3.5], [-5.5]]
    assert open_table(table(titled, target="kind")).names == ("a", "b", "kind")
    text = "red,L,A\ngreen,S,B\nblue,L,A\nred,S,B\n"
    assert open_table(table(text, target="A")).names == ("red", "L", "A")
    assert open_table(table(text, target="column 3")).names[0] == "column 1"
    years = "2019,2020,2021\n0.5,0.7,0.9\n0.3,0.8,0.3\n"
    assert open_table(table(years, target="column 3")).names[0] == "column 1"
