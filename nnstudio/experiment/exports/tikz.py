r"""A drawing as a LaTeX document with one TikZ picture, on a page of the picture's size.

The pictures on neurons stay out of it, for it is one file: their squares show the activation's
curve and the signs of the canvas. It needs TikZ and geometry alone, and
compiles with pdfLaTeX as well as with engines that know all of Unicode. A letter that pdfLaTeX has
no sign for becomes a question mark there.
"""

from unicodedata import normalize

from nnstudio.experiment.exports.drawing import (
    COLORS,
    LARGE,
    Anchor,
    Area,
    Disc,
    Drawing,
    Link,
    Neuron,
    Sign,
    Words,
)
from nnstudio.experiment.exports.strokes import CORNER

_BP = 0.75  # big points in a pixel
_MARGIN = 4  # bp around the picture
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\ensuremath{<}",
    ">": r"\ensuremath{>}",
    "|": r"\ensuremath{|}",
    '"': "''",
    "×": r"\ensuremath{\times}",
    "…": r"\ldots{}",
    "°": r"\ensuremath{^\circ}",
    "²": r"\ensuremath{^2}",
    "³": r"\ensuremath{^3}",
    "µ": r"\ensuremath{\mu}",
    "±": r"\ensuremath{\pm}",
    "·": r"\ensuremath{\cdot}",
    "−": r"\ensuremath{-}",
    "→": r"\ensuremath{\to}",
    "–": "--",
    "—": "---",
    **{letter: rf"\ensuremath{{_{digit}}}" for digit, letter in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    **{letter: f"\\{letter}" for letter in "&%$#_{}"},
}
_COMPOSED = "\u0300\u0301\u0302\u0303\u0308\u030a\u030c\u0327"  # accents that pdfLaTeX can set
_LETTERS = "ßæœøłÆŒØŁ"  # and letters that are no composition
_ANCHORS: dict[Anchor, str] = {"start": "base west", "middle": "base", "end": "base east"}


def tikz_document(drawing: Drawing) -> str:
    """The document."""
    width, height = (_number(size * _BP + 2 * _MARGIN) for size in (drawing.width, drawing.height))
    colors = [
        rf"\definecolor{{{name}}}{{HTML}}{{{value[1:].upper()}}}"
        for name, value in drawing.colors.items()
    ]
    return "\n".join(
        [
            f"% {drawing.title}: {drawing.description}",
            r"\documentclass{article}",
            rf"\usepackage[paperwidth={width}bp, paperheight={height}bp, margin={_MARGIN - 1}bp]"
            "{geometry}",
            r"\usepackage{tikz}",
            *colors,
            *([] if drawing.colors["ground"] == COLORS["ground"] else [r"\pagecolor{ground}"]),
            *_declarations(drawing),
            r"\pagestyle{empty}",
            r"\setlength{\parindent}{0pt}",
            r"\setlength{\topskip}{0pt}",
            r"\begin{document}",
            *_picture(drawing),
            r"\end{document}",
            "",
        ]
    )


def escaped(text: str) -> str:
    """Text as LaTeX sets it letter by letter."""
    return "".join(_SPECIAL.get(letter, letter) for letter in text)


def _picture(drawing: Drawing) -> list[str]:
    return [
        rf"\begin{{tikzpicture}}[x={_BP}bp, y=-{_BP}bp, font=\sffamily\footnotesize,",
        r"  every node/.style={inner sep=0pt, outer sep=0pt}, line cap=butt]",
        rf"\useasboundingbox (0, 0) rectangle ({_number(drawing.width)}, "
        f"{_number(drawing.height)});",
        *map(_link, drawing.links),
        *map(_neuron, drawing.neurons),
        *map(_area, drawing.marks),
        *map(_words, drawing.words),
        r"\end{tikzpicture}",
    ]


def _link(link: Link) -> str:
    (x0, y0), (x1, y1), middle = link.start, link.end, link.middle
    color = link.color if link.shade == 100 else f"{link.color}!{link.shade}!ground"
    options = f"{color}, line width={_number(link.width * _BP)}bp"
    if link.dashes:
        on, off = (_number(length * _BP) for length in link.dashes)
        options += f", dash pattern=on {on}bp off {off}bp"
    return (
        rf"\draw[{options}] {_place(x0, y0)} .. controls {_place(middle, y0)} "
        f"and {_place(middle, y1)} .. {_place(x1, y1)};"
    )


def _neuron(neuron: Neuron) -> str:
    x, y, radius = neuron.x, neuron.y, neuron.radius
    draw = rf"\draw[outline, fill={neuron.fill}, line width=0.9bp"
    if neuron.picture is None:
        return f"{draw}] {_place(x, y)} circle[radius={_number(radius * _BP)}bp];"
    corner = _number(2 * CORNER * radius * _BP)
    square = (
        f"{draw}, rounded corners={corner}bp] {_place(x - radius, y - radius)} "
        f"rectangle {_place(x + radius, y + radius)};"
    )
    return "\n".join([square, *map(_sign, neuron.signs)])


def _sign(sign: Sign) -> str:
    width = f"line width={_number(sign.width * _BP)}bp"
    if isinstance(sign, Disc):
        radius = _number(sign.radius * _BP)
        place = _place(sign.x, sign.y)
        return rf"\draw[draw={sign.color}, fill=fill, {width}] {place} circle[radius={radius}bp];"
    path = " -- ".join(_place(x, y) for x, y in sign.points)
    return rf"\draw[draw={sign.color}, {width}] {path};"


def _area(area: Area) -> str:
    path = " -- ".join(_place(x, y) for x, y in area.corners)
    return rf"\fill[{area.color}] {path} -- cycle;"


def _words(words: Words) -> str:
    options = [f"anchor={_ANCHORS[words.anchor]}", f"text={words.color}"]
    size = r"\small" if words.size == LARGE else r"\footnotesize"
    if words.bold:
        options.append(rf"font=\sffamily{size}\bfseries")
    return rf"\node[{', '.join(options)}] at {_place(words.x, words.y)} {{{escaped(words.text)}}};"


def _declarations(drawing: Drawing) -> list[str]:
    """What pdfLaTeX, which knows few letters, is to set for the others."""
    text = "".join([drawing.title, *(words.text for words in drawing.words)])
    unknown = sorted({letter for letter in text if not _is_known(letter)})
    if not unknown:
        return []
    declared = [rf"  \DeclareUnicodeCharacter{{{ord(letter):04X}}}{{?}}" for letter in unknown]
    return [r"\ifdefined\DeclareUnicodeCharacter", *declared, r"\fi"]


def _is_known(letter: str) -> bool:
    if letter in _SPECIAL or letter in _LETTERS or letter.isascii():
        return True
    parts = normalize("NFD", letter)
    return len(parts) == 2 and parts[0].isascii() and parts[1] in _COMPOSED


def _place(x: float, y: float) -> str:
    return f"({_number(x)}, {_number(y)})"


def _number(value: float) -> str:
    """At most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
