"""Networks side by side, each in its column, all at the same epoch; made anew for other networks.

Its letters follow the widget's font, so that it can stand on a stage too.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import theme_signals
from nnstudio.app.compare.bar import CompareBar
from nnstudio.app.compare.brush import Brush
from nnstudio.app.compare.column import CompareColumn
from nnstudio.app.compare.column_settings import ColumnSettings
from nnstudio.app.compare.compared import Compared
from nnstudio.app.compare.shared_plot import common_top
from nnstudio.app.paint.drawn_points import drawn_points
from nnstudio.app.widgets.plane_plot import Points
from nnstudio.app.workspace.workspace import Workspace

_GAP = 8


class CompareView(QWidget):
    """Looks at `compared` while it is visible; hidden, it lets the networks rest."""

    varied = Signal()

    def __init__(
        self, compared: Compared, workspace: Workspace, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("compare")
        self.setAccessibleName("Networks side by side")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._compared, self._workspace = compared, workspace
        self.columns: list[CompareColumn] = []
        self._top = 0.0
        self._painted: object = None
        self._drawn: Points | None = None
        self._brush = Brush(workspace, compared, self)
        self._bar = CompareBar(compared, self._brush, workspace, self)
        self._bar.varied.connect(self.varied)
        self._problem = QLabel(self)
        self._problem.setObjectName("compare.problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._row = QHBoxLayout()
        self._row.setSpacing(_GAP)
        self._lay_out()
        self._connect()
        self._rebuild()

    def _lay_out(self) -> None:
        body = QVBoxLayout()
        body.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        body.addWidget(self._problem)
        body.addLayout(self._row, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addLayout(body, 1)

    def _connect(self) -> None:
        compared = self._compared
        compared.changed.connect(self._rebuild)
        compared.news.connect(self._refresh)
        self._brush.changed.connect(self._refresh)
        theme_signals().changed.connect(self._refresh)
        self._workspace.experiment_changed.connect(self._show_points)
        for keys, slot in (
            ("Ctrl+Return", compared.toggle_run),
            ("Space", compared.toggle_run),
            ("Shift+.", compared.step_epoch),
            (">", compared.step_epoch),
            ("Ctrl+R", compared.reset),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _rebuild(self) -> None:
        """A column for each network, with its title."""
        if len(self.columns) != len(self._compared.experiments):
            for column in self.columns:
                column.hide()
                column.deleteLater()
            self.columns = [self._column(n) for n in range(len(self._compared.experiments))]
        self._top = 0.0
        self._show_titles()
        self._bar.refresh()

    def _column(self, place: int) -> CompareColumn:
        column = CompareColumn(place, self._workspace, self._brush, self)
        ColumnSettings(self._compared, place, column.settings)
        column.removed.connect(self._compared.remove)
        self._row.addWidget(column, 1)
        return column

    def _show_titles(self) -> None:
        pairs = list(zip(self.columns, self._compared.titles, strict=True))
        width = self.width() // max(len(pairs), 1) - _GAP
        lines = max((column.title_lines(title, width) for column, title in pairs), default=1)
        for column, title in pairs:
            column.show_title(title, lines, self._compared.can_shrink)

    def _refresh(self) -> None:
        if not self.isVisible():
            return
        self._bar.refresh()
        standing, problem = self._compared.standing, self._compared.problem
        self._problem.setText(problem or "")
        self._problem.setVisible(problem is not None)
        if standing is None or len(standing.lanes) != len(self.columns):
            return
        self._top = common_top(standing.lanes, self._top)
        drawn = self._painted_points()
        for column, lane in zip(self.columns, standing.lanes, strict=True):
            column.show_lane(lane, standing.lanes, drawn, self._top)

    def _show_points(self) -> None:
        """Show painted points at once, before the networks have seen them."""
        drawn = self._painted_points() if self.isVisible() else None
        if drawn is not None:
            for column in self.columns:
                column.plane.show_points(drawn)

    def _painted_points(self) -> Points | None:
        """The painted points as they are drawn; None where the data are others."""
        data = self._workspace.experiment.data
        if data.source != "points":
            self._painted = self._drawn = None
        elif data.points is not self._painted or self._drawn is None:
            self._painted = data.points
            self._drawn = drawn_points(self._workspace.experiment, data.points or ())
        return self._drawn

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_titles()  # perhaps in another font than before
        self._compared.watch(self)
        self._refresh()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._compared.unwatch(self)
        super().hideEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_titles()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._brush.is_on:
            self._brush.switch(False)
        else:
            self._compared.close()
