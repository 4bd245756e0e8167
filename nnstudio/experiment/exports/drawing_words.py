"""The words of a drawing at their places: headers, captions, names, and the legend of the links."""

from collections.abc import Sequence

from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.describe import NetworkDescription
from nnstudio.experiment.exports.drawing import LARGE, NORMAL, Anchor, Color, Link, Words
from nnstudio.experiment.exports.drawing_layout import GAP, HEADER, LONGEST_LABEL, MARGIN, Column
from nnstudio.experiment.exports.drawing_texts import captions, consists_of, counted, total
from nnstudio.experiment.exports.labels import shortened, text_width
from nnstudio.experiment.exports.strokes import width_words

FOOTER = 66.0
LINE = 16.0
_SAMPLE = 28.0


def input_words(column: Column, names: Sequence[str]) -> list[Words]:
    """The header of the inputs, and their names."""
    words = _column_words(column, "Input", counted(column.units, "input"))
    return [*words, *unit_names(column, names, "end")]


def layer_words(
    network: NetworkSpec, described: NetworkDescription, columns: Sequence[Column], area: float
) -> list[Words]:
    """The headers of the layers, their counts below, and what is switched off."""
    words: list[Words] = []
    for index, column in enumerate(columns):
        words += _column_words(column, described.layers[index].name, consists_of(network, index))
        matrix, counts = captions(described, network, index)
        below = HEADER + area + 1.5 * LINE
        words.append(Words(column.x, below, matrix, bold=True))
        words.append(Words(column.x, below + LINE, counts, color="muted"))
        words += [
            Words(column.x, y + NORMAL / 3, "off", color="muted")
            for unit, y in zip(column.shown, column.heights, strict=True)
            if unit in network.layers[index].off
        ]
    return words


def _column_words(column: Column, name: str, what: str) -> list[Words]:
    words = [
        Words(column.x, MARGIN + LINE / 2, name, size=LARGE, bold=True),
        Words(column.x, MARGIN + 1.5 * LINE, what, color="muted"),
    ]
    return words + [
        Words(column.x, y + NORMAL / 3, f"… {left_out:,} more", color="muted")
        for y, left_out in column.gaps
    ]


def unit_names(
    column: Column, names: Sequence[str], anchor: Anchor, away: float = 0.0
) -> list[Words]:
    """Names beside the shown neurons, `away` from them: left of inputs, right of outputs."""
    x = column.x + (column.radius + GAP + away) * (1 if anchor == "start" else -1)
    places = zip(column.shown, column.heights, strict=True) if names else ()
    return [
        Words(x, y + NORMAL / 3, shortened(names[unit], LONGEST_LABEL), anchor)
        for unit, y in places
    ]


def legend(
    described: NetworkDescription, width: float, area: float, drawn: int | None
) -> tuple[list[Words], list[Link]]:
    """The counts of the whole network and, where `drawn` links show weights, what they mean."""
    y = HEADER + area + FOOTER + LINE / 2
    words = [Words(width / 2, y, total(described), size=LARGE, bold=True)]
    samples: list[Link] = []
    if drawn is None:
        return words, samples
    entries: list[tuple[str, Color | None]] = [
        ("positive weight", "positive"),
        ("negative weight", "negative"),
        (width_words(drawn, described.weights), None),
    ]
    lengths = [text_width(t, NORMAL) + (_SAMPLE + GAP if c else 0) + 2 * GAP for t, c in entries]
    x = (width - sum(lengths)) / 2 + GAP
    y += 1.5 * LINE
    for (text, color), length in zip(entries, lengths, strict=True):
        left = x
        if color is not None:
            samples.append(Link((x, y - NORMAL / 3), (x + _SAMPLE, y - NORMAL / 3), 2.0, color))
            left += _SAMPLE + GAP
        words.append(Words(left, y, text, "start", "muted"))
        x += length
    return words, samples
