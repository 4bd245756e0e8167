"""The rounded panel every part of the window sits in: a title, a summary at its right, a body."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.widgets.steady import Steady


class Card(QFrame):
    """A titled panel; its contents go into `body`. Colors come from the style sheet."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = QLabel(title, self)
        self._heading.setProperty("role", "cardTitle")
        self._summary = QLabel(self)
        self._summary.setProperty("role", "muted")
        self._has_summary = True
        self.body = QVBoxLayout()
        self.setAccessibleName(title)
        self._build_layout()

    def _build_layout(self) -> None:
        self.header = QHBoxLayout()
        self.header.addWidget(self._heading)
        self.header.addWidget(Steady(self._summary, stretches=True), 1)
        self.body.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(6)
        layout.addLayout(self.header)
        layout.addLayout(self.body, 1)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._keep_wrapped_text_whole()
        return super().event(event)

    def _keep_wrapped_text_whole(self) -> None:
        """A splitter does not ask how high wrapped text is at a width, so the card insists."""
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            self.setMinimumHeight(layout.totalMinimumHeightForWidth(self.width()))

    def set_title(self, title: str) -> None:
        """Call the panel `title`."""
        self._heading.setText(title)
        self.setAccessibleName(title)

    def hide_summary(self) -> None:
        """Show nothing beside the title."""
        self._has_summary = False
        self._summary.clear()

    def set_summary(self, text: str) -> None:
        """Show `text` (plain or rich) muted beside the title."""
        if self._has_summary and text != self._summary.text():
            self._summary.setText(text)
            self._summary.setToolTip(text)
