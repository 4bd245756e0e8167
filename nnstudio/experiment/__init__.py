"""What a user has and does: the experiment document, its files, its data and its training."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nnstudio.experiment.document import Experiment


def load(source: str | Path) -> "Experiment":
    """The experiment in a .json or .nnstudio file, or the shipped example of that name.

    Raises nnstudio.experiment.errors.ExperimentError.
    """
    from nnstudio.experiment.files.documents import load as load_file

    return load_file(source)
