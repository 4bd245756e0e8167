"""The key of a plane: which mark is which class, train, test and wrong, and the colors' scale.

It is rich text with small pictures, beside the plane in a column or below it in rows.
"""

import html
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QBuffer, QEvent, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QImageWriter
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from nnstudio.app.appearance.images import class_color, unit_map_to_image
from nnstudio.app.appearance.theme import Theme, current_theme, theme_signals
from nnstudio.app.widgets.markers import mark, picture_of, ring
from nnstudio.app.widgets.plot import small_font
from nnstudio.app.widgets.ticks import number

_MARK = 9.0
_WIDEST = 76  # px of a class name beside the plane
_SCALE = (48, 9)  # px
_MOST_IN_A_ROW = 12  # classes
_MOST_LISTED = 30  # classes in the tool tip


@dataclass(frozen=True, slots=True)
class Key:
    """What the legend explains: the classes, whether points can be wrong, the colors' bound."""

    classes: tuple[str, ...] = ()
    points: bool = True
    wrong: bool = False
    bound: float | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A text, most often with a picture before it, and perhaps a text before that."""

    picture: QImage | None
    after: str
    before: str = ""

    def width(self, metrics: QFontMetricsF) -> float:
        """Its length in px."""
        words = metrics.horizontalAdvance(f"{self.before} {self.after}")
        return words + (self.picture.deviceIndependentSize().width() if self.picture else 0.0)

    def html(self) -> str:
        """It as rich text."""
        if self.picture is None:
            return html.escape(self.after)
        data = QBuffer()
        data.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(data, b"PNG").write(self.picture)
        code = bytes(data.data().toBase64().data()).decode("ascii")
        size = self.picture.deviceIndependentSize()
        before, after = (html.escape(text) for text in (self.before, self.after))
        return (
            f'{before}<img src="data:image/png;base64,{code}" width="{size.width():g}"'
            f' height="{size.height():g}" style="vertical-align: middle">&nbsp;{after}'
        )


class Legend(QLabel):
    """Entries in a column, many short names in two, or in rows of a given width.

    It names as many classes as there is room for and counts the rest: it never asks for more room.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = Key()
        self._row_width: float | None = None
        self._height = 0
        self.setTextFormat(Qt.TextFormat.RichText)
        theme_signals().changed.connect(self._write)

    def set_key(self, key: Key) -> None:
        """Explain `key` from now on."""
        if key != self.key:
            self.key = key
            self.setToolTip(_listed(key.classes))
            self._write()

    def arrange(self, row_width: float | None, height: int) -> QSize:
        """Stand in rows of at most `row_width` px, or in a column, no higher than `height` px.

        Returns the size it then has; where there is no room, one row is left.
        """
        if (row_width, height) != (self._row_width, self._height):
            self._row_width, self._height = row_width, height
            self._write()
        return self.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def _write(self) -> None:
        """Write the text anew, in the theme's colors and the present font."""
        font = small_font(self.font())
        rows = self._rows(QFontMetricsF(font))
        lines = "<br>".join(" &nbsp;".join(entry.html() for entry in row) for row in rows)
        self.setText(f'<span style="font-size:{font.pointSizeF()}pt">{lines}</span>')

    def _rows(self, metrics: QFontMetricsF) -> list[list[_Entry]]:
        """As many classes as there is room for, and what else there is to explain."""
        theme, most = current_theme(), max(int(self._height / _line(metrics)), 1)
        rest, widest = self._rest(theme), self._row_width
        if widest is None:
            most = max(most - len(rest), 1) * (2 if self._has_two_columns() else 1)
            return self._columns(self._bounded(self._classes(theme, metrics, most), most), rest)
        classes = self._classes(theme, metrics, most * _MOST_IN_A_ROW)
        for count in range(len(classes), -1, -1):
            entries = [*self._bounded(classes, count), *rest]
            rows = _packed([(entry, entry.width(metrics)) for entry in entries], widest, metrics)
            if len(rows) <= most:
                break
        return rows

    def _columns(self, classes: list[_Entry], rest: list[_Entry]) -> list[list[_Entry]]:
        height = -(-len(classes) // (2 if self._has_two_columns() else 1))
        columns = [classes[row::height] for row in range(height)]
        return [*columns, *([entry] for entry in rest)]

    def _has_two_columns(self) -> bool:
        """Whether one column would be too long: more than five classes with short names."""
        names = self.key.classes
        return len(names) > 5 and max(len(name) for name in names) <= 3

    def _classes(self, theme: Theme, metrics: QFontMetricsF, most: int) -> list[_Entry]:
        """The first classes, with names that are no wider than there is room."""
        ratio, entries = self.devicePixelRatioF(), []
        widest = _WIDEST if self._row_width is None else max(self._row_width - 3 * _MARK, _WIDEST)
        for index, name in enumerate(self.key.classes[:most]):
            shown = mark(theme, class_color(theme, index), index, False, ratio)
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, widest)
            entries.append(_Entry(picture_of(shown, _MARK, ratio), short))
        return entries

    def _bounded(self, classes: list[_Entry], most: int) -> list[_Entry]:
        """At most so many entries, the last of which counts the classes that have none."""
        total = len(self.key.classes)
        if total <= most:
            return classes
        shown = max(most - 1, 0)
        words = f"+ {total - shown:,} more" if shown else f"{total:,} classes"
        return [*classes[:shown], _Entry(None, words)]

    def _rest(self, theme: Theme) -> list[_Entry]:
        """The colors' scale and what tells points of one class apart."""
        ratio, gray, entries = self.devicePixelRatioF(), QColor(theme.muted), []
        if self.key.bound is not None:
            low, high = _round(-self.key.bound), _round(self.key.bound)
            entries.append(_Entry(_scale(theme, ratio), high, f"{low} "))
        if self.key.points:
            for name, hollow in (("train", False), ("test", True)):
                shown = mark(theme, gray, 0, hollow, ratio)
                entries.append(_Entry(picture_of(shown, _MARK, ratio), name))
        if self.key.wrong:
            entries.append(_Entry(picture_of(ring(theme, ratio), _MARK + 2.0, ratio), "wrong"))
        return entries

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._write()


def _packed(
    entries: list[tuple[_Entry, float]], widest: float, metrics: QFontMetricsF
) -> list[list[_Entry]]:
    """As few rows as the entries, with their widths, need."""
    rows: list[list[_Entry]] = []
    gap, free = metrics.horizontalAdvance("   "), 0.0
    for entry, width in entries:
        if not rows or width > free:
            rows.append([])
            free = widest
        rows[-1].append(entry)
        free -= width + gap
    return rows


def _line(metrics: QFontMetricsF) -> float:
    """The height of a row in px, with its pictures."""
    return max(metrics.lineSpacing(), _MARK + 2.0) + 2.0


def _listed(classes: tuple[str, ...]) -> str:
    """The names one below the other, as many as fit beside a pointer."""
    if len(classes) <= _MOST_LISTED:
        return "\n".join(classes)
    shown = _MOST_LISTED - 1
    return "\n".join((*classes[:shown], f"+ {len(classes) - shown:,} more"))


def _scale(theme: Theme, ratio: float) -> QImage:
    """A bar of all colors from the lowest value to the highest."""
    values = np.linspace(-1.0, 1.0, round(_SCALE[0] * ratio))
    image = unit_map_to_image(np.tile(values, (round(_SCALE[1] * ratio), 1)), theme)
    image.setDevicePixelRatio(ratio)
    return image


def _round(bound: float) -> str:
    """A round bound without decimals that say nothing."""
    digits, e, exponent = number(bound).partition("e")
    return f"{digits.rstrip('0').rstrip('.') if '.' in digits else digits}{e}{exponent}"
