"""The list of what is wrong with the network: a click, or Enter, selects the layer at fault."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.workspace.workspace import Selection, Workspace
from nnstudio.experiment.advice.findings import Finding

_NOTHING = "✓ No problems found"
_LAYER = Qt.ItemDataRole.UserRole
_MOST_ROWS = 4


class FindingsList(QListWidget):
    """As high as its contents, up to a few rows; more scroll."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._shown: tuple[Finding, ...] | None = None
        self.setObjectName("analyzer.problems")
        self.setAccessibleName("Problems of the network")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.itemClicked.connect(self._on_chosen)
        self.itemActivated.connect(self._on_chosen)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """List `findings`; the same ones again leave the list, and its focus, alone."""
        found = tuple(findings)
        if found == self._shown:
            return
        row = self.currentRow()
        self._shown = found
        self.clear()
        for finding in found:
            item = QListWidgetItem(f"▲ {finding.sentence}")
            item.setData(_LAYER, finding.layer)
            self.addItem(item)
        if not found:
            self.addItem(_NOTHING)
        self.setCurrentRow(min(row, self.count() - 1))
        self._color()
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._color()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _color(self) -> None:
        theme = current_theme()
        color = QColor(theme.warning if self._shown else theme.good)
        for row in range(self.count()):
            self.item(row).setForeground(color)

    def _fit(self) -> None:
        rows = [self.sizeHintForRow(row) for row in range(min(self.count(), _MOST_ROWS))]
        self.setFixedHeight(sum(rows) + 1)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.height())

    def _on_chosen(self, item: QListWidgetItem) -> None:
        layer = item.data(_LAYER)
        if layer is not None:
            self._workspace.select(Selection(layer))
