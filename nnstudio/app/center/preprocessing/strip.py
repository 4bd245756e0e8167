"""Stages side by side: the data as they come, and after each step, in one row or two."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.center.preprocessing.look import Look

LEAST_WIDTH = 148
LEAST_HEIGHT = 170
_WORDS = 70  # px that title and caption take of a pane's height


class StageStrip(QWidget):
    """Panes of equal size; `chosen` carries the index of the stage that was clicked.

    `pictures_resized` comes when they have another height.
    """

    chosen = Signal(int)
    pictures_resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panes: list[StagePane] = []
        self._titles: tuple[str, ...] = ()
        self._looks: tuple[Look, ...] = ()
        self._chosen = 0
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)

    def show_looks(self, titles: Sequence[str], looks: Sequence[Look], chosen: int) -> None:
        """Show the looks of all stages; where not all have room, those that `chosen` is about."""
        self._titles, self._looks, self._chosen = tuple(titles), tuple(looks), chosen
        self._refresh()

    @property
    def picture_height(self) -> int:
        """How high the pictures are, in px."""
        return self._panes[0].picture.height() if self._panes else 0

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refresh()

    def _refresh(self) -> None:
        across = max(self.width() // LEAST_WIDTH, 2)
        down = 2 if self.height() >= 2 * LEAST_HEIGHT else 1
        shown = visible_stages(len(self._looks), self._chosen, across * down)
        columns = best_columns(len(shown), self.width(), self.height(), across)
        while len(self._panes) < len(shown):
            pane = StagePane(self)
            pane.clicked.connect(partial(self._on_clicked, pane))
            if not self._panes:
                pane.picture.resized.connect(self.pictures_resized)
            self._panes.append(pane)
        for place, pane in enumerate(self._panes):
            self._layout.removeWidget(pane)
            pane.setVisible(place < len(shown))
            if place < len(shown):
                index = shown[place]
                self._layout.addWidget(pane, *divmod(place, columns))
                pane.show_look(index, self._titles[index], self._looks[index], self._chosen)
        for place in range(max(self._layout.columnCount(), columns)):
            self._layout.setColumnStretch(place, int(place < columns))

    def _on_clicked(self, pane: "StagePane") -> None:
        self.chosen.emit(pane.index)


class StagePane(QWidget):
    """Title, picture and caption of one stage."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.index = 0
        self._title = QLabel(self)
        self.picture = StagePicture(self)
        self._caption = QLabel(self)
        self._caption.setProperty("role", "muted")
        for label in (self._title, self._caption):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self._title)
        layout.addWidget(self.picture, 1)
        layout.addWidget(self._caption)

    def show_look(self, index: int, title: str, look: Look, chosen: int) -> None:
        """Show one stage."""
        self.index = index
        self.setObjectName(f"preprocessing.pane.{index}")
        self.setAccessibleName(title)
        self.setAccessibleDescription(look.caption)
        self._title.setText(f"<b>{title}</b>" if index == chosen else title)
        self._caption.setText(look.caption)
        self._caption.setToolTip(look.caption)
        self.picture.show_look(look, index == chosen)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()


class StagePicture(QWidget):
    """The frame that a look paints into; the chosen stage has a frame in the accent color.

    `resized` comes when it has another height.
    """

    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._is_chosen = False
        self.setMinimumSize(80, 80)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme_signals().changed.connect(self.update)

    def show_look(self, look: Look, is_chosen: bool) -> None:
        """Paint `look` from now on."""
        self._look, self._is_chosen = look, is_chosen
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self.resized.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = theme.accent if self._is_chosen else theme.border
        painter.setPen(QPen(QColor(edge), 1.5))
        painter.setBrush(QColor(theme.sunken))
        painter.drawRoundedRect(frame, 5, 5)
        painter.setClipRect(frame.adjusted(1, 1, -1, -1))
        if self._look is not None:
            self._look.paint(painter, frame.adjusted(2, 2, -2, -2), theme)


def best_columns(count: int, width: int, height: int, most: int) -> int:
    """In how many columns, `most` or fewer, as one row or two, pictures are largest."""
    one, two = count, -(-count // 2)
    wide = min(width // max(one, 1), height - _WORDS)
    high = min(width // max(two, 1), height // 2 - _WORDS)
    return two if one > most or high > wide else max(one, 1)


def visible_stages(count: int, chosen: int, room: int) -> tuple[int, ...]:
    """Which of `count` stages to show where `room` have place, two at the least.

    All if they fit; else the first, the one before the chosen one, and the chosen one.
    """
    if count <= max(room, 2):
        return tuple(range(count))
    end = max(chosen, 1)
    wanted = [0, end]
    for index in (*range(end - 1, 0, -1), *range(end + 1, count)):
        if len(wanted) < max(room, 2):
            wanted.append(index)
    return tuple(sorted(wanted))
