"""One start as a tile: its decision regions, or its accuracy, over its seed and loss."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.appearance.images import outputs_to_image
from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.compare.loss_strip import start_words
from nnstudio.app.panels.plane_content import scale_of, value_bound
from nnstudio.app.widgets.ticks import number, percent
from nnstudio.experiment.comparing.starts import Start
from nnstudio.experiment.data.prepare import Prepared

_LARGE = 1.5
_SMALLEST = 3.5  # lines
_FRAME = 2.0  # px


class StartTile(QAbstractButton):
    """A click opens the start; `entered` and `exited` say where the pointer is."""

    entered = Signal(object)
    exited = Signal()

    def __init__(self, start: Start, prepared: Prepared, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start = start
        self._prepared = prepared
        is_class = prepared.dataset.task == "classification"
        write = percent if is_class else number
        metrics = start.result.metrics
        self._score = f"test\n{write(metrics.test_score)}"
        scores = f"train {write(metrics.train_score)} · test {write(metrics.test_score)}"
        self.setObjectName(f"starts.tile.{start.seed}")
        self.setAccessibleName(f"Open {start_words(start)} · {scores}")
        self.setToolTip(f"{start_words(start)} · {scores}: click to open it")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(8 * line, 7 * line)

    @override
    def minimumSizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(round(_SMALLEST * line), round((_SMALLEST + 1) * line))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, line = QPainter(self), current_theme(), self.fontMetrics().height()
        side = picture_side(self.width(), self.height(), line)
        frame = QRectF((self.width() - side) / 2, _FRAME, side, side)
        if self.start.regions is None:
            frame = QRectF(_FRAME, _FRAME, self.width() - 2 * _FRAME, side)
            self._draw_score(painter, frame)
        else:
            self._draw_regions(painter, frame)
        stands_out = self.underMouse() or self.hasFocus()
        painter.setPen(QPen(QColor(theme.accent if stands_out else theme.border), _FRAME))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame)
        painter.setPen(QColor(theme.text))
        words = "diverged" if self.start.result.diverged else number(self.start.loss)
        below = QRectF(0.0, frame.bottom() + _FRAME, self.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()

    def _draw_regions(self, painter: QPainter, frame: QRectF) -> None:
        assert self.start.regions is not None  # looked at before
        prepared = self._prepared
        bound = value_bound(prepared) if prepared.dataset.task == "regression" else 1.0
        outputs = self.start.regions.outputs
        image = outputs_to_image(outputs, current_theme(), scale_of(prepared), bound)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(frame, image)

    def _draw_score(self, painter: QPainter, frame: QRectF) -> None:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _LARGE)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(current_theme().text))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self._score)
        painter.setFont(self.font())

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.entered.emit(self.start)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.exited.emit()
        self.update()


def picture_side(width: float, height: float, line: float) -> float:
    """The edge of the picture in a tile of this size, with a line of words below."""
    return min(width - 2 * _FRAME, height - line - 3 * _FRAME)


def best_columns(count: int, width: float, height: float, line: float) -> int:
    """In how many columns `count` tiles have the largest pictures within this room."""

    def side(columns: int) -> float:
        rows = -(-count // columns)
        return picture_side(width / columns, height / rows, line)

    return max(range(1, count + 1), key=side)
