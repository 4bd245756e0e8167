"""The card in the middle: canvas, table or formulas, and the counts of the network below."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nnstudio.app.canvas.view import CanvasView
from nnstudio.app.center.analyzer import Analyzer
from nnstudio.app.center.drawn import DrawnNetwork
from nnstudio.app.center.formula import FormulaView
from nnstudio.app.center.sum_popover import SumPopover
from nnstudio.app.center.switch import Switch
from nnstudio.app.settings import settings
from nnstudio.app.workspace import Workspace

_KEY = "center/view"
_VIEWS = (
    ("canvas", "Canvas", "Show the network as a drawing"),
    ("table", "Table", "Show the network as a table"),
    ("formula", "Formula", "Show the network as formulas"),
)


class CenterView(QFrame):
    """Shows one view of the network at a time and remembers which."""

    view_changed = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("center")
        self._drawn = DrawnNetwork(workspace, self)
        self.canvas = CanvasView(workspace)
        self._views: dict[str, QWidget] = {
            "canvas": self.canvas,
            "table": Analyzer(workspace, self._drawn),
            "formula": FormulaView(workspace, self._drawn),
        }
        self._sum = SumPopover(self)
        self._build_layout()
        self.canvas.counts.clicked.connect(self._open_sum)
        remembered = settings().value(_KEY)
        self.show_view(remembered if remembered in self._views else "canvas")

    def _build_layout(self) -> None:
        self._switch = Switch("center", _VIEWS, self)
        self._switch.chosen.connect(self.show_view)
        self._stack = QStackedWidget(self)
        for view in self._views.values():
            self._stack.addWidget(view)
        top = QHBoxLayout()
        top.setContentsMargins(10, 7, 10, 0)
        top.addWidget(self._switch)
        top.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 4)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.canvas.counts)

    @property
    def shown(self) -> str:
        """The name of the view that is shown: "canvas", "table" or "formula"."""
        return next(n for n, view in self._views.items() if view is self._stack.currentWidget())

    def show_view(self, name: str) -> None:
        """Show a view, now and at the next start."""
        self._stack.setCurrentWidget(self._views[name])
        self._switch.show_chosen(name)
        settings().setValue(_KEY, name)
        self.view_changed.emit(name)

    def show_canvas(self) -> None:
        """Show the drawing and give it the keyboard."""
        self._show_and_focus("canvas")

    def show_table(self) -> None:
        """Show the table and give it the keyboard."""
        self._show_and_focus("table")

    def show_formula(self) -> None:
        """Show the formulas and give them the keyboard."""
        self._show_and_focus("formula")

    def _show_and_focus(self, name: str) -> None:
        self.show_view(name)
        self._views[name].setFocus()

    def _open_sum(self) -> None:
        self._sum.open(self._drawn.network, self.canvas.counts)
