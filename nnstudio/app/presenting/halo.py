"""What shows the class what the speaker does: a halo around the pointer, and the keys pressed."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme

_RADIUS = 26
_STROKE = 4
_KEYS_MS = 1500
_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class Halo(QWidget):
    """Lies over `stage`; the pointer goes through it."""

    def __init__(self, stage: QWidget) -> None:
        super().__init__(stage)
        self.setObjectName("stage.halo")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._stage = stage
        self._at: QPointF | None = None
        self._keys = ""
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(_KEYS_MS)
        self._fade.timeout.connect(self._forget_keys)
        stage.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._stage:
            if event.type() == QEvent.Type.Resize:
                self.resize(self._stage.size())
            elif event.type() == QEvent.Type.Show:
                self._watch()
        elif isinstance(event, QMouseEvent):
            self._move_to(QPointF(self._stage.mapFromGlobal(event.globalPosition())))
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            self._show_keys(event)
        return False

    def _watch(self) -> None:
        """Hear of the pointer and keys before any widget does, and of nothing else."""
        handle = self._stage.window().windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def _move_to(self, at: QPointF) -> None:
        if self._at is not None:
            self.update(_around(self._at))
        self._at = at
        self.raise_()
        self.update(_around(at))

    def _show_keys(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIERS:
            return
        self._keys = QKeySequence(event.keyCombination()).toString()
        self._fade.start()
        self.raise_()
        self.update()

    def _forget_keys(self) -> None:
        self._keys = ""
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._at is not None:
            glow = QColor(theme.accent)
            painter.setPen(QPen(glow, _STROKE))
            glow.setAlpha(36)
            painter.setBrush(glow)
            painter.drawEllipse(self._at, _RADIUS, _RADIUS)
        if self._keys:
            width = self.fontMetrics().horizontalAdvance(self._keys) + 40
            height = self.fontMetrics().height() + 16
            box = QRectF((self.width() - width) / 2, self.height() - height - 24, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.text))
            painter.drawRoundedRect(box, 10, 10)
            painter.setPen(QColor(theme.surface))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._keys)


def _around(at: QPointF) -> QRect:
    reach = _RADIUS + _STROKE
    return QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach).toAlignedRect()
