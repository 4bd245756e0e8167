"""Every word of the window follows the theme: no color of another one is left anywhere."""

import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import cycle

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.theme import THEMES, Theme, current_theme, set_theme
from nnstudio.app.center.pages import PAGES
from nnstudio.app.window.main_window import MainWindow
from nnstudio.app.workspace.selection import Selection
from tests.app.conftest import MakeWindow

_COLOR = re.compile(r"#[0-9a-fA-F]{6}\b")


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow) -> Iterator[MainWindow]:
    """A trained network with a neuron selected and marks on it, in a large window."""
    before = current_theme().name
    window = make_window("three-spirals")
    window.resize(1600, 1000)
    window.show()
    window.workspace.step_epoch()
    qtbot.waitUntil(lambda: len(window.workspace.history) > 1)
    yield window
    set_theme(before)


def known(theme: Theme) -> set[str]:
    values = (getattr(theme, field.name) for field in fields(theme))
    found = (_COLOR.findall(repr(value)) for value in values)
    return {QColor(color).name() for colors in found for color in colors}


def strangers(window: MainWindow, theme: Theme) -> list[tuple[str, str]]:
    """Visible widgets with a color that the theme does not have, and that color."""
    own, found = known(theme), []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        text = str(widget.property("text") or "")
        colors = _COLOR.findall(widget.styleSheet() + text)
        if isinstance(widget, QLabel | QAbstractButton) and text:
            colors.append(widget.palette().color(widget.foregroundRole()).name())
        name = widget.objectName() or type(widget).__name__
        found += [(name, color) for color in colors if QColor(color).name() not in own]
    return found


def test_that_every_word_has_a_color_of_the_theme_in_use(window: MainWindow, qtbot: QtBot) -> None:
    chosen = (Selection(), Selection(0), Selection(0, 2))
    names = cycle(("contrast", "dark", "light"))
    for page, selection in zip((*(p.name for p in PAGES), "canvas"), cycle(chosen), strict=False):
        window.workspace.select(selection)
        window.views.open_view(page)
        name = next(names)
        set_theme(name)
        assert not strangers(window, THEMES[name]), (page, name)


def test_that_the_word_live_follows_also_in_the_past_and_while_data_are_loaded(
    window: MainWindow, qtbot: QtBot
) -> None:
    workspace = window.workspace
    workspace.move_steps(-1)
    qtbot.waitUntil(lambda: workspace.snapshot is not None and workspace.snapshot.is_past)
    set_theme("contrast")
    assert not strangers(window, THEMES["contrast"])
    workspace.adopt(workspace.experiment)
    assert workspace.snapshot is None
    set_theme("dark")
    assert not strangers(window, THEMES["dark"])


def test_that_the_words_of_a_lesson_follow(window: MainWindow) -> None:
    guide = window.lessons.guide
    assert guide.open("counting")
    guide.forward()
    for name in ("contrast", "dark"):
        set_theme(name)
        assert not strangers(window, THEMES[name]), name
