"""The rings around the controls that matter in a step of a lesson; clicks go through them."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.widgets.popover import Popover

_FOLLOW_MS = 150
_WIDTH = 3
_GAP = 3


class Pointer(QWidget):
    """Lies over `stage` and follows the widgets in it that it points at."""

    def __init__(self, stage: QWidget) -> None:
        super().__init__(stage)
        self.setObjectName("lesson.pointer")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._stage = stage
        self._names: tuple[str, ...] = ()
        self._rings: list[QRect] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_FOLLOW_MS)
        self._timer.timeout.connect(self._follow)
        theme_signals().changed.connect(self.update)
        self.hide()

    def point_at(self, names: Sequence[str]) -> None:
        """Point at the controls of these object names, those that can be seen; at none: vanish."""
        self._names = tuple(names)
        self._follow()
        self.setVisible(bool(names))

    def _follow(self) -> None:
        stage = self._stage
        self.setGeometry(stage.rect())
        targets = (_target(stage, name) for name in self._names)
        rings = [_around(widget, stage) for widget in targets if widget and widget.isVisible()]
        if rings != self._rings:
            self._rings = rings
            self.raise_()
            self.update()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current_theme().accent), _WIDTH))
        for ring in self._rings:
            painter.drawRoundedRect(ring, 9, 9)


def points_into(names: Sequence[str], panel: QWidget) -> bool:
    """Whether any of the controls called so is `panel` or in it."""
    return any(
        name == panel.objectName() or panel.findChild(QWidget, name) is not None for name in names
    )


def _target(stage: QWidget, name: str) -> QWidget | None:
    """The control, or the button that opens it."""
    widget = found = stage.findChild(QWidget, name)
    while isinstance(widget, QWidget):
        if isinstance(widget, Popover):
            return widget.button
        widget = widget.parentWidget()
    return found if isinstance(found, QWidget) else None


def _around(widget: QWidget, stage: QWidget) -> QRect:
    """The ring around a widget, within the stage."""
    corner = widget.mapTo(stage, QPoint(0, 0))
    around = QRect(corner, widget.size()).adjusted(-_GAP, -_GAP, _GAP, _GAP)
    inset = _WIDTH
    return around.intersected(stage.rect().adjusted(inset, inset, -inset, -inset))
