"""Themes: switching, contrast, and the style sheet made of them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.icons import icon
from nnstudio.app.appearance.style_sheet import style_sheet
from nnstudio.app.appearance.theme import (
    CONTRAST,
    DARK,
    LIGHT,
    SYSTEM,
    THEMES,
    Theme,
    current_theme,
    set_theme,
    theme_signals,
)
from nnstudio.app.widgets.toggle import ToggleSwitch

READABLE = 4.5  # contrast ratio for text, WCAG 2.1


def luminance(color: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    rgb = QColor(color)
    return sum(
        weight * linear(part)
        for weight, part in ((0.2126, rgb.redF()), (0.7152, rgb.greenF()), (0.0722, rgb.blueF()))
    )


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_that_setting_a_theme_tells_and_recolors(qtbot: QtBot, qapp: QApplication) -> None:
    set_theme("light")
    with qtbot.waitSignal(theme_signals().changed):
        set_theme("dark")
    assert current_theme() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window)
    set_theme("light")
    assert current_theme() is LIGHT


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_that_text_is_readable(theme: Theme) -> None:
    for text in (theme.text, theme.muted, theme.good, theme.warning, theme.bad):
        for ground in (theme.surface, theme.window, theme.sunken):
            assert contrast(text, ground) >= READABLE, (text, ground)
    assert contrast(theme.on_accent, theme.accent) >= READABLE


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_that_the_style_sheet_is_filled_in(theme: Theme) -> None:
    assert "%(" not in style_sheet(theme)
    assert theme.surface in style_sheet(theme)


def test_that_an_icon_takes_its_color(qapp: QApplication) -> None:
    picture = icon("pause", "#ff0000").pixmap(24, 24).toImage()
    colors = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert colors == {"#ff0000"}


def test_that_a_switch_shows_its_state(qtbot: QtBot) -> None:
    switch = ToggleSwitch("Whiten")
    qtbot.addWidget(switch)
    off = switch.grab().toImage()
    switch.click()
    assert switch.isChecked()
    assert switch.grab().toImage() != off
    assert switch.accessibleName() == "Whiten"


def test_that_the_system_decides_when_it_is_asked_to(qapp: QApplication) -> None:
    set_theme(SYSTEM)
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert current_theme() is (DARK if dark else LIGHT)
    other = Qt.ColorScheme.Light if dark else Qt.ColorScheme.Dark
    QGuiApplication.styleHints().setColorScheme(other)
    QGuiApplication.styleHints().colorSchemeChanged.emit(other)
    scheme = QGuiApplication.styleHints().colorScheme()
    assert current_theme() is (DARK if scheme == Qt.ColorScheme.Dark else LIGHT)
    QGuiApplication.styleHints().unsetColorScheme()
    set_theme("light")


def test_that_high_contrast_is_more_than_readable() -> None:
    for text in (CONTRAST.text, CONTRAST.muted, CONTRAST.good, CONTRAST.warning, CONTRAST.bad):
        assert contrast(text, CONTRAST.surface) >= 7.0, text
    assert contrast(CONTRAST.border, CONTRAST.surface) >= 7.0
    for color in (CONTRAST.accent, CONTRAST.positive, CONTRAST.negative, *CONTRAST.classes):
        assert contrast(color, CONTRAST.surface) >= READABLE, color
