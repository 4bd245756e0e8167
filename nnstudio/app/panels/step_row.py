"""One row of the list of preprocessing steps: a handle, what the step is and does, its switch."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.panels.step_settings import SETTINGS
from nnstudio.app.panels.step_words import TITLES, WHYS, fitted_words
from nnstudio.app.widgets.toggle import ToggleSwitch
from nnstudio.core.preprocessing import FittedStep
from nnstudio.experiment.document import Step


class StepRow(QWidget):
    """`switched` carries on or off, `changed` an edit's name and fields; `dragged` and `dropped`
    where the pointer is, in global coordinates.
    """

    switched = Signal(bool)
    changed = Signal(str, object)
    dragged = Signal(QPoint)
    dropped = Signal(QPoint)

    def __init__(self, step: str, occurrence: int, parent: QWidget | None = None) -> None:
        """`occurrence` counts from 1 the rows of the same step."""
        super().__init__(parent)
        self.step = step
        self.index: int | None = None
        self._grip: QPoint | None = None
        self._is_dragged = False
        self._words = ""
        title = TITLES[step]
        self._handle = _Handle(self)
        self._title = QLabel(title, self)
        self._fitted = QLabel(self)
        self._fitted.setProperty("role", "muted")
        self._fitted.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.settings = SETTINGS[step](self) if step in SETTINGS else None
        self.switch = ToggleSwitch(title, self)
        name = f"preprocessing.{step}" + (f".{occurrence}" if occurrence > 1 else "")
        self.switch.setObjectName(name)
        self._title.setBuddy(self.switch)
        self._build_layout()

    def _build_layout(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._handle)
        layout.addWidget(self._title)
        layout.addWidget(self._fitted, 1)
        if self.settings is not None:
            layout.addWidget(self.settings)
            self.settings.changed.connect(self.changed)
        layout.addWidget(self.switch)
        self.switch.clicked.connect(self.switched)

    def show_step(
        self, index: int | None, step: Step | None, fitted: FittedStep | None, columns: int
    ) -> None:
        """Show step `index` of the pipeline, None for one that is off."""
        self.index = index
        on = index is not None
        self.switch.setChecked(on)
        self._handle.show_grip(on)
        self._title.setProperty("role", "" if on else "muted")
        self._title.style().unpolish(self._title)
        self._title.style().polish(self._title)
        if self.settings is not None:
            self.settings.setEnabled(on)
            self.settings.show_step(step, fitted, columns)
        self._words = "" if fitted is None else fitted_words(fitted)
        self._elide()
        told = [WHYS[self.step], *((self._words, fitted.note) if fitted else ())]
        tip = "\n".join(line for line in told if line)
        self.setToolTip(tip)
        self.switch.setAccessibleDescription(tip)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        """A setting says what the fitted numbers of a narrow row would."""
        room = 0 if self.settings is not None else self._fitted.width()
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self._fitted.setText(shown if room > 40 else "")

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.index is not None and event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position().toPoint()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            return
        way = (event.position().toPoint() - self._grip).manhattanLength()
        if self._is_dragged or way >= QApplication.startDragDistance():
            self._is_dragged = True
            self.dragged.emit(event.globalPosition().toPoint())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_dragged, self._is_dragged, self._grip = self._is_dragged, False, None
        if was_dragged:
            self.dropped.emit(event.globalPosition().toPoint())


class _Handle(QWidget):
    """Six dots to drag the row by."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_shown = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_grip(self, shown: bool) -> None:
        """Show the dots, or keep their place empty."""
        self._is_shown = shown
        self.setCursor(Qt.CursorShape.OpenHandCursor if shown else Qt.CursorShape.ArrowCursor)
        self.setToolTip("Drag to reorder, or press Alt+Up and Alt+Down" if shown else "")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(8, 14)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_shown:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_theme().muted))
        middle = self.height() / 2
        for across in (2.0, 6.0):
            for down in (-4.0, 0.0, 4.0):
                painter.drawEllipse(QPointF(across, middle + down), 1.2, 1.2)
