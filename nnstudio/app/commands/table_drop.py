"""Files dropped on a window: a table opens in its dialog, an experiment instead of the open one."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".parquet")
Openers = Mapping[tuple[str, ...], Callable[[Path], object]]


class FileDrop(QObject):
    """Lets one file at a time be dropped on `target`; `openers` say by suffix what then happens."""

    def __init__(self, target: QWidget, openers: Openers) -> None:
        super().__init__(target)
        self._openers = openers
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and not event.isAccepted():  # entering is one, too
            path = _file(event.mimeData())
            opener = self._opener(path)
            if path is not None and opener is not None:
                event.acceptProposedAction()
                if not isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.Drop:
                    opener(path)
                return True
        return super().eventFilter(watched, event)

    def _opener(self, path: Path | None) -> Callable[[Path], object] | None:
        suffix = path.suffix.lower() if path is not None else ""
        return next((opener for known, opener in self._openers.items() if suffix in known), None)


def _file(mime: QMimeData) -> Path | None:
    """The one local file that is dragged."""
    urls = mime.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
