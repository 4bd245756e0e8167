"""A drawing as an SVG document that needs nothing else: attributes inline, text as text."""

from xml.sax.saxutils import escape, quoteattr

from nnstudio.experiment.exports.drawing import (
    Area,
    Color,
    Colors,
    Disc,
    Drawing,
    Link,
    Neuron,
    Sign,
    Words,
)
from nnstudio.experiment.exports.strokes import CORNER

_FONTS = "Inter, Helvetica, Arial, sans-serif"


def svg_document(drawing: Drawing) -> str:
    """The document, at the drawing's size in pixels and in its colors."""
    size, colors = f"{_number(drawing.width)} {_number(drawing.height)}", drawing.colors
    width, height = size.split()
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'width="{width}" height="{height}" '
            f'viewBox="0 0 {size}" role="img" font-family="{_FONTS}">',
            f"<title>{escape(drawing.title)}</title>",
            f"<desc>{escape(drawing.description)}</desc>",
            f'<rect width="{width}" height="{height}" fill="{colors["ground"]}"/>',
            '<g fill="none">',
            *(_link(link, colors) for link in drawing.links),
            "</g>",
            f'<g stroke="{colors["outline"]}" stroke-width="1.2">',
            *(_neuron(neuron, colors) for neuron in drawing.neurons),
            "</g>",
            *(_area(mark, colors) for mark in drawing.marks),
            *(_words(words, colors) for words in drawing.words),
            "</svg>",
            "",
        ]
    )


def _link(link: Link, colors: Colors) -> str:
    (x0, y0), (x1, y1), middle = link.start, link.end, link.middle
    numbers = " ".join(map(_number, (x0, y0, middle, y0, middle, y1, x1, y1)))
    first, second, *rest = numbers.split()
    dashes = ""
    if link.dashes:
        dashes = f' stroke-dasharray="{" ".join(map(_number, link.dashes))}"'
    color = _shaded(link.color, link.shade, colors)
    return (
        f'<path d="M {first} {second} C {" ".join(rest)}" stroke="{color}" '
        f'stroke-width="{_number(link.width)}"{dashes}/>'
    )


def _neuron(neuron: Neuron, colors: Colors) -> str:
    x, y, radius = map(_number, (neuron.x, neuron.y, neuron.radius))
    fill = colors[neuron.fill]
    if neuron.picture is None:
        return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}"/>'
    if neuron.picture:
        return _square(neuron) + _frame(neuron, "none")
    return "".join([_frame(neuron, fill), *(_sign(sign, colors) for sign in neuron.signs)])


def _sign(sign: Sign, colors: Colors) -> str:
    color, width = colors[sign.color], _number(sign.width)
    if isinstance(sign, Disc):
        x, y, radius = map(_number, (sign.x, sign.y, sign.radius))
        return (
            f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{colors["fill"]}" stroke="{color}" '
            f'stroke-width="{width}"/>'
        )
    points = _places(sign.points)
    return f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="{width}"/>'


def _area(area: Area, colors: Colors) -> str:
    return f'<polygon points="{_places(area.corners)}" fill="{colors[area.color]}"/>'


def _places(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _square(neuron: Neuron) -> str:
    # The older name of the reference is the one that every program knows.
    data = f"data:image/png;base64,{neuron.picture}"
    return f'<image {_extent(neuron)} xlink:href="{data}"/>'


def _frame(neuron: Neuron, fill: str) -> str:
    corner = _number(2 * CORNER * neuron.radius)
    return f'<rect {_extent(neuron)} rx="{corner}" fill="{fill}"/>'


def _extent(neuron: Neuron) -> str:
    x, y = _number(neuron.x - neuron.radius), _number(neuron.y - neuron.radius)
    edge = _number(2 * neuron.radius)
    return f'x="{x}" y="{y}" width="{edge}" height="{edge}"'


def _words(words: Words, colors: Colors) -> str:
    weight = ' font-weight="bold"' if words.bold else ""
    return (
        f'<text x="{_number(words.x)}" y="{_number(words.y)}" text-anchor="{words.anchor}" '
        f'font-size="{_number(words.size)}"{weight} fill={quoteattr(colors[words.color])}>'
        f"{escape(words.text)}</text>"
    )


def _shaded(color: Color, shade: int, colors: Colors) -> str:
    """The color with that of the ground, `shade` percent of it."""
    pairs = zip(_parts(colors[color]), _parts(colors["ground"]), strict=True)
    return "#" + "".join(
        f"{round(under + (part - under) * shade / 100):02x}" for part, under in pairs
    )


def _parts(color: str) -> list[int]:
    """Red, green and blue of "#rrggbb"."""
    return [int(color[start : start + 2], 16) for start in (1, 3, 5)]


def _number(value: float) -> str:
    """At most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
