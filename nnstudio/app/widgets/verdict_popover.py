"""What a verdict means: its definition, the number, and the thresholds; closes by itself."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from nnstudio.app.appearance.theme import current_theme

if TYPE_CHECKING:
    from nnstudio.experiment.advice.verdicts import Verdict

_WIDTH = 320
_EDGE = 8  # px to the edges of the window


class VerdictPopover(QFrame):
    """Opens beside what was clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popover")
        self._text = QLabel(self)
        self._text.setObjectName("verdict.definition")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setFixedWidth(_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.addWidget(self._text)

    def open(self, layer: str, verdict: "Verdict", below: QPoint) -> None:
        """Explain a verdict on the layer called `layer` under a point of the screen."""
        from nnstudio.experiment.advice.verdicts import DEFINITIONS

        theme, definition = current_theme(), DEFINITIONS[verdict.kind]
        color = getattr(theme, verdict.level)
        self._text.setText(
            f"<b>{definition.title}</b><br>{layer}: "
            f"<span style='color:{color}'><b>{verdict.text}</b></span>"
            f"<p>{definition.measure}</p><p>{definition.thresholds}</p>"
        )
        self.setAccessibleName(f"{definition.title}: {verdict.text}. {definition.measure}")
        self.adjustSize()
        parent = self.parentWidget()
        assert parent is not None  # made with one
        window = parent.window()
        corner = window.mapToGlobal(QPoint(window.width(), window.height()))
        left = min(below.x(), corner.x() - self.width() - _EDGE)
        top = min(below.y(), corner.y() - self.height() - _EDGE)
        self.move(left, top)
        self.show()
