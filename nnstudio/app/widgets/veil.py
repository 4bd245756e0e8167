"""A veil over a panel whose network cannot train: what it showed last, dimmed, and why."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.widgets.card import Card

_MARGIN = 6
_THICK, _PAPER = 0.82, 0.9  # how much of what is below they hide
_WORDS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter


class Veil(QWidget):
    """Lies over the `body` of a panel and lets the mouse through."""

    def __init__(self, card: Card) -> None:
        super().__init__(card)
        self.sentence = ""
        self._is_clear = False
        self.setObjectName("veil")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        card.installEventFilter(self)
        theme_signals().changed.connect(self.update)

    def say(self, sentence: str, *, is_clear: bool = False) -> None:
        """Say why nothing new is shown; a clear veil leaves what is below as it is."""
        self.sentence, self._is_clear = sentence, is_clear
        self.setAccessibleName(sentence)
        self._cover()
        self.setVisible(bool(sentence))
        self.raise_()
        self.update()

    @property
    def _card(self) -> Card:
        """Looked up: a card and a veil that hold each other fall to the garbage collector, which
        may come in the midst of painting them.
        """
        card = self.parentWidget()
        assert isinstance(card, Card)
        return card

    def _cover(self) -> None:
        top = self._card.header.geometry().bottom() + 2
        self.setGeometry(self._card.rect().adjusted(_MARGIN, top, -_MARGIN, -_MARGIN))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._cover()
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surface = QColor(theme.surface)
        if not self._is_clear:
            surface.setAlphaF(_THICK)
            painter.fillRect(self.rect(), surface)
        surface.setAlphaF(_PAPER)
        place = self._place()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(surface)
        painter.drawRoundedRect(QRectF(place.adjusted(-8, -4, 8, 4)), 6, 6)
        painter.setPen(QColor(theme.muted))
        painter.drawText(place, _WORDS, self.sentence)

    def _place(self) -> QRect:
        """Where the sentence stands: in the middle, or on a clear veil at the lower end."""
        room = self.rect().adjusted(12, 6, -12, -6)
        words = self.fontMetrics().boundingRect(room, _WORDS, self.sentence)
        if self._is_clear:
            words.moveBottom(room.bottom())
        return words
