"""The way itself: the line of stations, the arithmetic, and the two tables of numbers."""

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.center.walk.columns import columns
from nnstudio.app.center.walk.columns_table import ColumnsTable
from nnstudio.app.center.walk.look import Look
from nnstudio.app.center.walk.picture import ExamplePicture
from nnstudio.app.center.walk.progress import ProgressLine
from nnstudio.app.center.walk.stations import Station, station_sign, station_title
from nnstudio.app.center.walk.terms import terms
from nnstudio.app.center.walk.terms_table import TermsTable
from nnstudio.app.center.walk.text import page_text

_GAP, _SPACING = 10, 4  # px
_MOST_TEXT = 0.45  # of the height
_WIDEST, _TALLEST = 0.6, 2.2  # of the width and line that the numbers need, to spread out in
_ROOMY, _LARGEST = 1.5, 1.4  # lines a row where numbers are enlarged, and by how much at most


class WayView(QWidget):
    """`went` carries the place of a station, `picked` a layer and a unit of it, and
    `number_picked` the row and column of one of its numbers.
    """

    went = Signal(int)
    picked = Signal(int, int)
    number_picked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = 0
        self._shown = ""
        self._font, self._larger = self.font(), 1.0
        self.back = named_button("walk.back", "◀ Back", "One station back (left arrow key)", self)
        self.next = named_button(
            "walk.next", "Next ▶", "To the next station (right arrow key)", self
        )
        self.back.clicked.connect(self._on_back)
        self.next.clicked.connect(self._on_next)
        self._progress = ProgressLine(self)
        self._progress.picked.connect(self.went)
        self._picture = ExamplePicture(self)
        self._network = ColumnsTable(self)
        self._network.picked.connect(self.picked)
        self._title = QLabel(self)
        self._title.setProperty("role", "muted")
        self._terms = TermsTable("walk.terms", "The numbers of the chosen neuron", self)
        self._terms.picked.connect(self.number_picked)
        self._build_text()
        self._arrange()

    def _build_text(self) -> None:
        self._text = QTextBrowser(self)
        self._text.setObjectName("walk.text")
        self._text.setAccessibleName("The arithmetic of the chosen neuron")
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setOpenLinks(False)
        self._text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._text.document().setDocumentMargin(2)
        self._text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _arrange(self) -> None:
        line = QHBoxLayout()
        for part, share in ((self.back, 0), (self._progress, 1), (self.next, 0)):
            line.addWidget(part, share)
        spelled = QHBoxLayout()
        spelled.addWidget(self._text, 1, Qt.AlignmentFlag.AlignTop)
        spelled.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        right = QVBoxLayout()
        right.setSpacing(2)
        right.addWidget(self._title)
        right.addWidget(self._terms, 1)
        self._tables = tables = QHBoxLayout()
        tables.setSpacing(_GAP)
        tables.addWidget(self._network, 1)
        tables.addLayout(right, 1)
        ignored = QSizePolicy.Policy.Ignored  # what they need is asked for in `_share_width`
        for wide in (self._network, self._terms, self._title):
            wide.setSizePolicy(ignored, wide.sizePolicy().verticalPolicy())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING)
        layout.addLayout(line)
        layout.addLayout(spelled)
        layout.addLayout(tables, 1)

    def use_font(self, font: QFont) -> None:
        """Write in this font, the numbers larger or smaller, as there is room."""
        self._font, self._larger = font, 1.0
        self._use_table_font(font)
        self._text.document().setDefaultFont(font)

    def _use_table_font(self, font: QFont) -> None:
        self._network.use_font(font)
        self._terms.use_font(font)

    def _enlarge_numbers(self) -> None:
        """Write the numbers of the tables as large as fits both their width and their height, but
        not smaller than elsewhere in the window.
        """
        line, most = QFontMetricsF(self._font).height(), self.width() - _GAP
        height = (self._rows + 2) * _ROOMY * line
        tall = max(self._tables_height() / height, 1.0)  # many rows are scrolled
        room = min(most / (self._needed_width() / self._larger), tall)
        larger = min(math.floor(room * 10) / 10, _LARGEST)  # in steps, so that little changes it
        least = self.font().pointSizeF() / self._font.pointSizeF()
        self._write_larger(max(larger, least))
        while self._larger > least and self._needed_width() > most:
            self._write_larger(max(self._larger - 0.1, least))

    def _needed_width(self) -> int:
        self._terms.fit_columns()
        self._network.resizeColumnsToContents()
        return self._network.full_width + self._terms.full_width

    def _write_larger(self, larger: float) -> None:
        if larger != self._larger:
            self._larger = larger
            font = QFont(self._font)
            font.setPointSizeF(font.pointSizeF() * larger)
            self._use_table_font(font)

    @property
    def _rows(self) -> int:
        return max(self._network.columns.rowCount(), self._terms.terms.rowCount(), 1)

    def show_look(self, look: Look, every: Sequence[Station]) -> None:
        """Show a station of `every` station."""
        signs = [station_sign(station, look.layers) for station in every]
        titles = [station_title(station, look.layers) for station in every]
        turn = next(place for place, station in enumerate(every) if station.is_back)
        self._place = every.index(look.station)
        self._progress.show_stations(signs, titles, self._place, turn)
        self.back.setEnabled(self._place > 0)
        self.next.setEnabled(self._place < len(every) - 1)
        text = page_text(look, current_theme())
        if text != self._shown:
            self._shown = text
            self._text.setHtml(text)
        shown = terms(look)
        self._title.setText(shown.title)
        self._terms.show_terms(shown, look.decimals)
        self._network.show_columns(columns(look), (look.layer, look.unit), look.decimals)
        shape = look.walk.prepared.dataset.image_shape
        self._picture.show_image(None if shape is None else look.walk.trace.row.reshape(shape))
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the text the lines it has, and the tables the rest, the numbers spread out in it."""
        self._fit_text()
        self._enlarge_numbers()
        self._share_width()
        self._share_height()

    def _fit_text(self) -> None:
        beside = 0 if self._picture.isHidden() else self._picture.sizeHint().width() + _GAP
        document = self._text.document().clone(self)
        document.setTextWidth(self.width() - beside - _SPACING)
        needed, line = document.size().height(), QFontMetricsF(document.defaultFont()).lineSpacing()
        if needed > self.height() * _MOST_TEXT:  # whole lines, and a bar to see the others
            margins = 2 * document.documentMargin()
            needed = max(int(self.height() * _MOST_TEXT / line), 3) * line + margins
        document.deleteLater()
        self._text.setFixedHeight(math.ceil(needed))

    def _share_width(self) -> None:
        room = self.width() - _GAP
        spare = room - self._needed_width()
        network, table = self._network.full_width, self._terms.full_width
        if spare > 0:
            network += min(spare * network // (network + table), int(_WIDEST * network))
        else:
            network = min(network, max(room - table, self.width() // 3))
        self._tables.setStretch(0, int(network))
        self._tables.setStretch(1, int(room - network))
        self._arrange_now()
        self._network.spread(network)
        self._terms.spread(min(room - network, int((1 + _WIDEST) * table)))

    def _arrange_now(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()

    def _share_height(self) -> None:
        """Rows of one height in both tables, whose numbers begin side by side."""
        line = QFontMetrics(self._terms.font()).height()
        least, most = line + self._terms.row_space, int(_TALLEST * line)
        heading = self._network.horizontalHeader().sizeHint().height()
        above = self._title.sizeHint().height() + 2
        self._terms.horizontalHeader().setFixedHeight(max(heading - above, line + 4))
        self._arrange_now()
        room = self._network.height() - heading - 2
        height = min(max(room // self._rows, least), most)
        self._network.set_row_height(height)
        self._terms.set_row_height(height)

    def _tables_height(self) -> int:
        picture = 0 if self._picture.isHidden() else self._picture.sizeHint().height()
        above = self.back.sizeHint().height() + max(self._text.height(), picture) + 3 * _SPACING
        return self.height() - above

    def _on_back(self) -> None:
        self.went.emit(self._place - 1)

    def _on_next(self) -> None:
        self.went.emit(self._place + 1)


def named_button(name: str, word: str, tip: str, parent: QWidget) -> QPushButton:
    """A button that says what it does."""
    button = QPushButton(word, parent)
    button.setObjectName(name)
    button.setAccessibleName(tip)
    button.setToolTip(tip)
    return button
