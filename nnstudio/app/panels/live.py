"""A panel that follows the run: asks for what it shows, refreshes when visible, and says it."""

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import theme_signals
from nnstudio.app.widgets.card import Card
from nnstudio.app.widgets.veil import Veil
from nnstudio.app.workspace.wants import Want
from nnstudio.app.workspace.workspace import Workspace

_NOT_YET = "Cannot train yet"
_MISFIT = "The drawing does not fit the data"
_SPEAK_MS = 1000
_PATIENCE = 3  # paces after which a panel shows what is new, however few looks there were


class LivePanel(Card):
    """A card that costs nothing while hidden; subclasses say what they want and show it.

    `pace_ms` is the least time between two refreshes while training runs, and as much news comes
    between them as that takes where the window keeps up: where it does not, all panels slow down
    alike. They refresh when the run has been looked at, all at once, so that the window is
    painted once.
    """

    pace_ms = 90

    def __init__(self, title: str, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.workspace = workspace
        self._spoken = ""
        self._is_late = False
        self._looks = 0  # that brought news since the last refresh
        self._age = QElapsedTimer()
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(_SPEAK_MS)
        self._silence.timeout.connect(self._speak)
        self._summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        workspace.prepared_changed.connect(self.refresh_if_visible)
        workspace.looked.connect(self._catch_up)
        self._veil = Veil(self)
        workspace.phase_changed.connect(self.on_trouble)
        workspace.problem_changed.connect(self.on_trouble)
        theme_signals().changed.connect(self.refresh_if_visible)

    def wanted(self) -> Want:
        """What snapshots shall hold while this panel is visible."""
        return {}

    def refresh(self) -> None:
        """Show the present state of the workspace."""
        raise NotImplementedError

    def refresh_if_visible(self) -> None:
        """Refresh when someone can see it."""
        if self.isVisible():
            self.refresh()

    def on_news(self) -> None:
        """Show what the run brought, at once or, while it brings more, at the panel's pace."""
        self._is_late = True
        self._looks += 1
        if self.workspace.phase != "running":
            self._age.invalidate()
            self._catch_up()

    def shows_data_itself(self) -> bool:
        """Whether what is to see stays right while the network cannot train."""
        return False

    def on_trouble(self) -> None:
        """While the network cannot train, dim what was shown last and say why."""
        words = self._trouble() if self.workspace.phase == "invalid" else ""
        self._summary.setVisible(not words)
        if words and self.shows_data_itself():
            self._veil.say(_NOT_YET, is_clear=True)
        else:
            self._veil.say(words)

    def _trouble(self) -> str:
        """Why the network cannot train, without the field: what is said in full elsewhere."""
        if self.workspace.can_fit_network:
            return _MISFIT
        problem = self.workspace.problem or ""
        reason = problem.partition(": ")[2] or problem
        return reason[:1].upper() + reason[1:]

    def _catch_up(self) -> None:
        if self._is_late and self.isVisible() and self._is_due():
            self._is_late, self._looks = False, 0
            self._age.start()
            self.refresh()

    def _is_due(self) -> bool:
        if not self._age.isValid():
            return True
        looks = self.pace_ms // self.workspace.look_ms
        pace_ms = self.pace_ms if self._looks >= looks else _PATIENCE * self.pace_ms
        return self._age.hasExpired(pace_ms) and (looks < 2 or self.workspace.take_turn())

    def ask(self) -> None:
        """Tell the workspace what is wanted now."""
        if self.isVisible():
            self.workspace.want(self, **Want(pace_ms=self.pace_ms) | self.wanted())

    def describe(self, text: str) -> None:
        """Tell screen readers what is to see, at most once a second; the last word is said."""
        self._spoken = text
        if not self._silence.isActive():
            self._speak()

    def _speak(self) -> None:
        if self._spoken != self.accessibleDescription():
            self.setAccessibleDescription(self._spoken)
            self._silence.start()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ask()
        self.refresh()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.workspace.unwant(self)
        super().hideEvent(event)
