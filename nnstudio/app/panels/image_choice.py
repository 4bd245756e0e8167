"""Asking for images: a folder or a file, of which it is then recognized what it holds."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from nnstudio.app.window import dialogs
from nnstudio.experiment.document import Source


class ImageChoice(QMenu):
    """`chosen` carries the source and the path; what holds no images is a folder of them, which
    then says what is missing.
    """

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._asking = parent
        self.setObjectName("data.imageChoice")
        self._add("Folder", "Folder: one subfolder for each class, MNIST or CIFAR-10…", _ask_folder)
        self._add("File", "File of MNIST or CIFAR-10…", dialogs.ask_images_path)

    def _add(self, name: str, text: str, ask: Callable[[QWidget], Path | None]) -> None:
        action = self.addAction(text)
        action.setObjectName(f"data.image{name}")
        action.triggered.connect(lambda: self._open(ask(self._asking)))

    def open(self) -> None:
        """Show the choice where the pointer is."""
        self.popup(QCursor.pos())

    def _open(self, path: Path | None) -> None:
        if path is not None:
            self.chosen.emit(image_source(path), str(path.absolute()))


def image_source(path: Path) -> Source:
    """The source that reads the images at `path`, or can say why there are none."""
    from nnstudio.experiment.data.pictures.reading import meant_images  # reads many formats

    return meant_images(path)


def _ask_folder(parent: QWidget) -> Path | None:
    return dialogs.ask_folder(parent, "Open images", Path.home())
