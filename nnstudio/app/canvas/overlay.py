"""The controls over the canvas: headers, captions and "+" buttons, kept at their columns.

They are ordinary widgets on the viewport: they keep their size when the network is zoomed, stay in
view when it is scrolled up or down, take the keyboard, and scripts find them by name.
"""

from collections.abc import Iterator
from math import ceil

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from nnstudio.app.canvas.add_button import AddButton
from nnstudio.app.canvas.column_header import ADD_EDGE, ColumnHeader, HeaderSize, header_size
from nnstudio.app.canvas.geometry import Layout
from nnstudio.app.canvas.gestures import Gestures
from nnstudio.app.canvas.input_header import InputHeader
from nnstudio.app.canvas.layer_caption import LayerCaption
from nnstudio.app.canvas.layer_header import LayerHeader
from nnstudio.app.canvas.network_view import NetworkView
from nnstudio.app.canvas.output_header import OutputHeader
from nnstudio.app.canvas.picture import NetworkPicture
from nnstudio.app.canvas.size_handle import SizeHandle
from nnstudio.app.canvas.sizes import DataFacts
from nnstudio.app.canvas.whole import Stand, kept_whole, stands
from nnstudio.app.workspace.workspace import Selection, Workspace
from nnstudio.experiment.document import Experiment

GAP = 12
EDGE = 10
_ADD_NARROW = 18
_OUTLINE = 7.0  # px from a column to the grip on its outline


class Overlay(QObject):
    """Owns the controls; `show_network` says what they show, `place` puts them where it is."""

    pressed = Signal(object, object)
    """A press on the header of a layer (its Selection), with these modifiers."""
    dragged = Signal(QPoint)
    """A header is being dragged sideways, to a global position."""
    released = Signal()

    def __init__(self, view: NetworkView, workspace: Workspace, gestures: Gestures) -> None:
        super().__init__(view)
        self._view = view
        self._workspace = workspace
        self._gestures = gestures
        port = view.viewport()
        self._bands = (_band(port), _band(port))
        self._input = InputHeader(gestures, port)
        self._output = OutputHeader(gestures, port)
        self._layers: list[LayerHeader] = []
        self._captions: list[LayerCaption] = []
        self._adds: list[AddButton] = []
        self._handles: list[SizeHandle] = []
        self._hovered: int | None = None
        for header in (self._input, self._output):
            self._connect(header)

    @property
    def headers(self) -> Iterator[ColumnHeader]:
        """The headers from left to right."""
        yield self._input
        yield from self._layers
        yield self._output

    def show_network(
        self, picture: NetworkPicture, experiment: Experiment, facts: DataFacts | None
    ) -> None:
        """Show the settings of every column, keeping the controls that are there."""
        self._keep(picture.hidden)
        first, *hidden, last = picture.columns
        self._input.show_inputs(first, experiment, facts)
        for header, column in zip(self._layers, hidden, strict=True):
            header.show_column(column)
        free = isinstance(experiment.network.inputs, int)
        self._output.show_output(last, experiment.network.layers[-1], free, facts)
        for caption, column in zip(self._captions, picture.columns[1:], strict=True):
            caption.show_column(column)
        titles = [column.title for column in picture.columns]
        for add, before, after in zip(self._adds, titles[:-1], titles[1:], strict=True):
            add.show_neighbors(before, after)

    def show_selection(self, selection: Selection) -> None:
        """Mark the headers of the selected layers."""
        for index, header in enumerate(self.headers):
            header.set_selected(index - 1 in selection.all_layers)
        self._show_handles()

    def show_hovered(self, layer: int | None) -> None:
        """Offer to resize the layer whose column is under the pointer."""
        self._hovered = layer
        self._show_handles()

    def show_problems(self) -> None:
        """Put a badge on the layers that disagree with the data."""
        sentences = {layer: problem.message for layer, problem in self._workspace.size_problems}
        self._input.badge.show_problem(sentences.pop(-1, ""))
        self._output.badge.show_problem(next(iter(sentences.values()), ""))

    def cancel(self) -> bool:
        """Take back a size that is being dragged; returns whether there was one."""
        return any(handle.cancel() for handle in self._handles)

    @property
    def zone(self) -> QRect:
        """The part of the viewport from the headers to the captions."""
        port = self._view.viewport()
        top = min(header.y() for header in self.headers)
        bottom = max(caption.geometry().bottom() for caption in self._captions)
        return QRect(0, top, port.width(), bottom - top)

    @property
    def captions(self) -> list[QRect]:
        """Where in the viewport the captions are."""
        return [caption.geometry() for caption in self._captions]

    def open(self, layer: int) -> None:
        """Give the keyboard to the header of `layer`."""
        for index, header in enumerate(self.headers):
            if index - 1 == layer:
                header.open()

    def place(self, layout: Layout) -> None:
        """Put every control at its column, as the view shows it now."""
        pitch = layout.pitch * self._view.zoom
        size = header_size(pitch, self._view.fontMetrics().height())
        base = self._place_headers(layout, size, round(pitch) - 4)
        self._place_adds(layout, size, base)
        self._place_captions(layout, round(pitch) - 6)
        self._place_handles(layout)

    def _place_headers(self, layout: Layout, size: HeaderSize, room: int) -> int:
        """Place the headers; returns their common lower edge."""
        if size is HeaderSize.TINY:
            self._thin_out(layout.pitch * self._view.zoom)
        for header in self.headers:
            header.arrange(size, room)
        tallest = max(header.height() for header in self.headers)
        top = round(self._view.to_view(0, layout.top).y()) - GAP - tallest
        shift = max(EDGE, top)
        width = self._view.viewport().width()
        for header, stand in zip(
            self.headers, self._stands(layout, ADD_EDGE // 2 + 3), strict=True
        ):
            left = round(stand.center) - header.width() // 2
            if header is self._input:  # the outer ones have room outwards: they leave "+" alone
                left = min(left, round(stand.high) - header.width())
            elif header is self._output:
                left = max(left, round(stand.low))
            below = 0 if header.title.isVisibleTo(header) else tallest - header.height()
            header.move(kept_whole(left, header.width(), stand, width), shift + below)
        band = self._bands[0]
        band.setGeometry(0, 0, width, shift + tallest + EDGE // 2)
        band.setVisible(shift > top)
        return shift + tallest

    def _thin_out(self, pitch: float) -> None:
        """Name as many of the columns as there is room for, and count as many."""
        last = self._view.fontMetrics().horizontalAdvance(f"H {len(self._layers)}")
        digits = (header.stepper.number.text() for header in self._layers)
        number = self._view.fontMetrics().horizontalAdvance("0" * max(map(len, digits), default=1))
        for header in self._layers:
            header.thin_out(ceil((last + GAP) / pitch), ceil((number + GAP // 2) / pitch))

    def _stands(self, layout: Layout, away: int) -> list[Stand]:
        """Where the controls of each column may stand, so far `away` from the gaps."""
        to_view = self._view.to_view
        sides = [(to_view(c.left, 0).x(), to_view(c.right, 0).x()) for c in layout.columns]
        return stands(sides, [round(to_view(gap, 0).x()) for gap in layout.gaps], away)

    def _place_adds(self, layout: Layout, size: HeaderSize, base: int) -> None:
        edge = ADD_EDGE if size in (HeaderSize.WIDE, HeaderSize.STACKED) else _ADD_NARROW
        beside = self._input.inputs if edge == ADD_EDGE else self._input.title
        middle = self._input.y() + beside.geometry().center().y() + 1
        width = self._view.viewport().width()
        for add, gap in zip(self._adds, layout.gaps, strict=True):
            x = round(self._view.to_view(gap, 0).x())
            is_whole = edge // 2 <= x <= width - edge // 2
            left = x - edge // 2 if is_whole else (-edge if x < edge else width)
            add.setGeometry(left, middle - edge // 2, edge, edge)
            add.setVisible(size is not HeaderSize.TINY)

    def _place_captions(self, layout: Layout, width: int) -> None:
        port = self._view.viewport()
        top = round(self._view.to_view(0, layout.bottom).y()) + GAP
        places = list(zip(self._captions, self._stands(layout, 0)[1:], strict=True))
        for caption, stand in places:
            beside = 2 * round(port.width() - stand.center) - 4 if self._view.fitted else width
            caption.arrange(min(width, max(beside, 60)))
        tallest = max(caption.height() for caption in self._captions)
        shift = min(top, port.height() - tallest - EDGE - self._legend_height())
        for caption, stand in places:
            left = round(stand.center) - caption.width() // 2
            caption.move(kept_whole(left, caption.width(), stand, port.width()), shift)
        band = self._bands[1]
        band.setGeometry(0, shift - EDGE // 2, port.width(), port.height())
        band.setVisible(shift < top)

    def _place_handles(self, layout: Layout) -> None:
        for handle, column in zip(self._handles, layout.columns[1:], strict=True):
            edge = self._view.to_view(column.x, column.bottom + _OUTLINE)
            handle.move(
                round(edge.x()) - handle.width() // 2, round(edge.y()) - handle.height() // 2
            )
            handle.set_slot(column.slot * self._view.zoom)

    def _show_handles(self) -> None:
        chosen = self._workspace.selection
        for layer, handle in enumerate(self._handles):
            near = layer == self._hovered or (layer in chosen.all_layers and chosen.unit is None)
            handle.setVisible((near or handle.dragging) and self._gestures.may_resize(layer))

    def _legend_height(self) -> int:
        return self._view.fontMetrics().height() + 4

    def _keep(self, hidden: int) -> None:
        """Have a header for every hidden layer, a caption for every matrix, a "+" for every gap."""
        port = self._view.viewport()
        for controls, wanted in (
            (self._layers, hidden),
            (self._captions, hidden + 1),
            (self._adds, hidden + 1),
            (self._handles, hidden + 1),
        ):
            while len(controls) > wanted:
                gone = controls.pop()
                gone.hide()
                gone.setParent(None)
                gone.deleteLater()
        while len(self._layers) < hidden:
            header = LayerHeader(len(self._layers), self._gestures, port)
            self._connect(header)
            self._layers.append(header)
        while len(self._captions) < hidden + 1:
            self._captions.append(LayerCaption(port))
        while len(self._handles) < hidden + 1:
            self._handles.append(SizeHandle(len(self._handles), self._gestures, port))
        while len(self._adds) < hidden + 1:
            self._adds.append(AddButton(len(self._adds), self._gestures, port))
        for control in (*self._layers, *self._captions):
            control.show()
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Let the Tab key go from left to right."""
        before: QWidget = self._view
        for header, add in zip(self.headers, (*self._adds, None), strict=True):
            for control in (*header.controls, add):
                if control is not None:
                    QWidget.setTabOrder(before, control)
                    before = control

    def _connect(self, header: ColumnHeader) -> None:
        header.pressed.connect(self._on_pressed)
        header.dragged.connect(self.dragged)
        header.released.connect(self.released)

    def _on_pressed(self, modifiers: Qt.KeyboardModifier) -> None:
        for index, header in enumerate(self.headers):
            if header is self.sender():
                self.pressed.emit(Selection(index - 1), modifiers)


def _band(port: QWidget) -> QWidget:
    """A plain strip under the controls, shown when the network has been moved beneath them."""
    band = QWidget(port)
    band.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    band.setAutoFillBackground(True)
    band.setBackgroundRole(QPalette.ColorRole.Base)
    band.hide()
    return band
