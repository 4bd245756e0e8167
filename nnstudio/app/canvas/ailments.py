"""A calm sign beside the titles of layers that something bad has befallen; a click explains it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.canvas.column_header import ADD_EDGE, ColumnHeader
from nnstudio.app.widgets.verdict_popover import VerdictPopover
from nnstudio.app.workspace.naming import layer_name
from nnstudio.experiment.looks.snapshot import Snapshot

if TYPE_CHECKING:
    from nnstudio.experiment.advice.alarms import Alarms
    from nnstudio.experiment.advice.verdicts import Verdict

_GAP = 3  # px to the title


class AilmentSign(QAbstractButton):
    """A ring with an exclamation mark; says its verdicts, and opens their definition."""

    def __init__(self, layer: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"canvas.layer.{layer}.ailment")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.verdicts: tuple[Verdict, ...] = ()
        self._name = ""
        self._popover = VerdictPopover(self)
        self.clicked.connect(self._explain)
        theme_signals().changed.connect(self.update)
        self.hide()

    def show_verdicts(self, name: str, verdicts: "tuple[Verdict, ...]") -> None:
        """Show what is bad in the layer called `name`; hide when nothing is."""
        if (name, verdicts) == (self._name, self.verdicts):
            return
        self._name, self.verdicts = name, verdicts
        text = f"{name}: " + ", ".join(verdict.text for verdict in verdicts)
        self.setToolTip(f"{text}\nClick for what that means")
        self.setAccessibleName(text)
        self.setVisible(bool(verdicts))

    def _explain(self) -> None:
        if self.verdicts:
            below = self.mapToGlobal(QPoint(0, self.height() + 4))
            self._popover.open(self._name, self.verdicts[0], below)

    @override
    def sizeHint(self) -> QSize:
        edge = self.fontMetrics().height() + 2
        return QSize(edge, edge)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        bright = self.underMouse() or self.hasFocus()
        painter.setPen(QPen(QColor(theme.bad), 1.8))
        painter.setBrush(QColor(theme.bad if bright else theme.surface))
        painter.drawEllipse(circle)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(QColor(theme.surface if bright else theme.bad))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, "!")


class Ailments:
    """The signs of all layers, on the `port` that the headers stand on."""

    def __init__(self, port: QWidget) -> None:
        self._port = port
        self._alarms: Alarms | None = None
        self._run: int | None = None
        self.signs: list[AilmentSign] = []

    def follow(self, snapshot: Snapshot, *, hurried: bool) -> None:
        """Take one more look, while training in passing."""
        if not snapshot.activity:
            return
        # Loaded when there is something to judge, which is after the window was seen.
        from nnstudio.experiment.advice.alarms import Alarms
        from nnstudio.experiment.advice.verdicts import judge_all

        if self._alarms is None or snapshot.run_id != self._run:
            self._run, self._alarms = snapshot.run_id, Alarms()
        found = judge_all(snapshot.activity, snapshot.gradient_facts)
        standing = self._alarms.look(found, hurried=hurried)
        self._keep(len(standing))
        for layer, (sign, verdicts) in enumerate(zip(self.signs, standing, strict=True)):
            sign.show_verdicts(layer_name(layer, len(standing)), verdicts)

    def place(self, headers: Iterator[ColumnHeader]) -> None:
        """Stand left of the titles of `headers`, the input's first; above them without room."""
        before, *others = list(headers)
        top = min(header.y() for header in (before, *others))
        for sign, header in zip(self.signs, others, strict=False):
            sign.resize(sign.sizeHint())
            gap = (before.geometry().center().x() + header.geometry().center().x()) // 2
            sign.move(_beside(sign, header, gap + ADD_EDGE // 2, top))
            sign.raise_()
            before = header

    def _keep(self, count: int) -> None:
        while len(self.signs) > count:
            gone = self.signs.pop()
            gone.hide()
            gone.setParent(None)
            gone.deleteLater()
        while len(self.signs) < count:
            self.signs.append(AilmentSign(len(self.signs), self._port))


def _beside(sign: QWidget, header: ColumnHeader, free_from: int, top: int) -> QPoint:
    """Left of the title, if that is right of `free_from`, or with its lower edge at `top`."""
    title, words = header.title, header.title.sizeHint().width()
    left = header.x() + title.x() + (title.width() - words) // 2 - sign.width() - _GAP
    if title.isHidden() or left < free_from:
        middle = header.x() + header.width() // 2
        return QPoint(middle - sign.width() // 2, top - sign.height())
    return QPoint(left, header.y() + title.y() + (title.height() - sign.height()) // 2)
