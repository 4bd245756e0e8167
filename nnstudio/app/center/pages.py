"""The pages of the center beside the canvas: one row each, built when first shown."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from nnstudio.app.center.drawn import DrawnNetwork
from nnstudio.app.workspace.workspace import Workspace

Build = Callable[[Workspace, DrawnNetwork], QWidget]


@dataclass(frozen=True, slots=True)
class CenterPage:
    """Name, word on the switch, what choosing it does, and what makes the page."""

    name: str
    word: str
    tip: str
    build: Build


def _table(workspace: Workspace, drawn: DrawnNetwork) -> QWidget:
    from nnstudio.app.center.analyzer import Analyzer

    return Analyzer(workspace, drawn)


def _formula(workspace: Workspace, drawn: DrawnNetwork) -> QWidget:
    from nnstudio.app.center.formula import FormulaView

    return FormulaView(workspace, drawn)


def _preprocessing(workspace: Workspace, drawn: DrawnNetwork) -> QWidget:
    from nnstudio.app.center.preprocessing.page import PreprocessingPage

    return PreprocessingPage(workspace)


def _curves(workspace: Workspace, drawn: DrawnNetwork) -> QWidget:
    from nnstudio.app.center.curves import CurvesPage

    return CurvesPage(workspace)


def _data(workspace: Workspace, drawn: DrawnNetwork) -> QWidget:
    from nnstudio.app.center.data.page import ExamplesPage

    return ExamplesPage(workspace)


def _walk(workspace: Workspace, drawn: DrawnNetwork) -> QWidget:
    from nnstudio.app.center.walk.page import WalkPage

    return WalkPage(workspace)


def _inside(workspace: Workspace, drawn: DrawnNetwork) -> QWidget:
    from nnstudio.app.center.inside.page import InsidePage

    return InsidePage(workspace)


def _activation(workspace: Workspace, drawn: DrawnNetwork) -> QWidget:
    from nnstudio.app.center.inside.explorer import ActivationPage

    return ActivationPage(workspace)


PAGES = (
    CenterPage("table", "Table", "Show the network as a table", _table),
    CenterPage("formula", "Formula", "Show the network as formulas", _formula),
    CenterPage("walk", "Step by step", "Follow one example forward and back", _walk),
    CenterPage("curves", "Curves", "Show the learning curves large", _curves),
    CenterPage("data", "Data", "Show every example, the mistakes and the splits", _data),
    CenterPage(
        "preprocessing", "Preprocessing", "Show what each step does to the data", _preprocessing
    ),
    CenterPage("inside", "Inside", "Show every layer from inside, and why learning fails", _inside),
    CenterPage("activation", "Activation", "Explore activations on live inputs", _activation),
)
