"""The legend of a plane: it names what there is room for, and never asks for more room."""

import re

import pytest
from pytestqt.qtbot import QtBot

from nnstudio.app.widgets.legend import Key
from nnstudio.app.widgets.legended_plane import LegendedPlane
from nnstudio.app.widgets.plane_plot import PlanePlot


@pytest.fixture
def plane(qtbot: QtBot) -> LegendedPlane:
    plane = LegendedPlane(PlanePlot())
    qtbot.addWidget(plane)
    plane.plot.set_extent((-1.0, 1.0, -1.0, 1.0), ("x1", "x2"), equal=True)
    return plane


def _words(plane: LegendedPlane) -> str:
    return re.sub(r"<[^>]*>|&nbsp;", " ", plane.legend.text())


@pytest.mark.parametrize("classes", [2, 10, 60, 1000])
@pytest.mark.parametrize("size", [(300, 220), (220, 300), (700, 500), (200, 150)])
def test_any_number_of_classes_fits_beside_or_below(
    plane: LegendedPlane, classes: int, size: tuple[int, int]
) -> None:
    plane.set_key(Key(tuple(f"class {index}" for index in range(classes)), wrong=True))
    plane.resize(*size)
    plane.show()
    layout = plane.layout()
    assert layout is not None
    layout.activate()
    assert (plane.width(), plane.height()) == size
    assert plane.legend.sizeHint().height() <= plane.legend.height()
    assert plane.minimumSizeHint().height() <= 120
    assert len(plane.legend.toolTip().splitlines()) <= 30


def test_classes_that_find_no_room_are_counted(plane: LegendedPlane) -> None:
    plane.set_key(Key(tuple(f"class {index}" for index in range(60)), wrong=True))
    plane.resize(300, 220)
    plane.show()
    words = _words(plane)
    named = len(re.findall(r"class \d+", words))
    assert f"+ {60 - named} more" in words
    assert named >= 5
    assert all(word in words for word in ("train", "test", "wrong"))


def test_few_classes_are_all_named(plane: LegendedPlane) -> None:
    plane.set_key(Key(tuple(str(digit) for digit in range(10)), wrong=True))
    plane.resize(300, 220)
    plane.show()
    words = _words(plane)
    assert all(str(digit) in words for digit in range(10))
    assert "more" not in words


def test_a_long_name_is_shortened_wherever_it_stands(plane: LegendedPlane) -> None:
    plane.set_key(Key(("a" * 300, "b")))
    for size in ((220, 300), (400, 150)):
        plane.resize(*size)
        plane.show()
        assert plane.minimumSizeHint().width() <= size[0]
        assert plane.legend.sizeHint().width() <= size[0]


@pytest.mark.parametrize(
    ("bound", "high"), [(1e10, "1e10"), (1.5e20, "1.5e20"), (20.0, "20"), (0.5, "0.5")]
)
def test_a_bound_loses_only_decimals_that_say_nothing(
    plane: LegendedPlane, bound: float, high: str
) -> None:
    plane.set_key(Key(points=False, bound=bound))
    plane.resize(400, 220)
    plane.show()
    assert f"\N{MINUS SIGN}{high}" in _words(plane)
    assert _words(plane).split()[-1] == high
