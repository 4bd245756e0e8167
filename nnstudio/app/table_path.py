"""Paths of data files: absolute while an experiment is open, relative to the experiment in a file.

An open experiment can be saved to another folder, undone and saved again; only an absolute path
stays right through all of that.
"""

from pathlib import Path

from nnstudio.experiment.document import Experiment


def with_absolute_path(experiment: Experiment, folder: Path | None) -> Experiment:
    """`experiment` as it is worked with; `folder` is the one it was read from."""
    path = experiment.data.path
    if path is None or folder is None:
        return experiment
    return _with_path(experiment, str((folder / path).resolve()))


def with_relative_path(experiment: Experiment, folder: Path) -> Experiment:
    """`experiment` as it is written into `folder`; a path that leads elsewhere stays absolute."""
    path = experiment.data.path
    if path is None or not Path(path).is_relative_to(folder.resolve()):
        return experiment
    return _with_path(experiment, Path(path).relative_to(folder.resolve()).as_posix())


def _with_path(experiment: Experiment, path: str) -> Experiment:
    data = experiment.data.model_copy(update={"path": path})
    return experiment.model_copy(update={"data": data})
