"""What the menus do about several networks: put them side by side, vary a setting, try starts."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from nnstudio.experiment.document import Experiment

if TYPE_CHECKING:
    from nnstudio.app.compare.compared import Compared
    from nnstudio.app.compare.page import Page, Stand
    from nnstudio.app.window.main_window import MainWindow
    from nnstudio.experiment.comparing.starts import Start, Trial

_DESK_KEYS = (
    *("run", "step", "stepEpoch", "stepBack", "epochBack", "goLive", "reset", "newWeights"),
    *("selectAll", "cut", "paste", "duplicate", "zoomToFit"),
)


class CompareCommands(QObject):
    """The commands of `window`, in which a page takes the place of the desk or of the stage."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._guide = window.lessons.guide
        self._is_of_lesson = False
        self._page: Page | None = None
        self._stand: Stand | None = None
        self._guide.turned.connect(self._on_page_turned)
        self._guide.compare_wanted.connect(self._open_of_lesson)

    @cached_property
    def compared(self) -> "Compared":
        """What is trained side by side; it is loaded when it is first asked for."""
        from nnstudio.app.compare.compared import Compared

        compared = Compared(self._window.workspace, self)
        compared.changed.connect(self._show_compared)
        compared.news.connect(self._tell_guide)
        return compared

    def duplicate(self) -> None:
        """Put the open experiment beside itself, or one more beside the others."""
        self.compared.duplicate()

    def vary(self) -> None:
        """Ask for a setting and values, and compare them."""
        self._ask_values(self.open)

    def many_starts(self) -> None:
        """Train the open experiment from many initial weights."""
        self._try_starts((self._window.workspace.experiment,))

    def _vary_starts(self) -> None:
        self._ask_values(self._try_starts)

    def _try_starts(self, experiments: Sequence[Experiment]) -> None:
        from nnstudio.app.compare.starts_view import StartsView

        self._window.workspace.pause()
        self.compared.close()
        view = StartsView()
        view.opened.connect(self._open_start)
        view.varied.connect(self._vary_starts)
        view.closed.connect(self._clear)
        view.tried.connect(self._tell_of_trial)
        self._show(view)
        view.begin(experiments)

    def _open_start(self, start: "Start") -> None:
        """Show a start in the window, trained as it is."""
        workspace = self._window.workspace
        self._clear()
        workspace.edit(f"open the start of seed {start.seed}", lambda _: start.result.experiment)
        workspace.put_weights(start.weights)
        workspace.message.emit(f"The start of seed {start.seed}, as it was trained")

    def _ask_values(self, use: Callable[[Sequence[Experiment]], None]) -> None:
        from nnstudio.app.compare.vary_dialog import VaryDialog

        workspace, layer = self._window.workspace, self._window.workspace.selection.layer
        hidden = len(workspace.experiment.network.layers) - 1
        known = layer is not None and 0 <= layer < hidden
        path = f"network.layers.{layer}.units" if known else None
        dialog = VaryDialog(workspace.experiment, path, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(use)
        dialog.open()

    def open(self, experiments: Sequence[Experiment]) -> None:
        """Show these networks side by side."""
        self._is_of_lesson = False
        self.compared.open(experiments)

    def settle(self) -> None:
        """Let the page stand where the window now is: on its desk or on its stage."""
        host = self._window.centralWidget()
        if self._page is not None and self._stand is not None and isinstance(host, QWidget):
            self._stand.put(self._page, host)
            self._page.content.setFocus()

    def unsettle(self) -> None:
        """Take the page off, because what it stands on goes or is wanted as it was."""
        if self._stand is not None:
            self._stand.uncover()

    def _open_of_lesson(self, experiments: Sequence[Experiment]) -> None:
        """What is painted from now on is painted into the data that all of them have."""
        first, workspace = experiments[0], self._window.workspace
        if workspace.experiment.data != first.data:
            workspace.edit("set up the comparison", lambda _: first)
        self.open(experiments)
        self._is_of_lesson = True

    def _on_page_turned(self) -> None:
        step = self._guide.step if self._guide.is_open else None
        if not (self._is_of_lesson and self.compared.is_open):
            return
        if step is not None and step.compare:
            self._guide.compare()
        else:
            self.compared.close()

    def _tell_guide(self) -> None:
        """What is seen side by side is seen, too."""
        standing = self.compared.standing
        for lane in () if standing is None else standing.lanes:
            self._guide.witness(lane.prepared, lane.snapshot.metrics)

    def _tell_of_trial(self, trial: "Trial") -> None:
        for start in trial.starts:
            self._guide.witness(trial.prepared, start.result.metrics)

    def _show_compared(self) -> None:
        if not self.compared.is_open:
            self._clear()
        elif self._page is None:
            from nnstudio.app.compare.view import CompareView

            view = CompareView(self.compared, self._window.workspace)
            view.varied.connect(self.vary)
            self._show(view)

    def _show(self, content: QWidget) -> None:
        from nnstudio.app.compare.page import Page, Stand

        self._clear()
        self._stand = self._stand or Stand()
        self._page = Page(content, self._guide, self._window.workspace)
        self._allow_keys(False)
        self.settle()

    def _clear(self) -> None:
        """Back to what was there before."""
        self.unsettle()
        if self._page is not None:
            self._page.deleteLater()
            self._page = None
            self._allow_keys(True)

    def _allow_keys(self, on: bool) -> None:
        """The keys of the desk work on the desk alone."""
        for name in _DESK_KEYS:
            action = self._window.findChild(QAction, name)
            if isinstance(action, QAction):
                action.setEnabled(on)
