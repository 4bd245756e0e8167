"""Folders of lessons that are broken or mean harm: refused in a sentence, and nothing is loaded."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from nnstudio.app.lessons.links import open_link
from nnstudio.app.window.main_window import MainWindow
from nnstudio.experiment.lessons.library import lesson_names
from tests.app.conftest import MakeWindow
from tests.app.opened import child

_OPEN = "# a\n> b\n## c\n```toml\nset ="
Spoil = Callable[[Path], object]


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    window = make_window("small-network")
    window.show()
    return window


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    copytree(Path("resources/lessons/counting"), folder)
    return folder


def add_to_text(folder: Path, words: str) -> None:
    path = folder / "lesson.md"
    path.write_text(
        path.read_text("utf-8").replace("\n\nEach layer", f"\n\n{words}\n\nEach layer", 1), "utf-8"
    )


@pytest.mark.parametrize(
    ("file", "spoil"),
    [
        ("lesson.md", lambda folder: (folder / "lesson.md").unlink()),
        ("lesson.md", lambda folder: (folder / "lesson.md").write_bytes(b"# a\n> b\n" * 10**6)),
        ("lesson.md", lambda folder: (folder / "lesson.md").write_bytes(b"\xff\xfe\x00")),
        (
            "lesson.md",
            lambda folder: (folder / "lesson.md").write_text("# a\n> b\n## c\n```toml\n="),
        ),
        ("experiment.json", lambda folder: (folder / "experiment.json").write_text("{")),
        ("check.toml", lambda folder: (folder / "check.toml").write_text("seeds = [")),
    ],
)
def test_that_a_broken_folder_is_refused_and_the_open_lesson_stays(
    window: MainWindow, own: Path, file: str, spoil: Spoil
) -> None:
    guide = window.lessons.guide
    assert guide.open("forward-pass")
    guide.forward()
    before = window.workspace.experiment
    spoil(own)
    assert not guide.open(own)
    problem = window.workspace.problem or ""
    assert file in problem
    assert "\n" not in problem
    assert guide.is_open
    assert guide.page == 1
    assert window.workspace.experiment == before


def test_that_a_lesson_loads_no_pictures_and_runs_nothing(
    window: MainWindow, own: Path, qtbot: QtBot
) -> None:
    secret = own / "secret.png"
    assert window.grab().save(str(secret))
    add_to_text(
        own,
        f"![far](http://example.invalid/p.png) ![near](file://{secret}) ![rel](secret.png) "
        f'<img src="{secret}"> <script>alert(1)</script> <a href="file://{secret}">x</a>',
    )
    assert window.lessons.guide.open(own)
    text = child(window, QLabel, "lesson.text")
    qtbot.waitUntil(text.isVisible)
    assert "<img" not in text.text()
    assert "<script" not in text.text()
    assert "![" not in text.text()
    assert text.height() < 400  # a picture would take more


@pytest.mark.parametrize("link", ["http://example.invalid/a", "https://example.invalid"])
def test_that_links_to_the_web_open(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    open_link(link)
    assert opened == [QUrl(link)]


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "secret.png", "javascript:alert(1)", "smb://host/x", "\\\\h\\x"]
)
def test_that_no_other_links_open(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    open_link(link)
    assert not opened


def test_that_a_table_beside_the_lesson_is_its_data(
    window: MainWindow, own: Path, qtbot: QtBot
) -> None:
    (own / "flowers.csv").write_text("a,b,kind\n" + "1,2,x\n2,1,y\n" * 20, "utf-8")
    (own / "experiment.json").write_text(
        '{"schema": 1, "name": "own", "data": {"source": "table", "path": "flowers.csv"},'
        '"network": {"layers": [{"units": "auto"}]}}',
        "utf-8",
    )
    (own / "lesson.md").write_text("# Own\n\n> A claim.\n\n## One\n\nText.\n", "utf-8")
    (own / "check.toml").write_text(
        'seeds = 2\n[runs.a]\n[[criterion]]\nsays = "x"\nholds = "all(a.train_loss >= 0)"\n'
        '[control]\nsays = "y"\n[control.runs.a]\n',
        "utf-8",
    )
    assert window.lessons.guide.open(own), window.workspace.problem
    qtbot.waitUntil(lambda: window.workspace.snapshot is not None)
    assert window.workspace.prepared is not None
    assert window.workspace.prepared.dataset.class_names == ("x", "y")


def test_that_a_window_closes_during_a_lesson_that_trains(window: MainWindow, qtbot: QtBot) -> None:
    window.lessons.open(lesson_names()[0])
    window.lessons.guide.forward()
    qtbot.waitUntil(lambda: window.workspace.phase == "ready")
    window.workspace.run()
    window.close()
    assert not window.isVisible()
