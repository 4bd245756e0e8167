"""Every question the window asks, each one function, so that a script or test can answer it."""

from pathlib import Path
from typing import Literal

from PySide6 import QtWidgets  # each dialog is loaded when it is first asked for
from PySide6.QtWidgets import QWidget

import nnstudio

_FILTER = "Experiments (*.nnstudio *.json)"

Answer = Literal["save", "discard", "cancel"]


def ask_open_path(parent: QWidget, folder: Path) -> Path | None:
    """The experiment file to open; None when the user changed their mind."""
    name, _ = QtWidgets.QFileDialog.getOpenFileName(parent, "Open experiment", str(folder), _FILTER)
    return Path(name) if name else None


def ask_images_path(parent: QWidget) -> Path | None:
    """A file of images; None when the user changed their mind."""
    kinds = "MNIST or CIFAR-10 (*ubyte *.gz *.bin);;All files (*)"
    name, _ = QtWidgets.QFileDialog.getOpenFileName(parent, "Open images", str(Path.home()), kinds)
    return Path(name) if name else None


def ask_folder(parent: QWidget, title: str, folder: Path) -> Path | None:
    """A folder to read; None when the user changed their mind."""
    name = QtWidgets.QFileDialog.getExistingDirectory(parent, title, str(folder))
    return Path(name) if name else None


def ask_save_path(parent: QWidget, suggestion: Path) -> Path | None:
    """Where to save; a name without an ending becomes a `.nnstudio` file."""
    name, _ = QtWidgets.QFileDialog.getSaveFileName(
        parent, "Save experiment", str(suggestion), _FILTER
    )
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_suffix(".nnstudio")


def ask_export_path(parent: QWidget, suggestion: Path) -> Path | None:
    """Where to export to; a name without an ending gets that of the suggestion."""
    ending = suggestion.suffix
    kind = f"{ending[1:].upper()} files (*{ending})"
    name, _ = QtWidgets.QFileDialog.getSaveFileName(parent, "Export", str(suggestion), kind)
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_suffix(ending)


def ask_name(parent: QWidget, name: str) -> str | None:
    """Another name for the experiment; None when the user changed their mind."""
    text, ok = QtWidgets.QInputDialog.getText(
        parent, "Rename", "Name of the experiment:", text=name
    )
    return text if ok else None


def ask_picture_width(parent: QWidget, suggestion: int, largest: int) -> int | None:
    """How many pixels wide a picture shall be."""
    label = f"Width in pixels (100 to {largest:,}):"
    start = min(suggestion, largest)
    width, ok = QtWidgets.QInputDialog.getInt(parent, "Export PNG", label, start, 100, largest, 100)
    return width if ok else None


def ask_unsaved(parent: QWidget, name: str) -> Answer:
    """What to do with changes that are not saved."""
    buttons = QtWidgets.QMessageBox.StandardButton
    answer = QtWidgets.QMessageBox.warning(
        parent,
        "Unsaved changes",
        f"Save the changes to “{name}”?",
        buttons.Save | buttons.Discard | buttons.Cancel,
        buttons.Save,
    )
    if answer == buttons.Save:
        return "save"
    return "discard" if answer == buttons.Discard else "cancel"


def show_about(parent: QWidget) -> None:
    """What this program is."""
    _show(
        parent,
        "About NNStudio",
        f"<h3>NNStudio {nnstudio.__version__}</h3>"
        "<p>A lecture room for neural networks: click one together, press Run,<br>"
        "and see what every neuron computes while it learns.</p>",
    )


def _show(parent: QWidget, title: str, text: str) -> None:
    box = QtWidgets.QMessageBox(parent)
    box.setWindowTitle(title)
    box.setText(text)
    box.exec()
    box.deleteLater()
