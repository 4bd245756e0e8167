"""Files: saved whole or not at all, and read without trust."""

import json
import os
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nnstudio.experiment
from nnstudio.experiment.document import SCHEMA, Experiment
from nnstudio.experiment.editing.edits import set_source
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.files.archive import MAX_ARCHIVE
from nnstudio.experiment.files.documents import MAX_JSON, load, load_with_folder, relocate, save
from nnstudio.experiment.validation import parse
from tests.experiment.drafts import draft, example, problems
from tests.experiment.strategies import experiments

SAMPLES = Path(__file__).parents[2] / "files"
SUFFIXES = [".json", ".nnstudio", ".JSON"]

same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def fault(path: Path) -> str:
    """The one sentence that `path` cannot be loaded with."""
    found = problems(lambda: load(path))
    assert list(found) == [""]
    return found[""]


@pytest.mark.parametrize("suffix", SUFFIXES)
@same_folder
@given(experiment=experiments())
def test_that_a_saved_experiment_is_the_same_when_opened(
    tmp_path: Path, suffix: str, experiment: Experiment
) -> None:
    path = tmp_path / f"größe{suffix}"
    save(experiment, path)
    assert load_with_folder(path) == (experiment, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_that_the_package_loads_a_file(tmp_path: Path) -> None:
    save(example(), tmp_path / "a.json")
    assert nnstudio.experiment.load(tmp_path / "a.json") == example()


@pytest.mark.parametrize("schema", range(1, SCHEMA + 1))
def test_that_a_file_of_every_schema_can_be_opened(schema: int) -> None:
    assert load(SAMPLES / f"schema-{schema}.json").name == f"Every field of schema {schema}"


def test_that_saving_the_same_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.nnstudio", "b.nnstudio"):
        save(example(), tmp_path / name)
    assert (tmp_path / "a.nnstudio").read_bytes() == (tmp_path / "b.nnstudio").read_bytes()


def test_that_a_file_may_start_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "notepad.json"
    path.write_text(json.dumps(draft()), encoding="utf-8-sig")
    assert load(path) == example()


DEEP = b"[" * 100_000
TEXTS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty; it must hold an experiment in JSON"),
    "blank": (b" \n", "is empty; it must hold an experiment in JSON"),
    "binary": (bytes(range(256)), "is not a text file in UTF-8"),
    "broken": (b'{"schema": 1,', "is not JSON: "),
    "deep": (DEEP, "is not JSON: its lists or objects are nested too deeply"),
    "deep object": (b'{"a":' * 100_000, "is not JSON: its lists or objects are nested too deeply"),
    "endless number": (
        b'{"seed": ' + b"9" * 5000 + b"}",
        "is not JSON: it holds a whole number with thousands of digits",
    ),
    "surrogate": (
        b'{"name": "\\ud800"}',
        "is not JSON: it holds half of a surrogate pair, which is no character",
    ),
    "twice": (
        b'{"seed": 1, "name": "", "seed": 2}',
        'is not JSON: the field "seed" is given twice in one object',
    ),
    "large": (b" " * (MAX_JSON + 1), "is larger than 1 MB"),
}


@pytest.mark.parametrize(("content", "sentence"), TEXTS.values(), ids=TEXTS)
def test_that_a_bad_file_is_refused_by_name_and_reason(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    assert fault(path).startswith(f'"{path}" {sentence}')


def test_that_problems_inside_a_file_are_told_at_their_fields(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(draft(seed=-1, schema=1, bogus=2)))
    assert set(problems(lambda: load(path))) == {"seed", "bogus"}


def test_that_a_missing_file_is_named_with_the_example_it_may_have_meant() -> None:
    assert fault(Path("sprial")) == (
        'there is no file or example "sprial"; did you mean the example spiral?'
    )
    assert fault(Path("folder/irris.json")).endswith("did you mean the example iris?")
    assert fault(Path("qqqqqqqq.json")).startswith(
        'there is no file or example "qqqqqqqq.json"; examples are spiral, '
    )


@pytest.mark.parametrize("name", ["\0", "a" * 5000, ""])
def test_that_an_impossible_path_is_refused(name: str) -> None:
    assert problems(lambda: load(name))


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_that_a_link_in_a_circle_is_named(tmp_path: Path) -> None:
    path = tmp_path / "loop.json"
    path.symlink_to(path)
    assert fault(path) == f'"{path}" is a link that leads to no file'


def test_that_only_our_suffixes_are_read_and_written(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(json.dumps(draft()))
    sentence = f'"{path}" must end in .json or .nnstudio'
    assert fault(path) == sentence
    assert problems(lambda: save(example(), path)) == {"": sentence}
    assert fault(tmp_path) == f'"{tmp_path}" is not a file; name a .json or .nnstudio file'


def test_that_an_archive_that_unpacks_into_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.nnstudio"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("experiment.json", b" " * (MAX_JSON + 1))
    assert fault(path) == f'"{path}" cannot be read: its experiment.json is larger than 1 MB'


def test_that_an_archive_of_many_members_is_refused_without_listing_them(tmp_path: Path) -> None:
    path = tmp_path / "many.nnstudio"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(101):
            archive.writestr(str(number), b"")
    assert fault(path) == (f'"{path}" cannot be read: it holds 101 files; at most 100 are possible')
    os.truncate(path, MAX_ARCHIVE + 1)
    assert fault(path) == f'"{path}" cannot be read: it is larger than 64 MB'


def test_that_an_archive_of_two_experiments_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "two.nnstudio"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("experiment.json", json.dumps(draft()))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("experiment.json", json.dumps(draft(seed=1)))
    assert fault(path) == f'"{path}" cannot be read: it holds experiment.json twice'


def test_that_no_file_is_saved_that_is_too_large_to_be_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    layers = [{"units": 4096, "off": list(range(4096))} for _ in range(40)]
    large = parse(draft(network={"layers": [*layers, {"units": "auto"}]}))
    assert problems(lambda: save(large, path)) == {"": f'"{path}" would be larger than 1 MB'}
    assert not path.exists()


def test_that_an_archive_without_an_experiment_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.nnstudio"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../experiment.json", json.dumps(draft()))
    assert fault(path) == f'"{path}" cannot be read: it holds no experiment.json'


def test_that_what_is_not_a_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "no.nnstudio"
    path.write_text(json.dumps(draft()))
    assert fault(path) == f'"{path}" cannot be read: it is damaged or not a zip file'


@same_folder
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_that_a_damaged_archive_is_refused_or_still_whole(
    tmp_path: Path, place: int, damage: bytes
) -> None:
    path = tmp_path / "damaged.nnstudio"
    save(example(), path)
    content = bytearray(path.read_bytes())
    place %= len(content)
    content[place : place + len(damage)] = damage
    path.write_bytes(content)
    with suppress(ExperimentError):
        assert load(path) == example()


def test_that_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "a.json"
    (sentence,) = problems(lambda: save(example(), path)).values()
    assert sentence.startswith(f'"{path}" cannot be saved: No such file')


FULL_DISK = """
import resource, signal, sys
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.files.documents import load, save
experiment = load(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    save(experiment, sys.argv[1])
except ExperimentError as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on file sizes")
def test_that_a_save_that_runs_out_of_room_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    save(example(), path)
    before = path.read_bytes()
    command = [sys.executable, "-B", "-c", FULL_DISK, str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stdout.startswith(f'"{path}" cannot be saved: '), done.stderr
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="needs links and permissions")
def test_that_saving_follows_a_link_and_keeps_the_permissions(tmp_path: Path) -> None:
    target, link = tmp_path / "real.json", tmp_path / "link.json"
    save(example(), target)
    target.chmod(0o640)
    link.symlink_to(target)
    save(example(name="new"), link)
    assert link.is_symlink()
    assert load(target).name == "new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_that_a_table_stays_reachable_when_the_experiment_moves(tmp_path: Path) -> None:
    course, lesson = tmp_path / "course", tmp_path / "course" / "lesson"
    table = set_source(example(), "table", path="lesson/flowers.csv")
    inside = relocate(table, course, lesson)
    assert inside.data.path == "flowers.csv"
    assert relocate(inside, lesson, course) == table
    elsewhere = relocate(table, course, tmp_path / "other")
    assert elsewhere.data.path == (lesson / "flowers.csv").as_posix()
    assert relocate(elsewhere, tmp_path / "other", course) == table


def test_that_an_experiment_without_a_table_moves_unchanged(tmp_path: Path) -> None:
    assert relocate(example(), None, tmp_path) == example()
