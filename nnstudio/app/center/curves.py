"""The learning curves as a page of the center: the same panel, large."""

from PySide6.QtWidgets import QWidget

from nnstudio.app.panels.curves import CurvesPanel
from nnstudio.app.workspace.workspace import Workspace


class CurvesPage(CurvesPanel):
    """Lies in the card of the center, with larger plots and the same controls."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent, name="center.curvesPage")
        self.setStyleSheet(f"QFrame[page='{self.objectName()}'] {{ border: none; }}")
        self.setProperty("page", self.objectName())
