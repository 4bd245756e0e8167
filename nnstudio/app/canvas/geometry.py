"""Where the columns and tiles of the canvas stand: a pure function from sizes and page to places.

Scene units are pixels at 100 % zoom. Columns stand at equal distances, every column is centered on
one line, and a column that is too long for the page shows its first and last units only. When it
is opened it shows a chunk of its units, one after the other, as far down as that takes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

MIN_LARGEST, MAX_LARGEST = 62.0, 92.0  # px; the largest tile grows with the page
ROOM = 1.28  # the distance of tiles over their edge length
ALIKE = 12  # columns of up to this many units share one tile size
MAX_SHOWN = 24
MIN_SLOT = 19.0
EASY_SLOT = 34.0  # of the units that stand for many: large enough to see what they compute
MIN_PITCH, MAX_PITCH = 22.0, 230.0
CLOSE_PITCH = 72.0  # columns closer than this give room for their words away
FILLED = 0.68  # of the pitch at most is tile: the rest is for the links
ROWS = 6  # as many of the largest tiles fit the page
CHUNK = 64  # units that an opened column shows at a time
_NONE: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Page:
    """The room to fill: its size, and the margins that hold headers, captions and labels.

    `left` and `right` are measured to the centers of the first and last column.
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a column, at height `y`, that says what is left out and shows it when clicked:
    the column then is opened at the unit `opens`, or closed when that is None.
    """

    y: float
    text: str
    opens: int | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: square tiles of edge `tile` around `x`, the units `shown` at heights `centers`.

    `marks` stand where units are left out, and where an opened column can be closed.
    """

    x: float
    tile: float
    units: int
    shown: tuple[int, ...]
    centers: tuple[float, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def left(self) -> float:
        """The left edge of the tiles."""
        return self.x - self.tile / 2

    @property
    def right(self) -> float:
        """The right edge of the tiles."""
        return self.x + self.tile / 2

    @property
    def top(self) -> float:
        """The upper edge of the first tile."""
        return self.centers[0] - self.tile / 2

    @property
    def bottom(self) -> float:
        """The lower edge of the last tile."""
        return self.centers[-1] + self.tile / 2

    @property
    def slot(self) -> float:
        """How much of the height a unit takes; of a single unit, what the next would take."""
        between = sum(self.centers[0] < mark.y < self.centers[-1] for mark in self.marks)
        shown = len(self.centers) + between
        if shown == 1:
            return self.tile * ROOM
        return (self.centers[-1] - self.centers[0]) / (shown - 1)

    def unit_at(self, x: float, y: float) -> int | None:
        """The unit whose tile covers the point, if any."""
        if abs(x - self.x) > self.tile / 2:
            return None
        for unit, center in zip(self.shown, self.centers, strict=True):
            if abs(y - center) <= self.tile / 2:
                return unit
        return None


@dataclass(frozen=True, slots=True)
class Layout:
    """All columns, the input first, with `pitch` between them, inside `width` x `height`.

    `gaps` are the middles between hidden neighbors, where a layer can be added. The area of the
    tiles reaches from `top` to `bottom`.
    """

    columns: tuple[Column, ...]
    pitch: float
    width: float
    height: float
    top: float
    bottom: float

    @property
    def gaps(self) -> tuple[float, ...]:
        """The middles between neighboring columns, left to right."""
        return tuple(column.x + self.pitch / 2 for column in self.columns[:-1])

    def gap_at(self, x: float) -> int | None:
        """The gap between tiles that `x` is in, if any."""
        pairs = zip(self.columns[:-1], self.columns[1:], strict=True)
        return next(
            (gap for gap, (one, other) in enumerate(pairs) if one.right < x < other.left), None
        )


def lay_out(sizes: tuple[int, ...], page: Page, opened: Mapping[int, int] = _NONE) -> Layout:
    """The places of columns of `sizes` units (inputs first) on `page`.

    `opened` says of columns that are opened which unit they show first.
    """
    pitch = column_pitch(len(sizes), page)
    span = page.left + pitch * (len(sizes) - 1) + page.right
    width = max(page.width, span)
    first = page.left + (width - span) / 2
    area = max(page.height - page.top - page.bottom, 6 * MIN_SLOT)
    alike = min(_alike_slot(sizes, area), ROOM * pitch)
    middle = page.top + area / 2
    columns = tuple(
        _opened_column(first + index * pitch, units, page.top, opened[index], pitch)
        if index in opened and units > _places(area)
        else _column(first + index * pitch, units, area, alike, middle, pitch)
        for index, units in enumerate(sizes)
    )
    lowest = max(page.top + area, *(_end(column) for column in columns))
    return Layout(columns, pitch, width, lowest + page.bottom, page.top, lowest)


def column_pitch(columns: int, page: Page) -> float:
    """The distance between neighboring columns on `page`."""
    even = (page.width - page.left - page.right) / max(columns - 1, 1)
    return min(max(even, MIN_PITCH), max(MAX_PITCH, page.width / 4))


def shown_units(units: int, places: int) -> tuple[int, ...]:
    """The units shown where there are `places`: all, or the first and last around an ellipsis."""
    if units <= places:
        return tuple(range(units))
    tail = (places - 1) // 2
    return (*range(places - 1 - tail), *range(units - tail, units))


def _alike_slot(sizes: tuple[int, ...], area: float) -> float:
    longest = max((units for units in sizes if units <= ALIKE), default=1)
    largest = min(max(area / ROWS / ROOM, MIN_LARGEST), MAX_LARGEST)
    return min(largest * ROOM, area / longest)


def _column(x: float, units: int, area: float, alike: float, middle: float, pitch: float) -> Column:
    places = _places(area)
    if units > places:
        places = min(MAX_SHOWN, max(5, int(area / EASY_SLOT)))
        alike = min(MAX_LARGEST, pitch) * ROOM
    shown = shown_units(units, places)
    slots = len(shown) + (len(shown) < units)
    slot = alike if units <= min(ALIKE, places) else min(alike, area / slots)
    tile = 2 * max(
        int(min(slot / ROOM, FILLED * pitch) / 2), 1
    )  # even, so that tiles stand on whole pixels
    heights = [float(round(middle + (index - (slots - 1) / 2) * slot)) for index in range(slots)]
    marks: tuple[Mark, ...] = ()
    if slots > len(shown):
        gap = heights.pop((places - 1) - (places - 1) // 2)
        marks = (Mark(gap, f"… {units - len(shown):,} more", 0),)
    return Column(float(round(x)), float(tile), units, shown, tuple(heights), marks)


def _opened_column(x: float, units: int, top: float, first: int, pitch: float) -> Column:
    """A chunk of the units from `first` on, or the last one, from `top` down."""
    first = min(max(first, 0), (units - 1) // CHUNK * CHUNK)
    shown = tuple(range(first, min(first + CHUNK, units)))
    tile = 2 * int(min(MIN_SLOT / ROOM, FILLED * pitch) / 2)
    texts: list[tuple[str, int | None]] = [("show less", None)]
    if first:
        texts.append((f"↑ {first:,} before", max(first - CHUNK, 0)))
    marks = [Mark(_slot_at(top, place), *text) for place, text in enumerate(texts)]
    begin = len(texts) + 0.5  # a selected column is outlined between marks and tiles
    centers = tuple(_slot_at(top, begin + place) for place in range(len(shown)))
    left = units - shown[-1] - 1
    if left:
        below = _slot_at(top, begin + len(shown) + 0.5)
        marks.append(Mark(below, f"↓ {left:,} more", first + CHUNK))
    return Column(float(round(x)), float(tile), units, shown, centers, tuple(marks))


def _slot_at(top: float, place: float) -> float:
    """The height of the middle of a least slot."""
    return float(round(top + (place + 0.5) * MIN_SLOT))


def _places(area: float) -> int:
    """How many units a column of height `area` shows while it is not opened."""
    return min(MAX_SHOWN, max(6, int(area / MIN_SLOT)))


def _end(column: Column) -> float:
    """The lower end of what belongs to a column."""
    return max(column.bottom, *(mark.y + MIN_SLOT / 2 for mark in column.marks), 0.0)
