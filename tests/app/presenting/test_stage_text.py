"""Every text on the stage at 1280x720: large enough, whole, and with contrast, in every theme."""

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.theme import CHOICES, set_theme
from nnstudio.app.presenting.stage import Stage
from nnstudio.app.window.main_window import MainWindow
from tests.app.conftest import MakeWindow
from tests.app.opened import child

SMALLEST = 18  # pixels
CONTRAST = 4.5  # that WCAG wants of text
SIZE = QSize(1280, 720)
PAGES = (
    ("logistic-neuron", 2),
    ("dying-relu", 1),
    ("preprocessing", 1),
    ("luck", 1),
    ("layer-sizes", 1),
    ("one-sign-gradients", 3),
)
_TEXTS = (QLabel, QAbstractButton, QComboBox, QLineEdit)


@pytest.fixture
def window(make_window: MakeWindow) -> Iterator[MainWindow]:
    window = make_window("small-network")
    window.resize(SIZE)
    window.show()
    yield window
    window.presenter.close()
    set_theme("light")


def present(window: MainWindow, qtbot: QtBot) -> Stage:
    QTest.keyClick(window, Qt.Key.Key_F5)
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(SIZE)
    stage = child(window, Stage, "stage")
    qtbot.waitUntil(lambda: stage.size() == SIZE)
    qtbot.waitUntil(lambda: window.workspace.snapshot is not None)
    QTest.qWait(50)  # layouts settle in several turns of the event loop
    return stage


def words_of(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    assert isinstance(widget, QLabel | QAbstractButton)
    return widget.text()


def shown_texts(stage: QWidget) -> list[QWidget]:
    widgets = (widget for kind in _TEXTS for widget in stage.findChildren(kind))
    return [
        widget
        for widget in widgets
        if widget.isVisible() and words_of(widget).strip() and not widget.visibleRegion().isEmpty()
    ]


def name_of(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()} {words_of(widget)[:40]!r}"


def needed(widget: QWidget) -> QSize:
    """The least size at which the words of `widget` are whole."""
    metrics, words = widget.fontMetrics(), words_of(widget)
    if isinstance(widget, QLabel) and widget.wordWrap():
        return QSize(0, widget.heightForWidth(widget.width()))
    if isinstance(widget, QLabel) and "<" in words:
        document = QTextDocument()
        document.setDefaultFont(widget.font())
        document.setDocumentMargin(0)
        document.setHtml(words)
        return QSize(int(document.idealWidth()), int(document.size().height()))
    lines = words.replace("&", "").split("\n")
    width = max(metrics.horizontalAdvance(line) for line in lines)
    return QSize(width, len(lines) * (metrics.ascent() + metrics.descent()) - 2)


def is_scrolled(widget: QWidget) -> bool:
    ancestor = widget.parentWidget()
    while ancestor is not None:
        if isinstance(ancestor, QScrollArea):
            return True
        ancestor = ancestor.parentWidget()
    return False


def is_cut(widget: QWidget) -> bool:
    wanted = needed(widget)
    if wanted.width() > widget.width() + 1 or wanted.height() > widget.height() + 1:
        return True
    return not is_scrolled(widget) and widget.visibleRegion().boundingRect() != widget.rect()


def luminance(color: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return sum(
        share * linear(value)
        for share, value in zip(
            (0.2126, 0.7152, 0.0722),
            (color.redF(), color.greenF(), color.blueF()),
            strict=True,
        )
    )


def contrast(one: float, other: float) -> float:
    dark, light = sorted((one, other))
    return (light + 0.05) / (dark + 0.05)


def seen_contrast(image: QImage, area: QRect) -> float:
    """Between the commonest color in the area and the one farthest from it: paper and ink."""
    colors = Counter(
        image.pixel(x, y)
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom() + 1)
    )
    paper = luminance(QColor.fromRgb(colors.most_common(1)[0][0]))
    return max(contrast(paper, luminance(QColor.fromRgb(color))) for color in colors)


def inner(widget: QWidget, stage: QWidget) -> QRect:
    """Where the text is, without the frame around it."""
    seen = widget.visibleRegion().boundingRect()
    frame = 0 if isinstance(widget, QLabel) else 4
    seen = seen.adjusted(frame, frame, -frame, -frame)
    return seen.translated(widget.mapTo(stage, QPoint(0, 0)))


@pytest.mark.parametrize(("name", "page"), PAGES)
def test_that_every_text_of_a_lesson_on_stage_is_large_and_whole(
    window: MainWindow, qtbot: QtBot, name: str, page: int
) -> None:
    window.lessons.open(name)
    for _ in range(page):
        window.lessons.guide.forward()
    stage = present(window, qtbot)
    texts = shown_texts(stage)
    assert len(texts) > 10
    small = [name_of(text) for text in texts if text.fontInfo().pixelSize() < SMALLEST]
    assert not small
    assert not [f"{name_of(text)} {text.size()} {needed(text)}" for text in texts if is_cut(text)]


@pytest.mark.parametrize("theme", CHOICES)
def test_that_every_text_on_stage_has_contrast_in_every_theme(
    window: MainWindow, qtbot: QtBot, theme: str
) -> None:
    window.lessons.open("dying-relu")
    window.lessons.guide.forward()
    window.lessons.guide.forward()
    set_theme(theme)
    stage = present(window, qtbot)
    image = stage.grab().toImage()
    faint = {}
    for text in shown_texts(stage):
        seen = seen_contrast(image, inner(text, stage))
        if seen < CONTRAST:
            faint[name_of(text)] = round(seen, 2)
    assert not faint


def test_that_what_stands_in_the_corners_of_the_canvas_stays_there(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.lessons.open("luck")
    present(window, qtbot)
    for _ in range(2):
        child(window, QAbstractButton, "stage.larger").click()
        QTest.qWait(50)
    stage = window.centralWidget()
    assert isinstance(stage, Stage)
    presets = child(stage.canvas, QAbstractButton, "canvas.presets")
    assert not presets.isVisible() or presets.x() >= 0
