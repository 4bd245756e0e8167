"""The card in the middle: the canvas or another page, and the counts of the network below."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nnstudio.app.canvas.view import CanvasView
from nnstudio.app.center.drawn import DrawnNetwork
from nnstudio.app.center.folding_switch import FoldingSwitch
from nnstudio.app.center.pages import PAGES
from nnstudio.app.center.sum_popover import SumPopover
from nnstudio.app.workspace.settings import settings
from nnstudio.app.workspace.workspace import Workspace

_KEY = "center/view"
VIEWS = (
    ("canvas", "Canvas", "Show the network as a drawing"),
    *((page.name, page.word, page.tip) for page in PAGES),
)
"""Name, word and tip of everything the center can show, in the order of the switch."""


class CenterView(QFrame):
    """Shows one view at a time and remembers which; `canvas` is always there."""

    view_changed = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("center")
        self._workspace = workspace
        self._drawn = DrawnNetwork(workspace, self)
        self._stack = QStackedWidget(self)
        self.canvas = CanvasView(workspace, self._stack)
        self._views: dict[str, QWidget] = {"canvas": self.canvas}
        self._sum = SumPopover(self)
        self._build_layout()
        self.canvas.counts.clicked.connect(self._open_sum)
        remembered = settings().value(_KEY)
        names = [name for name, _, _ in VIEWS]
        self.show_view(remembered if remembered in names else "canvas")

    def _build_layout(self) -> None:
        self._switch = FoldingSwitch("center", VIEWS, self)
        self._switch.chosen.connect(self.show_view)
        self._stack.addWidget(self.canvas)
        top = QHBoxLayout()
        top.setContentsMargins(10, 7, 10, 0)
        top.addWidget(self._switch, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 4)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.canvas.counts)

    @property
    def shown(self) -> str:
        """The name of the view that is shown, such as "canvas"."""
        return next(n for n, view in self._views.items() if view is self._stack.currentWidget())

    def show_view(self, name: str) -> None:
        """Show a view, now and at the next start."""
        self._stack.setCurrentWidget(self.view(name))
        self._switch.show_chosen(name)
        if settings().value(_KEY) != name:  # a write waits for the disk
            settings().setValue(_KEY, name)
        self.view_changed.emit(name)

    def open_view(self, name: str) -> None:
        """Show a view and give it the keyboard."""
        self.show_view(name)
        self._views[name].setFocus()

    def view(self, name: str) -> QWidget:
        """The widget of a view, which is built when it is first asked for."""
        if name not in self._views:
            page = next(page for page in PAGES if page.name == name)
            self._views[name] = page.build(self._workspace, self._drawn)
            self._stack.addWidget(self._views[name])
        return self._views[name]

    def _open_sum(self) -> None:
        self._sum.open(self._drawn.network, self.canvas.counts)
