"""An experiment for other programs: code, an ONNX model, a drawing of its network, or its data."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from nnstudio.experiment.errors import ExperimentError, Problem

if TYPE_CHECKING:
    from nnstudio.experiment.document import Experiment
    from nnstudio.experiment.exports.drawing import Drawing
    from nnstudio.experiment.training.run import Progress

Kind = Literal["numpy", "pytorch", "onnx", "tikz", "svg", "csv"]


class TrainingFailed(Exception):
    """Training diverged, so there is nothing worth exporting; the message explains why."""


def check(kind: Kind, path: Path) -> None:
    """Raise ExperimentError for what would make an export fail after a long training."""
    from nnstudio.experiment.wording import quoted

    folder = os.path.dirname(os.path.realpath(path))
    if os.path.isdir(path):
        raise _fault(path, "is a folder; name a file")
    if not os.path.isdir(folder):
        raise _fault(path, f"cannot be written: there is no folder {quoted(folder, 400)}")
    if not os.access(folder, os.W_OK):
        raise _fault(path, f"cannot be written: {quoted(folder, 400)} takes no new files")
    if kind == "onnx":
        from nnstudio.experiment.exports.onnx_model import require_onnx

        require_onnx()


def export(
    experiment: "Experiment",
    folder: Path | None,
    kind: Kind,
    on_progress: "Progress | None" = None,
) -> bytes:
    """The content of the exported file, after the experiment's own epochs; `csv` trains nothing.

    Raises ExperimentError for what cannot be trained, TrainingFailed when training diverged.
    """
    if kind == "csv":
        from nnstudio.experiment.data.prepare import prepare
        from nnstudio.experiment.exports.data_table import data_table

        return data_table(prepare(experiment, folder)).encode()
    if kind in ("tikz", "svg"):
        return _drawn(_drawing(experiment, folder, on_progress), kind == "svg").encode()
    from nnstudio.experiment.exports.model import train_model

    model = train_model(experiment, folder, on_progress)
    if kind == "onnx":
        from nnstudio.experiment.exports.onnx_model import onnx_model

        return onnx_model(model)
    if kind == "pytorch":
        from nnstudio.experiment.exports.pytorch_script import pytorch_script

        return pytorch_script(model).encode()
    from nnstudio.experiment.exports.numpy_script import numpy_script

    return numpy_script(model).encode()


def write(path: Path, content: bytes) -> None:
    """Put the content into the file, all or nothing; raises ExperimentError."""
    from nnstudio.experiment.files.atomic import write_atomically

    try:
        write_atomically(path, content)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise _fault(path, f"cannot be written: {reason}") from None


def _drawing(
    experiment: "Experiment", folder: Path | None, on_progress: "Progress | None"
) -> "Drawing":
    """The trained network; one drawn without data that fit it is shown without weights."""
    from nnstudio.experiment.data.resolve import resolve_network
    from nnstudio.experiment.exports.draw import draw_model, draw_network
    from nnstudio.experiment.exports.model import train_model

    try:
        return draw_model(train_model(experiment, folder, on_progress))
    except ExperimentError as unfit:
        try:
            network = resolve_network(experiment, None, None, None)
        except ExperimentError:
            raise unfit from None
        return draw_network(network)


def _drawn(drawing: "Drawing", as_svg: bool) -> str:
    from nnstudio.experiment.exports.svg import svg_document
    from nnstudio.experiment.exports.tikz import tikz_document

    return svg_document(drawing) if as_svg else tikz_document(drawing)


def _fault(path: Path, why: str) -> ExperimentError:
    from nnstudio.experiment.wording import quoted

    return ExperimentError(Problem("", f"{quoted(str(path), 400)} {why}"))
