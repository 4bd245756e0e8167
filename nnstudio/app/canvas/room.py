"""How much of the page headers, captions and labels take, so that the tiles get the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetricsF

from nnstudio.app.canvas.column_header import HeaderSize, header_size
from nnstudio.app.canvas.column_words import LABEL_GAP
from nnstudio.app.canvas.geometry import (
    CLOSE_PITCH,
    FILLED,
    MAX_LARGEST,
    Page,
    column_pitch,
)
from nnstudio.app.canvas.layer_caption import term_lines
from nnstudio.app.canvas.overlay import EDGE, GAP
from nnstudio.app.canvas.picture import NetworkPicture
from nnstudio.experiment.exports.class_marks import MARK

_MAX_LABEL = 96.0
_SIDE = 14.0
_CLOSE_ENDS = (36.0, 48.0)  # px from the outer columns that their headers take


@dataclass(frozen=True, slots=True)
class Room:
    """The page with its margins, and the pixels that a label beside a tile may take."""

    page: Page
    label_width: float


def room_for(picture: NetworkPicture, size: QSize, font: QFont) -> Room:
    """The room for the tiles of `picture` on a page of `size` pixels."""
    metrics = QFontMetricsF(font)
    line = metrics.height()
    widths = [_label_width(picture, metrics, column) for column in (0, -1)]
    page = _page(size, widths, MAX_LARGEST, (54.0, 66.0))
    pitch = column_pitch(len(picture.columns), page)
    if pitch < CLOSE_PITCH:
        page = _page(size, widths, FILLED * pitch, _CLOSE_ENDS)
        pitch = column_pitch(len(picture.columns), page)
    rows = 2 if header_size(pitch, line) is HeaderSize.WIDE else 3
    top = EDGE + rows * (line + 11) + 2 * GAP
    captions = (column.terms for column in picture.columns[1:])
    terms = max(len(term_lines(caption, font, pitch - 6)) for caption in captions)
    bottom = GAP + (1 + terms) * (line + 2) + EDGE + line + 8
    return Room(replace(page, top=top, bottom=bottom), max(widths))


def _page(size: QSize, labels: Sequence[float], tile: float, ends: tuple[float, float]) -> Page:
    """The page, with room at its sides for labels and tiles, or for headers that reach so far."""
    left = max(LABEL_GAP + labels[0] + tile / 2, ends[0]) + _SIDE
    right = max(LABEL_GAP + MARK + 5 + labels[1] + tile / 2, ends[1]) + _SIDE
    return Page(size.width(), size.height(), left, right, 0.0, 0.0)


def _label_width(picture: NetworkPicture, metrics: QFontMetricsF, column: int) -> float:
    labels = picture.columns[column].labels
    widest = max((metrics.horizontalAdvance(text) for text in labels), default=0.0)
    return min(_MAX_LABEL, widest)
