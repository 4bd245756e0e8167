"""The line below the canvas that counts the network: neurons, weights, biases, parameters."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import Theme, current_theme, theme_signals
from nnstudio.app.canvas.wording import count_words, counts_sentence
from nnstudio.core.spec import NetworkSpec

_MARGIN = 16.0
_GAP, _LEAST_GAP = 22.0, 10.0
_LARGE = 1.25
_ALIGN = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CountsLine(QLabel):
    """A label whose text is the plain sentence and which paints it with large numbers.

    Where room lacks, it is written smaller and closer, then the chain of sizes is shortened. It is
    `clicked`, by mouse or keys, by who wants the sum spelled out.
    """

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas.counts")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleDescription("Press Enter to see the sum")
        self._words: tuple[str, ...] = ()
        self._times = _LARGE
        theme_signals().changed.connect(self.update)

    def show_network(self, network: NetworkSpec) -> None:
        """Count `network`."""
        sentence = counts_sentence(network)
        self._words = count_words(network)
        self.setText(sentence)
        self.setAccessibleName(sentence)
        self.setToolTip(f"{sentence}\nClick to see the sum")

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, round(QFontMetricsF(self.font()).height() * _LARGE) + 18)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = current_theme()
        painter.setPen(QColor(theme.border))
        painter.drawLine(0, 0, self.width(), 0)
        if not self._words:
            return
        form, self._times = self.form_for(self.width())
        name, neurons, total, chain = form
        gap = min(max(self._spare(form, self.width()) / 3, _LEAST_GAP), _GAP)
        left = self._paint_words(painter, _MARGIN, name, True, theme) + gap
        left = self._paint_words(painter, left, neurons, False, theme) + gap
        left = self._paint_words(painter, left, total, False, theme)
        left = self._paint_chevron(painter, left + 7, theme) + gap
        self._paint_chain(painter, left, chain, theme)

    def form_for(self, width: int) -> tuple[tuple[str, ...], float]:
        """The most generous of the `forms` that has room in `width`; else the closest one."""
        for form, times in forms(self._words):
            self._times = times
            if self._spare(form, width) >= 3 * _LEAST_GAP:
                break
        return form, times

    def _spare(self, form: tuple[str, ...], width: int) -> float:
        """What the four parts leave of `width` to stand between them."""
        words = QFontMetricsF(self.font()).horizontalAdvance(form[3])
        for index, part in enumerate(form[:3]):
            for piece, number in _pieces(part, large=index == 0):
                font = self._large() if number else self.font()
                words += QFontMetrics(font).horizontalAdvance(piece)
        return width - 2 * _MARGIN - 15 - words

    def _paint_words(
        self, painter: QPainter, left: float, words: str, large: bool, theme: Theme
    ) -> float:
        """Paint words from `left` on, numbers large; returns where they end."""
        for part, number in _pieces(words, large):
            painter.setFont(self._large() if number else self.font())
            painter.setPen(QColor(theme.text if number else theme.muted))
            width = painter.fontMetrics().horizontalAdvance(part)
            painter.drawText(QRectF(left, 1, width + 2, self.height() - 1), _ALIGN, part)
            left += width
        return left

    def _paint_chevron(self, painter: QPainter, left: float, theme: Theme) -> float:
        """Paint the sign that there is more to open, upwards; returns where it ends."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_touched = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(QColor(theme.accent if is_touched else theme.muted), 1.5))
        tip = QPointF(left + 4, self.height() / 2 - 2)
        painter.drawPolyline(QPolygonF([tip + QPointF(-4, 4), tip, tip + QPointF(4, 4)]))
        return left + 8

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.clicked.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def _paint_chain(self, painter: QPainter, left: float, chain: str, theme: Theme) -> None:
        painter.setFont(self.font())
        metrics = painter.fontMetrics()
        room = self.width() - _MARGIN - left
        texts = (
            text for text in shortened_chains(chain) if metrics.horizontalAdvance(text) <= room
        )
        text = next(texts, None)
        if text is None:
            return
        painter.setPen(QColor(theme.text))
        width = metrics.horizontalAdvance(text)
        area = QRectF(self.width() - _MARGIN - width, 1, width + 2, self.height() - 1)
        painter.drawText(area, _ALIGN, text)

    def _large(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * self._times)
        font.setWeight(QFont.Weight.DemiBold)
        return font


def forms(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    """The four parts of the line and how large its numbers are, from generous to close."""
    name, neurons, total, chain = words
    yield words, _LARGE
    yield words, 1.0
    yield (name, neurons, total, chain.replace(" ", "")), 1.0
    number = name.partition("-layer network")[0]
    short = "1 layer" if number == "1" else name.replace("-layer network", " layers")
    yield (short, neurons, total, chain.replace(" ", "")), 1.0


def _pieces(words: str, large: bool) -> Iterator[tuple[str, bool]]:
    """The words in pieces, each with whether it is written large: numbers are, or all of it."""
    for part in [words] if large else re.findall(r"[\d,]+|[^\d]+", words):
        yield part, large or part[0].isdigit()


def shortened_chains(chain: str) -> Iterator[str]:
    """The chain of sizes, then shorter and shorter in the middle."""
    yield chain
    arrow = " → " if " → " in chain else "→"
    sizes = chain.split(arrow)
    for kept in range(len(sizes) - 1, 1, -1):
        head, tail = sizes[: (kept + 1) // 2], sizes[len(sizes) - kept // 2 :]
        yield arrow.join((*head, "…", *tail))
