"""What the File menu does: new, open, save, and never losing unsaved changes without asking."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from nnstudio.app.window import dialogs
from nnstudio.app.workspace.naming import file_stem
from nnstudio.app.workspace.settings import forget_files, recent_files, remember_file
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import (
    DataSettings,
    Experiment,
    LayerSettings,
    NetworkSettings,
)
from nnstudio.experiment.editing import edits
from nnstudio.experiment.files.examples import list_examples


class FileCommands(QObject):
    """The commands, with `window` as the parent of the dialogs."""

    def __init__(self, window: QWidget, workspace: Workspace) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace

    def new(self) -> None:
        """Start from a small network on the spiral."""
        if self.confirm():
            self._workspace.adopt(_new_experiment())

    def open(self) -> None:
        """Ask for a file and open it."""
        path = self._workspace.path
        if self.confirm():
            chosen = dialogs.ask_open_path(self._window, path.parent if path else Path.home())
            if chosen is not None:
                self._open(chosen)

    def save(self) -> bool:
        """Save to the experiment's file, or ask for one; returns whether it was saved."""
        path = self._workspace.path
        return self.save_as() if path is None else self._save(path)

    def save_as(self) -> bool:
        """Ask for a file and save to it; returns whether it was saved."""
        chosen = self._ask_path()
        return chosen is not None and self._save(chosen)

    def save_weights(self) -> bool:
        """Ask for a file and save to it, with the trained weights; returns whether it was saved."""
        chosen = self._ask_path()
        return chosen is not None and self._save(chosen, with_weights=True)

    def _ask_path(self) -> Path | None:
        path = self._workspace.path
        suggestion = path or Path.home() / f"{file_stem(self._workspace.experiment.name)}.nnstudio"
        return dialogs.ask_save_path(self._window, suggestion)

    def rename(self) -> None:
        """Ask for another name of the experiment."""
        name = dialogs.ask_name(self._window, self._workspace.experiment.name)
        if name is not None:
            self._workspace.edit(f"rename to {name}", partial(edits.rename, name=name))

    def confirm(self) -> bool:
        """Whether the open experiment may go: saved, unchanged, or given up by the user."""
        if self._workspace.undo_stack.isClean():
            return True
        answer = dialogs.ask_unsaved(self._window, self._workspace.experiment.name)
        return self.save() if answer == "save" else answer == "discard"

    def fill_examples(self, menu: QMenu) -> None:
        """One action for each shipped example."""
        for example in list_examples():
            action = menu.addAction(example.title)
            action.setObjectName(f"example.{example.name}")
            action.setToolTip(example.description)
            action.triggered.connect(partial(self.open_source, example.name))
        menu.setToolTipsVisible(True)

    def fill_recent(self, menu: QMenu) -> None:
        """One action for each recent file."""
        paths = recent_files()
        for number, path in enumerate(paths, start=1):
            action = menu.addAction(f"&{number}  {path.name}")
            action.setToolTip(str(path))
            action.triggered.connect(partial(self.open_source, path))
        if paths:
            menu.addSeparator()
            menu.addAction("Clear this list").triggered.connect(forget_files)
        else:
            menu.addAction("No recent files").setEnabled(False)
        menu.setToolTipsVisible(True)

    def open_source(self, source: str | Path, _checked: bool = False) -> None:
        """Open a file or example in place of the open experiment."""
        if self.confirm():
            self._open(source)

    def _open(self, source: str | Path) -> None:
        if self._workspace.open(source) and isinstance(source, Path):
            remember_file(source)

    def _save(self, path: Path, *, with_weights: bool = False) -> bool:
        saved = self._workspace.save(path, with_weights=with_weights)
        if saved:
            remember_file(path)
        return saved


def _new_experiment() -> Experiment:
    layers = (LayerSettings(units=4, activation="tanh"), LayerSettings(units="auto"))
    return Experiment(data=DataSettings(source="spiral"), network=NetworkSettings(layers=layers))
