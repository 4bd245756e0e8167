"""What the pages beside the canvas share: they follow the run at a calm pace, while visible."""

from PySide6.QtWidgets import QWidget

from nnstudio.app.panels.live import LivePanel
from nnstudio.app.workspace.workspace import Workspace


class Page(LivePanel):
    """A live panel without a card of its own: it lies in the card of the center."""

    pace_ms = 200

    def __init__(
        self, name: str, title: str, workspace: Workspace, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, workspace, parent)
        self.setObjectName(name)
        self.setStyleSheet(f"#{name} {{ background: transparent; border: none; }}")
        layout = self.layout()
        assert layout is not None  # every card has one
        layout.setContentsMargins(8, 4, 8, 8)
        for part in (self._heading, self._summary.parentWidget()):
            assert part is not None  # every card has both
            part.hide()
        workspace.snapshot_changed.connect(self.on_news)
