"""That a kept picture is painted anew when what it shows changes, and only then."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from nnstudio.app.canvas.kept_picture import Haste, KeptPicture

_AREA = QRectF(2, 2, 10, 10)


class _Part:
    """A square of one color that counts how often it is painted."""

    def __init__(self) -> None:
        self.haste = Haste()
        self.kept = KeptPicture(self.haste)
        self.color = QColor("red")
        self.times = 0

    def shown(self, *, zoom: float = 1.0, pan: int = 0) -> QImage:
        """A page on which it is painted."""
        page = QImage(60, 60, QImage.Format.Format_RGB32)
        page.fill(QColor("white"))
        with QPainter(page) as painter:
            painter.translate(pan, pan)
            painter.scale(zoom, zoom)
            self.kept.paint(painter, _AREA, self.color.name(), self._draw)
        return page

    def _draw(self, painter: QPainter) -> None:
        self.times += 1
        painter.fillRect(_AREA, self.color)


def test_that_what_stays_the_same_is_painted_twice_also_when_it_is_panned(qtbot: QtBot) -> None:
    part = _Part()
    part.shown()
    first, panned = part.shown(), part.shown(pan=20)
    assert part.times == 2  # the second time as a picture to keep
    assert first.copy(2, 2, 10, 10) == panned.copy(22, 22, 10, 10)
    assert panned.pixelColor(21, 21) == QColor("white")


def test_that_a_change_or_another_zoom_is_painted(qtbot: QtBot) -> None:
    part = _kept()
    part.color = QColor("blue")
    assert part.shown().pixelColor(5, 5) == QColor("blue")
    assert part.shown(zoom=2.0).pixelColor(22, 22) == QColor("blue")
    assert part.times == 2


def test_that_in_haste_a_picture_is_stretched_but_not_too_far(qtbot: QtBot) -> None:
    part = _kept()
    part.haste.is_on = True
    assert part.shown(zoom=1.5).pixelColor(16, 16) == QColor("red")
    assert part.times == 0
    part.shown(zoom=3.0)
    assert part.times == 1
    part.haste.is_on = False
    part.shown(zoom=2.9)
    assert part.times == 2


def test_that_what_changes_at_every_look_is_painted_directly(qtbot: QtBot) -> None:
    part = _Part()
    for color in ("red", "blue", "green"):
        part.color = QColor(color)
        part.shown()
    assert part.times == 3
    part.shown()
    part.shown()
    assert part.times == 4


def test_that_a_change_of_what_was_asked_again_is_kept_at_once(qtbot: QtBot) -> None:
    part = _kept()
    part.color = QColor("blue")
    part.shown()
    part.shown()
    assert part.times == 1


def _kept() -> _Part:
    """A part whose picture is kept, not painted since."""
    part = _Part()
    part.shown()
    part.shown()
    part.times = 0
    return part
