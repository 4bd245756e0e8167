"""The window: menus, training bar, problem banner, three columns of panels, status bar."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QPushButton,
    QSplitter,
    QStyle,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from nnstudio.app.appearance.icons import icon
from nnstudio.app.appearance.theme import current_theme, set_theme, theme_signals
from nnstudio.app.center.view import CenterView
from nnstudio.app.commands.actions import build_menus, fill_menus
from nnstudio.app.commands.file_commands import FileCommands
from nnstudio.app.commands.menus import menus
from nnstudio.app.commands.network_commands import NetworkCommands
from nnstudio.app.commands.remove_keys import RemoveKeys
from nnstudio.app.commands.table_drop import TABLES, FileDrop
from nnstudio.app.compare.commands import CompareCommands
from nnstudio.app.lessons.commands import LessonCommands
from nnstudio.app.presenting.presenter import Presenter
from nnstudio.app.toolbar.toolbar import TrainingBar
from nnstudio.app.widgets.card import Card
from nnstudio.app.window import dialogs
from nnstudio.app.window.banner import ProblemBanner
from nnstudio.app.window.side_columns import fill_left, fill_right, left_cards, right_cards
from nnstudio.app.window.status import StatusBar
from nnstudio.app.window.timeline import Timeline
from nnstudio.app.workspace.settings import remembered_bytes, settings, was_welcomed
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.files.documents import SUFFIXES as EXPERIMENTS

if TYPE_CHECKING:
    from nnstudio.app.lessons.column import LessonColumn
    from nnstudio.app.panels.data import DataPanel
    from nnstudio.app.panels.regions import RegionsPanel

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
_SIZE = (1440, 900)
_GAP = 8
_AFTER_PAINT_MS = 20  # by then the first sight of the window is on the screen
_PATIENCE = 10  # times as long, for data that are being loaded
_COLUMN_SIZES = (262, 820, 340)
_COLUMN_STRETCHES = (0, 3, 1)
_LEFT_SIZES = (0, 240, 360)  # the plots of preprocessing and the inspector share what is left
_RIGHT_SIZES = (272, 136, 173)
_LEFT_WIDTH = 243
_RIGHT_WIDTH = 330


class MainWindow(QMainWindow):
    """Shows one workspace and ends it when closed."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        workspace.setParent(self)
        self.workspace = workspace
        self.files = FileCommands(self, workspace)
        self.network = NetworkCommands(workspace, self)
        self.lessons = LessonCommands(self, workspace, self.files)
        self.presenter = Presenter(self)
        self.compare = CompareCommands(self)
        self.panels: dict[str, Card] = {}
        self._lesson_column: LessonColumn | None = None
        self._unbuilt = [self._fill_right, self._fill_left]
        self._patience = _PATIENCE
        self._build_desk()
        build_menus(self, menus(self))
        RemoveKeys(self._action("remove"))
        self._refresh_lesson_keys()
        self._status = StatusBar(workspace, self)
        self.setStatusBar(self._status)
        self.menuBar().setCornerWidget(self._search_button())
        self._connect()
        FileDrop(self, {TABLES: self.open_table, EXPERIMENTS: self.files.open_source})
        self._restore_layout()
        self.canvas.setFocus()
        self._refresh_title()
        self._refresh_actions()
        self._refresh_theme()
        self._refresh_view(self.views.shown)
        self.installEventFilter(self)

    def _build_desk(self) -> None:
        """The training bar over the columns, each made in its place: whoever moves into another
        widget is styled again.
        """
        self._desk = QWidget(self)
        self.setCentralWidget(self._desk)
        layout = QVBoxLayout(self._desk)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(TrainingBar(self.workspace, self._desk))
        margin = QVBoxLayout()
        margin.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        layout.addLayout(margin, 1)
        self._columns = QSplitter(Qt.Orientation.Horizontal, self._desk)
        self._build_columns()
        margin.addWidget(self._columns)

    def _build_columns(self) -> None:
        self._columns.setObjectName("columns")
        self._columns.resize(*_SIZE)  # its sizes are shares of what it has
        self._left = self._column("leftColumn", left_cards())
        self._build_middle()
        self._right = self._column("rightColumn", right_cards())
        for splitter, sizes in ((self._left, _LEFT_SIZES), (self._right, _RIGHT_SIZES)):
            splitter.setSizes(list(sizes))
            for index, size in enumerate(sizes):
                splitter.setStretchFactor(index, size)
        self._left.setMinimumWidth(_LEFT_WIDTH)
        self._right.setMinimumWidth(_RIGHT_WIDTH)
        for index, stretch in enumerate(_COLUMN_STRETCHES):
            self._columns.setCollapsible(index, False)
            self._columns.setStretchFactor(index, stretch)
        self._columns.setHandleWidth(_GAP)
        self._columns.setSizes(list(_COLUMN_SIZES))

    def _build_middle(self) -> None:
        """The banner, the views of the network, and the timeline, between the side columns."""
        middle = QWidget(self._columns)
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        self._banner = ProblemBanner(self.workspace, middle)
        self.views = CenterView(self.workspace, middle)
        self.canvas = self.views.canvas
        layout.addWidget(self._banner)
        layout.addWidget(self.views, 1)
        layout.addWidget(Timeline(self.workspace, middle))

    def _column(self, name: str, panels: dict[str, Card]) -> QSplitter:
        column = QSplitter(Qt.Orientation.Vertical, self._columns)
        column.setObjectName(name)
        column.resize(*_SIZE)
        column.setHandleWidth(_GAP)
        column.setChildrenCollapsible(False)
        for panel in panels.values():
            column.addWidget(panel)
        self.panels |= panels
        return column

    def _search_button(self) -> QPushButton:
        button = QPushButton("Search  Ctrl+K", self)
        button.setObjectName("searchButton")
        button.setAccessibleName("Search actions, settings, examples and lessons")
        button.setFlat(True)
        button.clicked.connect(self.show_palette)
        return button

    def _connect(self) -> None:
        workspace = self.workspace
        stack = workspace.undo_stack
        stack.cleanChanged.connect(self._refresh_title)
        stack.indexChanged.connect(self._refresh_actions)
        workspace.experiment_changed.connect(self._refresh_title)
        workspace.selection_changed.connect(self._refresh_actions)
        workspace.phase_changed.connect(self._refresh_actions)
        self.lessons.guide.turned.connect(self._show_lesson)
        theme_signals().changed.connect(self._refresh_theme)
        self.canvas.zoom_changed.connect(self._status.show_zoom)
        self.views.view_changed.connect(self._refresh_view)
        application = QApplication.instance()
        assert application is not None  # there is no widget without it
        application.aboutToQuit.connect(workspace.close)

    def finish_building(self) -> None:
        """Build what the first sight does not wait for: the panels, and looked-up menus."""
        while self._unbuilt:
            self._unbuilt.pop(0)()

    def _build_next(self) -> None:
        """Build a column, and the other one when this one is on the screen.

        The left one shows the data and takes its heights from them, so it waits a little for them.
        """
        waits = self.workspace.phase == "loading" and self._unbuilt == [self._fill_left]
        if waits and self._patience:
            self._patience -= 1
        elif self._unbuilt:
            self._unbuilt.pop(0)()
        if self._unbuilt:
            QTimer.singleShot(_AFTER_PAINT_MS, self, self._build_next)

    def _fill_left(self) -> None:
        fill_left(self._left, self.panels, self.workspace)
        self._left.setSizes(list(_LEFT_SIZES))
        _restore(self._left)

    def _fill_right(self) -> None:
        fill_menus(self)
        fill_right(self._right, self.panels, self.workspace)

    def open_table(self, path: Path) -> None:
        """Show a table in the dialog that opens it."""
        self._data.open_table(path)

    def choose_table(self) -> None:
        """Show the dialog that opens a table."""
        self._data.choose_table()

    def paste_table(self) -> None:
        """Show the table in the clipboard in the dialog that opens it."""
        self._data.paste_table()

    @property
    def _data(self) -> "DataPanel":
        self.finish_building()
        return cast("DataPanel", self.panels["data"])

    def show_error(self, sentence: str) -> None:
        """Say in the banner that the program itself made an error."""
        self._banner.show_message(sentence)

    def refresh_panels(self) -> None:
        """Show the panels that are switched on in the View menu, or those a lesson needs."""
        lesson = self._lesson_column
        for name, panel in self.panels.items():
            shown = lesson.shows(name) if lesson is not None else None
            panel.setVisible(self._action(f"show.{name}").isChecked() if shown is None else shown)
        for column in (self._left, self._right):
            is_hidden = [panel.isHidden() for panel in column.findChildren(Card, options=_DIRECT)]
            column.setVisible(not all(is_hidden))

    def choose_theme(self, name: str) -> None:
        """Use a theme, or what the system uses, now and at the next start."""
        settings().setValue("theme", name)
        set_theme(name)

    def show_shortcuts(self) -> None:
        """Lay the list of keys over the window."""
        from nnstudio.app.palette.shortcuts import ShortcutOverlay

        overlay = ShortcutOverlay(self)
        overlay.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        overlay.open()

    def show_welcome(self) -> None:
        """Offer the first lesson, examples and recent files."""
        from nnstudio.app.window.welcome import Welcome

        welcome = Welcome(self)
        welcome.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        welcome.open()

    def welcome_newcomers(self) -> None:
        """Welcome whoever starts the program for the first time."""
        if not was_welcomed():
            self.show_welcome()

    def show_palette(self) -> None:
        """Search everything the window can do."""
        from nnstudio.app.palette.palette import CommandPalette

        palette = self.findChild(CommandPalette, "palette") or CommandPalette(self)
        palette.open()

    def show_about(self) -> None:
        """Say what this program is."""
        dialogs.show_about(self)

    def _show_lesson(self) -> None:
        """Turn the left column over to the lesson that is open, or back to its panels."""
        if self._lesson_column is None:
            self.finish_building()
            from nnstudio.app.lessons.column import LessonColumn

            self._lesson_column = LessonColumn(self, self._desk, self._left)
        self._lesson_column.refresh()
        cast("RegionsPanel", self.panels["regions"]).easel.end()
        self._refresh_lesson_keys()

    def _refresh_lesson_keys(self) -> None:
        """Turn pages by keys only in a lesson: others use them meanwhile."""
        for name in ("lesson.forward", "lesson.backward"):
            self._action(name).setEnabled(self.lessons.guide.is_open)

    def _action(self, name: str) -> QAction:
        action = self.findChild(QAction, name)
        assert isinstance(action, QAction), name
        return action

    def _refresh_title(self) -> None:
        self.setWindowTitle(f"[*]{self.workspace.experiment.name} — NNStudio")
        self.setWindowModified(not self.workspace.undo_stack.isClean())

    def _refresh_actions(self) -> None:
        stack = self.workspace.undo_stack
        for name, word, text, can in (
            ("undo", "Undo", stack.undoText(), stack.canUndo()),
            ("redo", "Redo", stack.redoText(), stack.canRedo()),
        ):
            self._action(name).setText(f"&{word}: {text}" if text else f"&{word}")
            self._action(name).setEnabled(can)
        for name, can in self.network.allowed.items():
            self._action(name).setEnabled(can)
        self._action("run").setText("&Pause" if self.workspace.phase == "running" else "&Run")

    def _refresh_view(self, name: str) -> None:
        self._action(f"view.{name}").setChecked(True)

    def _refresh_theme(self) -> None:
        theme = current_theme()
        self.setWindowIcon(icon("logo", theme.accent))
        self._action(f"theme.{theme_signals().choice}").setChecked(True)

    def _restore_layout(self) -> None:
        if not self.restoreGeometry(remembered_bytes("geometry")):
            available = self.screen().availableSize()
            title = self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
            height = available.height() - title  # the frame must find room, too
            self.resize(min(_SIZE[0], available.width()), min(_SIZE[1], height))
        for splitter in (self._columns, self._left, self._right):
            _restore(splitter)

    def _remember_layout(self) -> None:
        store = settings()
        store.setValue("geometry", self.saveGeometry())
        for splitter in (self._columns, self._left, self._right):
            store.setValue(f"splitter/{splitter.objectName()}", splitter.saveState())

    @override
    def event(self, event: QEvent) -> bool:
        # Python has the lock from here on: painting waits for the thread that trains once, and not
        # again at every widget that paints itself.
        return super().event(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:  # the first one: the window is on the screen
            self.removeEventFilter(self)
            if self._unbuilt:
                QTimer.singleShot(_AFTER_PAINT_MS, self, self._build_next)
        return super().eventFilter(watched, event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.workspace.set_watched(not self.isMinimized())

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.files.confirm():
            event.ignore()
            return
        self.presenter.close()
        self._remember_layout()
        self.workspace.close()
        event.accept()


def _restore(splitter: QSplitter) -> None:
    splitter.restoreState(remembered_bytes(f"splitter/{splitter.objectName()}"))
