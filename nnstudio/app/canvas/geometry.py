"""Where the columns and tiles of the canvas stand: a pure function from sizes and page to places.

Scene units are pixels at 100 % zoom. Columns stand at equal distances, every column is centered on
one line, and a column that is too long for the page shows its first and last units only.
"""

from dataclasses import dataclass

MIN_LARGEST, MAX_LARGEST = 62.0, 92.0  # px; the largest tile grows with the page
ROOM = 1.28  # the distance of tiles over their edge length
ALIKE = 12  # columns of up to this many units share one tile size
MAX_SHOWN = 24
MIN_SLOT = 19.0
MIN_PITCH, MAX_PITCH = 72.0, 230.0
ROWS = 6  # as many of the largest tiles fit the page


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
class Column:
    """One column: square tiles of edge `tile` around `x`, the units `shown` at heights `centers`.

    `ellipsis` is the height of the mark for the units left out, None when all are shown.
    """

    x: float
    tile: float
    units: int
    shown: tuple[int, ...]
    centers: tuple[float, ...]
    ellipsis: float | None

    @property
    def hidden(self) -> int:
        """How many units are left out."""
        return self.units - len(self.shown)

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
        shown = len(self.centers) + (self.ellipsis is not None)
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


def lay_out(sizes: tuple[int, ...], page: Page) -> Layout:
    """The places of columns of `sizes` units (inputs first) on `page`."""
    pitch = column_pitch(len(sizes), page)
    span = page.left + pitch * (len(sizes) - 1) + page.right
    width = max(page.width, span)
    first = page.left + (width - span) / 2
    area = max(page.height - page.top - page.bottom, 6 * MIN_SLOT)
    alike = _alike_slot(sizes, area)
    middle = page.top + area / 2
    columns = tuple(
        _column(first + index * pitch, units, area, alike, middle)
        for index, units in enumerate(sizes)
    )
    height = page.top + area + page.bottom
    return Layout(columns, pitch, width, height, page.top, page.top + area)


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


def _column(x: float, units: int, area: float, alike: float, middle: float) -> Column:
    places = min(MAX_SHOWN, max(6, int(area / MIN_SLOT)))
    shown = shown_units(units, places)
    slots = len(shown) + (len(shown) < units)
    slot = alike if units <= min(ALIKE, places) else min(alike, area / slots)
    tile = 2 * max(int(slot / ROOM / 2), 1)  # even, so that tiles stand on whole pixels
    heights = [float(round(middle + (index - (slots - 1) / 2) * slot)) for index in range(slots)]
    ellipsis = heights.pop((places - 1) - (places - 1) // 2) if slots > len(shown) else None
    return Column(float(round(x)), float(tile), units, shown, tuple(heights), ellipsis)
