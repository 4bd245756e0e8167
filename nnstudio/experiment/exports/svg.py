"""A drawing as an SVG document that needs nothing else: attributes inline, text as text."""

from xml.sax.saxutils import escape, quoteattr

from nnstudio.experiment.exports.drawing import (
    COLORS,
    CORNER,
    Color,
    Disc,
    Drawing,
    Link,
    Neuron,
    Sign,
    Words,
)

_FONTS = "Inter, Helvetica, Arial, sans-serif"


def svg_document(drawing: Drawing) -> str:
    """The document, at the drawing's size in pixels, on white."""
    size = f"{_number(drawing.width)} {_number(drawing.height)}"
    width, height = size.split()
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'width="{width}" height="{height}" '
            f'viewBox="0 0 {size}" role="img" font-family="{_FONTS}">',
            f"<title>{escape(drawing.title)}</title>",
            f"<desc>{escape(drawing.description)}</desc>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            '<g fill="none">',
            *map(_link, drawing.links),
            "</g>",
            f'<g stroke="{COLORS["outline"]}" stroke-width="1.2">',
            *map(_neuron, drawing.neurons),
            "</g>",
            *map(_words, drawing.words),
            "</svg>",
            "",
        ]
    )


def _link(link: Link) -> str:
    (x0, y0), (x1, y1), middle = link.start, link.end, link.middle
    numbers = " ".join(map(_number, (x0, y0, middle, y0, middle, y1, x1, y1)))
    first, second, *rest = numbers.split()
    dashes = ""
    if link.dashes:
        dashes = f' stroke-dasharray="{" ".join(map(_number, link.dashes))}"'
    color = _shaded(link.color, link.shade)
    return (
        f'<path d="M {first} {second} C {" ".join(rest)}" stroke="{color}" '
        f'stroke-width="{_number(link.width)}"{dashes}/>'
    )


def _neuron(neuron: Neuron) -> str:
    x, y, radius = map(_number, (neuron.x, neuron.y, neuron.radius))
    if neuron.picture is None:
        return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{COLORS[neuron.fill]}"/>'
    if neuron.picture:
        return _square(neuron) + _frame(neuron, "none")
    return "".join([_frame(neuron), *map(_sign, neuron.signs)])


def _sign(sign: Sign) -> str:
    color, width = COLORS[sign.color], _number(sign.width)
    if isinstance(sign, Disc):
        x, y, radius = map(_number, (sign.x, sign.y, sign.radius))
        return (
            f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{COLORS["fill"]}" stroke="{color}" '
            f'stroke-width="{width}"/>'
        )
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in sign.points)
    return f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="{width}"/>'


def _square(neuron: Neuron) -> str:
    # The older name of the reference is the one that every program knows.
    data = f"data:image/png;base64,{neuron.picture}"
    return f'<image {_area(neuron)} xlink:href="{data}"/>'


def _frame(neuron: Neuron, fill: str = "") -> str:
    corner = _number(2 * CORNER * neuron.radius)
    return f'<rect {_area(neuron)} rx="{corner}" fill="{fill or COLORS[neuron.fill]}"/>'


def _area(neuron: Neuron) -> str:
    x, y = _number(neuron.x - neuron.radius), _number(neuron.y - neuron.radius)
    edge = _number(2 * neuron.radius)
    return f'x="{x}" y="{y}" width="{edge}" height="{edge}"'


def _words(words: Words) -> str:
    weight = ' font-weight="bold"' if words.bold else ""
    return (
        f'<text x="{_number(words.x)}" y="{_number(words.y)}" text-anchor="{words.anchor}" '
        f'font-size="{_number(words.size)}"{weight} fill={quoteattr(COLORS[words.color])}>'
        f"{escape(words.text)}</text>"
    )


def _shaded(color: Color, shade: int) -> str:
    """The color with white, `shade` percent of it."""
    parts = (int(COLORS[color][start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (part - 255) * shade / 100):02x}" for part in parts)


def _number(value: float) -> str:
    """At most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
