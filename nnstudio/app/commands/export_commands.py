"""What File > Export does: the drawing, the trained network and the data as files for others."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from nnstudio.app.appearance.theme import LIGHT, current_theme
from nnstudio.app.window import dialogs
from nnstudio.app.workspace.naming import file_stem
from nnstudio.app.workspace.problems import sentence
from nnstudio.app.workspace.settings import remembered_choice, settings
from nnstudio.experiment.errors import ExperimentError, Problem

if TYPE_CHECKING:
    from nnstudio.app.window.main_window import MainWindow
    from nnstudio.experiment.data.prepare import Prepared
    from nnstudio.experiment.exports.drawing import Drawing
    from nnstudio.experiment.exports.model import Model
    from nnstudio.experiment.looks.snapshot import Snapshot

_COLORS = "export/colors"


@dataclass(frozen=True, slots=True)
class _Export:
    """One row of the menu: its name, words, the ending of the file, and what makes its content.

    `content` gives None when the user changed their mind.
    """

    name: str
    text: str
    ending: str
    content: "Callable[[ExportCommands], bytes | None]"


class ExportCommands(QObject):
    """Writes what the window shows now, with the weights of this moment."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self._in_colors = remembered_choice(_COLORS, ("paper", "window")) == "window"

    def fill(self, menu: QMenu) -> None:
        """One action for each kind of file."""
        for row in _EXPORTS:
            if row is None:
                menu.addSeparator()
                continue
            action = menu.addAction(row.text)
            action.setObjectName(f"export.{row.name}")
            action.triggered.connect(partial(self._export, row))
        menu.addSeparator()
        colors = menu.addAction("Drawings in the &window’s colors")
        colors.setObjectName("export.colors")
        colors.setToolTip("As on the screen, also when it is dark; else on white, for paper")
        colors.setCheckable(True)
        colors.setChecked(self._in_colors)
        colors.toggled.connect(self._set_in_colors)

    def _export(self, row: _Export, _checked: bool = False) -> None:
        """Make the content, ask for a file, write it; the banner tells what went wrong."""
        from nnstudio.experiment import exports

        try:
            content = row.content(self)
            path = None if content is None else self._ask(row)
            if content is not None and path is not None:
                exports.write(path, content)
                self._workspace.message.emit(f"Exported {path.name}")
        except ExperimentError as error:
            self._window.show_error(sentence(error.problems))

    def _ask(self, row: _Export) -> Path | None:
        open_file = self._workspace.path
        folder = open_file.parent if open_file else Path.home()
        name = file_stem(self._workspace.experiment.name) + row.ending
        return dialogs.ask_export_path(self._window, folder / name)

    def svg(self) -> bytes:
        """The drawing as SVG."""
        from nnstudio.experiment.exports.svg import svg_document

        return svg_document(self._drawing()).encode()

    def tikz(self) -> bytes:
        """The drawing as a LaTeX document."""
        from nnstudio.experiment.exports.tikz import tikz_document

        return tikz_document(self._drawing()).encode()

    def pdf(self) -> bytes:
        """The drawing as PDF."""
        from nnstudio.app.commands.drawing_pictures import pdf_document

        return pdf_document(self._drawing())

    def png(self) -> bytes | None:
        """The drawing as PNG, as wide as the user says."""
        from nnstudio.app.commands.drawing_pictures import png_picture, widest_png

        drawing = self._drawing()
        suggested = 2 * round(drawing.width)
        width = dialogs.ask_picture_width(self._window, suggested, widest_png(drawing))
        return None if width is None else png_picture(drawing, width)

    def numpy(self) -> bytes:
        """The trained network as a program for NumPy."""
        from nnstudio.experiment.exports.numpy_script import numpy_script

        return numpy_script(self._model()).encode()

    def pytorch(self) -> bytes:
        """The trained network as a program for PyTorch."""
        from nnstudio.experiment.exports.pytorch_script import pytorch_script

        return pytorch_script(self._model()).encode()

    def onnx(self) -> bytes:
        """The trained network as an ONNX model."""
        from nnstudio.experiment.exports.onnx_model import onnx_model

        return onnx_model(self._model())

    def csv(self) -> bytes:
        """The data as a table."""
        from nnstudio.experiment.exports.data_table import data_table

        return data_table(self._prepared()).encode()

    def curves(self) -> bytes:
        """The curves of this run and of the earlier ones as a table."""
        from nnstudio.experiment.exports.curves_table import curves_table

        earlier = [(run.name, run.curves) for run in self._workspace.runs.runs]
        return curves_table([*earlier, ("this run", self._workspace.history)]).encode()

    def _set_in_colors(self, chosen: bool) -> None:
        """Draw in the colors of the window or for paper, now and after the next start."""
        self._in_colors = chosen
        settings().setValue(_COLORS, "window" if chosen else "paper")

    def _drawing(self) -> "Drawing":
        """What the canvas shows, in the colors that are chosen."""
        return self._window.canvas.drawing(current_theme() if self._in_colors else LIGHT)

    def _model(self) -> "Model":
        """The network with the weights of the newest snapshot."""
        from nnstudio.experiment.exports.model import Model

        prepared, snapshot = self._prepared(), self._snapshot()
        epochs = snapshot.metrics.epoch
        return Model(prepared, snapshot.matrices, snapshot.slopes, epochs)

    def _prepared(self) -> "Prepared":
        prepared = self._workspace.prepared
        if prepared is None:
            why = "there are no data that fit the network; let them agree first"
            raise ExperimentError(Problem("", why))
        return prepared

    def _snapshot(self) -> "Snapshot":
        snapshot = self._workspace.snapshot
        if snapshot is None:
            raise ExperimentError(Problem("", "the network has no weights yet; try again"))
        return snapshot


_EXPORTS = (
    _Export("svg", "Drawing as &SVG…", ".svg", ExportCommands.svg),
    _Export("pdf", "Drawing as &PDF…", ".pdf", ExportCommands.pdf),
    _Export("png", "Drawing as P&NG…", ".png", ExportCommands.png),
    _Export("tikz", "Drawing as &TikZ…", ".tex", ExportCommands.tikz),
    None,
    _Export("numpy", "Network as N&umPy code…", ".py", ExportCommands.numpy),
    _Export("pytorch", "Network as P&yTorch code…", ".py", ExportCommands.pytorch),
    _Export("onnx", "Network as &ONNX model…", ".onnx", ExportCommands.onnx),
    None,
    _Export("csv", "Data as &CSV…", ".csv", ExportCommands.csv),
    _Export("curves", "&Learning curves as CSV…", ".csv", ExportCommands.curves),
)
