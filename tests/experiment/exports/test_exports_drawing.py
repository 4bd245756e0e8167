"""The drawing of a network: what is on it, and that both ways of writing it can be read."""

import re
import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from nnstudio.core.network import Network
from nnstudio.core.spec import Activation, LayerSpec, NetworkSpec
from nnstudio.experiment.exports.draw import Part, draw_model, draw_network, unit_weights
from nnstudio.experiment.exports.drawing import COLORS, TILE_RADIUS, Disc, Drawing, Stroke
from nnstudio.experiment.exports.drawing_layout import MOST_SHOWN
from nnstudio.experiment.exports.labels import text_width
from nnstudio.experiment.exports.model import train_model
from nnstudio.experiment.exports.svg import svg_document
from nnstudio.experiment.exports.tikz import tikz_document
from tests.experiment.drafts import example

_SVG = "{http://www.w3.org/2000/svg}"
_STRANGE = ["50% of R&D_costs", "{a}^2 ~ #1 \\ $", "<b> \"x\" 'y'", "Größe x₁ µm²", "身長 α"]
_LATEX = shutil.which("pdflatex") or shutil.which("tectonic")


def drawn(inputs: int, *units: int, activation: Activation = "tanh") -> Drawing:
    hidden = tuple(LayerSpec(size, activation) for size in units[:-1])
    network = Network(NetworkSpec(inputs, (*hidden, LayerSpec(units[-1]))))
    network.initialize(np.random.default_rng(1))
    return draw_network(network.spec, network.matrices)


def strange() -> Drawing:
    network = Network(NetworkSpec(5, (LayerSpec(2, "prelu", off=(1,)), LayerSpec(1))))
    network.initialize(np.random.default_rng(1))
    return draw_network(network.spec, network.matrices, _STRANGE, ["& more"], "100 %")


def tiled() -> Drawing:
    """Two inputs and a neuron that have pictures."""
    part = Part(((0, 1), (0,)), (2,), (("cGljdHVyZQ==", ""), ("cGljdHVyZQ==",)))
    return draw_network(NetworkSpec(2, (LayerSpec(1),)), [np.ones((1, 3))], part=part)


def signed() -> Drawing:
    """Four squares without pictures: a frozen neuron, a dead one, one that is off, a plain one."""
    hidden = LayerSpec(4, "leaky_relu", off=(2,), frozen_units=(0,))
    matrix = np.array([[1.0, 2.0], [1.0, -4.0], [1.0, 1.0], [1.0, 0.0]])
    part = Part(((0,), (0, 1, 2, 3)), (4,), (("",), ("", "", "", "cGljdHVyZQ==")), ({1},))
    return draw_network(NetworkSpec(1, (hidden,)), [matrix], part=part)


def marked() -> Drawing:
    """Outputs of eleven classes, on a dark ground."""
    names = [f"class {label}" for label in range(11)]
    drawing = draw_network(
        NetworkSpec(2, (LayerSpec(11),)), output_names=names, output_classes=range(11)
    )
    return replace(drawing, colors={**COLORS, "ground": "#181c22", "text": "#e8ebef"})


def texts(drawing: Drawing) -> list[str]:
    return [words.text for words in drawing.words]


def test_that_every_neuron_link_and_count_is_drawn() -> None:
    drawing = drawn(2, 6, 5, 2)
    assert len(drawing.neurons) == 2 + 6 + 5 + 2
    legend = 2
    assert len(drawing.links) == 12 + 30 + 10 + legend
    assert {"W1: 6 × 2", "12 weights + 6 biases", "5 neurons, tanh"} <= set(texts(drawing))
    assert texts(drawing)[-4] == (
        "3-layer network: 13 neurons, 52 weights + 13 biases = 65 parameters"
    )


def test_that_the_pieces_of_maxout_are_a_factor_as_on_the_canvas() -> None:
    drawing = draw_network(NetworkSpec(2, (LayerSpec(5, "maxout", pieces=3), LayerSpec(2))))
    assert {"W1: 3·5 × 2", "30 weights + 15 biases"} <= set(texts(drawing))
    assert "3·5 × 2" in svg_document(drawing)


def test_that_a_wide_layer_shows_its_ends_and_says_how_many_are_left_out() -> None:
    drawing = drawn(784, 300, 10)
    assert len(drawing.neurons) == 2 * (MOST_SHOWN - 1) + 10
    assert {"… 773 more", "… 289 more"} <= set(texts(drawing))
    assert "W1: 4,096 × 9,216" in texts(draw_network(NetworkSpec(9216, (LayerSpec(4096),))))


def test_that_width_and_dashes_show_the_weight() -> None:
    matrix = np.array([[0.5, -1.0, 9.0]])
    strong, weak = draw_network(NetworkSpec(2, (LayerSpec(1),)), [matrix]).links[1::-1]
    assert (strong.color, weak.color) == ("negative", "positive")
    assert strong.width > weak.width
    assert strong.dashes is not None
    assert weak.dashes is None


def test_that_a_part_shows_its_units_and_strongest_links_and_counts_what_it_leaves_out() -> None:
    matrix = np.array([[*range(1, 9), 0.0], [*range(-8, 0), 0.0]])
    part = Part(((0, 4, 5), (0, 1)), (3,))
    drawing = draw_network(NetworkSpec(8, (LayerSpec(2),)), [matrix], part=part)
    assert len(drawing.neurons) == 3 + 2
    assert {"… 3 more", "… 2 more"} <= set(texts(drawing))
    assert [link.color for link in drawing.links[:3]] == ["positive", "positive", "negative"]


def test_that_a_weight_of_0_is_no_link() -> None:
    drawing = draw_network(NetworkSpec(2, (LayerSpec(1),)), [np.array([[0.0, 2.0, 1.0]])])
    assert len(drawing.links) == 1 + 2


def test_that_a_maxout_link_shows_the_strongest_piece() -> None:
    matrix = np.array([[1.0, 2.0, 0.0], [-3.0, 1.0, 0.0]])
    assert unit_weights(matrix, 1).tolist() == [[-3.0, 2.0]]


def test_that_a_network_without_weights_has_plain_links_and_no_legend() -> None:
    drawing = draw_network(NetworkSpec(3, (LayerSpec(4, "tanh"), LayerSpec(1))))
    assert {link.color for link in drawing.links} == {"unknown"}
    assert "positive weight" not in texts(drawing)


def test_that_features_and_classes_are_named() -> None:
    document = example(data={"source": "iris"}, training={"epochs": 0})
    assert {"sepal length (cm)", "setosa"} <= set(texts(draw_model(train_model(document))))


@pytest.mark.parametrize(
    "drawing", [drawn(2, 1), drawn(784, 2000, 10, activation="maxout"), strange()]
)
def test_that_no_text_leaves_the_page_or_touches_another(drawing: Drawing) -> None:
    ends = {"start": (0.0, 1.0), "middle": (0.5, 0.5), "end": (1.0, 0.0)}
    lines: dict[float, list[tuple[float, float]]] = {}
    for words in drawing.words:
        width = text_width(words.text, words.size)
        before, after = ends[words.anchor]
        lines.setdefault(words.y, []).append((words.x - before * width, words.x + after * width))
    for y, spans in lines.items():
        assert 0 < y < drawing.height
        edges = [0.0, *(edge for span in sorted(spans) for edge in span), drawing.width]
        assert all(left <= right for left, right in pairwise(edges))


def test_that_the_svg_holds_the_drawing_as_plain_elements() -> None:
    drawing = strange()
    root = ElementTree.fromstring(svg_document(drawing).encode())
    assert len(root.findall(f".//{_SVG}path")) == len(drawing.links)
    assert len(root.findall(f".//{_SVG}circle")) == len(drawing.neurons)
    assert [element.text for element in root.iter(f"{_SVG}text")] == texts(drawing)
    assert root.findtext(f"{_SVG}title") == "100 %"
    assert not [e for e in root.iter() if {"style", "class"} & e.attrib.keys()]


def test_that_the_svg_renders_links_and_neurons_where_they_are(
    qapp: QGuiApplication,
) -> None:
    matrix = np.array([[2.0, -2.0, 0.0]])
    drawing = draw_network(NetworkSpec(2, (LayerSpec(1),)), [matrix])
    renderer = QSvgRenderer(svg_document(drawing).encode())
    assert renderer.isValid()
    image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    assert (image.width(), image.height()) == (round(drawing.width), round(drawing.height))
    for neuron in drawing.neurons:
        color = image.pixelColor(round(neuron.x), round(neuron.y))
        assert color == QColor(COLORS[neuron.fill])
    positive = drawing.links[0]
    x, y = positive.middle, (positive.start[1] + positive.end[1]) / 2
    assert f'stroke="{image.pixelColor(round(x), round(y)).name()}"' in svg_document(drawing)


def test_that_neurons_with_pictures_are_larger_squares() -> None:
    drawing = tiled()
    assert {neuron.radius for neuron in drawing.neurons} == {TILE_RADIUS}
    svg = ElementTree.fromstring(svg_document(drawing))
    images = svg.findall(f".//{_SVG}image")
    reference = "{http://www.w3.org/1999/xlink}href"
    assert [image.get(reference) for image in images] == ["data:image/png;base64,cGljdHVyZQ=="] * 2
    assert tikz_document(drawing).count("rounded corners") == 3
    for number, link in enumerate(drawing.links[:2]):
        assert link.start[0] == drawing.neurons[number].x + TILE_RADIUS


def test_that_squares_show_the_activation_the_bias_and_what_became_of_a_neuron() -> None:
    source, frozen, dead, off, plain = signed().neurons
    assert source.signs == off.signs == ()
    discs = [[sign for sign in neuron.signs if isinstance(sign, Disc)] for neuron in (frozen, dead)]
    assert [disc.color for (disc,) in discs] == ["positive", "negative"]
    (small,), (large,) = discs
    assert small.radius < large.radius
    assert [sign.color for sign in dead.signs].count("bad") == 2
    assert "text" in {sign.color for sign in frozen.signs}
    assert not {"bad", "text"} & {sign.color for sign in plain.signs}
    bent = next(s for s in plain.signs if isinstance(s, Stroke) and len(s.points) > 2).points
    assert (bent[len(bent) // 2][0], bent[len(bent) // 2][1]) == (plain.x, plain.y)
    assert bent[0][1] > plain.y > bent[-1][1]
    assert all(abs(y - plain.y) < plain.radius for _, y in bent)


def test_that_a_picture_stands_for_the_signs_that_are_on_it() -> None:
    drawing = signed()
    svg = ElementTree.fromstring(svg_document(drawing))
    lines = [neuron.signs for neuron in drawing.neurons if not neuron.picture]
    strokes = sum(isinstance(sign, Stroke) for signs in lines for sign in signs)
    assert len(svg.findall(f".//{_SVG}polyline")) == strokes
    assert tikz_document(drawing).count("draw=bad") == 2


def test_that_every_class_has_a_mark_between_its_output_and_its_name() -> None:
    drawing = marked()
    names = [words for words in drawing.words if words.anchor == "start"]
    shapes = {len(mark.corners): mark.color for mark in drawing.marks}
    assert len(drawing.marks) == len(names) == 11
    assert len(shapes) > 4
    for mark, words, neuron in zip(drawing.marks, names, drawing.neurons[2:], strict=True):
        across = [x for x, _ in mark.corners]
        assert neuron.x + neuron.radius < min(across) < max(across) < words.x
    assert svg_document(drawing).count("<polygon") == 11
    assert tikz_document(drawing).count(r"\fill[class") == 11


def test_that_links_fade_into_the_ground_they_are_drawn_on() -> None:
    matrix = np.array([[2.0, -0.2, 0.0]])
    light = draw_network(NetworkSpec(2, (LayerSpec(1),)), [matrix])
    dark = replace(light, colors={**COLORS, "ground": "#000000"})
    faint = [re.search('stroke="(#\\w+)"', svg_document(d)) for d in (light, dark)]
    brightness = [QColor(found[1]).lightness() for found in faint if found]
    assert brightness[0] > 150 > brightness[1]


def test_that_latex_sets_every_special_letter_as_itself() -> None:
    document = tikz_document(strange())
    assert r"50\% of R\&D\_costs" in document
    assert r"\{a\}\textasciicircum{}2 \textasciitilde{} \#1 \textbackslash{} \$" in document
    assert re.findall(r"DeclareUnicodeCharacter\{(\w+)\}", document) == ["03B1", "8EAB", "9577"]
    pieces = tikz_document(drawn(2, 3, 1, activation="maxout"))
    assert r"2\ensuremath{\cdot}3 \ensuremath{\times} 2" in pieces
    assert "DeclareUnicodeCharacter" not in pieces


@pytest.mark.skipif(_LATEX is None, reason="needs LaTeX")
@pytest.mark.parametrize(
    "drawing",
    [drawn(2, 6, 5, 2), strange(), tiled(), signed(), marked()],
    ids=["plain", "strange", "tiled", "signed", "marked"],
)
def test_that_the_tikz_document_compiles_to_one_page(drawing: Drawing, tmp_path: Path) -> None:
    (tmp_path / "drawing.tex").write_text(tikz_document(drawing), encoding="utf-8")
    options = ["-interaction=nonstopmode", "-halt-on-error"] if "pdf" in str(_LATEX) else []
    done = subprocess.run(
        [str(_LATEX), *options, "drawing.tex"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    pages = re.findall(rb"/Type */Page\b", (tmp_path / "drawing.pdf").read_bytes())
    assert len(pages) <= 1
    assert "(2 pages" not in done.stdout
