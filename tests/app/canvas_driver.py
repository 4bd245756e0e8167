"""Networks on a canvas, and hands that click, drag and turn the wheel there."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from nnstudio.app.canvas.view import CanvasView
from nnstudio.core.spec import Activation
from nnstudio.experiment.document import DataSettings, Experiment, LayerSettings, NetworkSettings
from tests.app.opened import child


def network(
    hidden: tuple[int, ...],
    activation: Activation = "tanh",
    inputs: int | None = None,
    out: int = 2,
) -> Experiment:
    """A network on the spiral, or a free drawing with `inputs` inputs."""
    layers = tuple(LayerSettings(units=units, activation=activation) for units in hidden)
    return Experiment(
        data=DataSettings(source="spiral", samples=40),
        network=NetworkSettings(
            inputs="auto" if inputs is None else inputs, layers=(*layers, LayerSettings(units=out))
        ),
    )


def click(canvas: CanvasView, name: str) -> None:
    QTest.mouseClick(child(canvas, QAbstractButton, name), Qt.MouseButton.LeftButton)


def sizes(canvas: CanvasView) -> list[int | str]:
    return [layer.units for layer in canvas.workspace.experiment.network.layers]


def at_unit(canvas: CanvasView, column: int, place: int) -> QPoint:
    """Where in the viewport a tile is."""
    where = canvas.scene.columns[column].column
    return canvas.view.to_view(where.x, where.centers[place]).toPoint()


def turn_wheel(widget: QWidget, position: QPoint, notches: int) -> None:
    nothing = QPoint(0, 0)
    event = QWheelEvent(
        QPointF(position),
        QPointF(widget.mapToGlobal(position)),
        nothing,
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def drag(widget: QWidget, start: QPoint, *steps: QPoint, release: bool = True) -> None:
    """Press on `widget`, move by each of `steps` in turn, and let go."""
    origin = widget.mapToGlobal(start)
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    for step in steps:
        QTest.mouseMove(widget, widget.mapFromGlobal(origin + step))
    if release:
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=widget.mapFromGlobal(origin))


def header(canvas: CanvasView, layer: int) -> QWidget:
    """The header of a hidden layer."""
    return child(canvas, QWidget, f"canvas.layer.{layer}")


def title_point(widget: QWidget) -> QPoint:
    """A point on the title of a header."""
    return QPoint(widget.width() // 2, 4)


def click_header(
    canvas: CanvasView,
    layer: int,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    widget = header(canvas, layer)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, modifiers, title_point(widget))


def drag_header(canvas: CanvasView, layer: int, columns: float, release: bool = True) -> None:
    """Drag a layer by its title over as many columns, to the left when negative."""
    widget = header(canvas, layer)
    by = round(columns * canvas.layout_shown.pitch * canvas.view.zoom)
    steps = (QPoint(by // 2, 3), QPoint(by, 6))
    drag(widget, title_point(widget), *steps, release=release)


def drag_edge(canvas: CanvasView, layer: int, neurons: int) -> None:
    """Drag the lower edge of a layer's column until it has as many more neurons."""
    handle = child(canvas, QWidget, f"canvas.layer.{layer}.handle")
    slot = canvas.layout_shown.columns[layer + 1].slot * canvas.view.zoom
    down = round(neurons * slot / 2)
    drag(handle, handle.rect().center(), QPoint(0, down // 2), QPoint(0, down))


def undo_texts(canvas: CanvasView) -> list[str]:
    stack = canvas.workspace.undo_stack
    return [stack.text(index) for index in range(stack.count())]


def gap_point(canvas: CanvasView, gap: int) -> QPoint:
    """A point of a gap that no link runs through."""
    layout = canvas.layout_shown
    return canvas.view.to_view(layout.gaps[gap], layout.bottom - 2).toPoint()
