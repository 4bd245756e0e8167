"""Experiments in files: .json as it is, .nnstudio as a zip around it, shipped examples by name."""

import errno
from pathlib import Path

from nnstudio.experiment.document import Experiment, dump
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.files.archive import (
    EXPERIMENT,
    MAX_ARCHIVE,
    WEIGHTS,
    ArchiveError,
    find_member,
    packed,
    read_member,
)
from nnstudio.experiment.files.atomic import write_atomically
from nnstudio.experiment.files.examples import example_names, example_text
from nnstudio.experiment.json_text import read_json, write_json
from nnstudio.experiment.training import checkpoint
from nnstudio.experiment.training.checkpoint import Checkpoint
from nnstudio.experiment.validation import parse
from nnstudio.experiment.wording import closest, quoted, quoted_path

MAX_JSON = 2**20
SUFFIXES = (".json", ".nnstudio")
_TABLES = (".csv", ".tsv", ".xlsx", ".parquet")


def load(source: str | Path) -> Experiment:
    """The experiment in a file, or the shipped example of that name; raises ExperimentError."""
    return load_with_folder(source)[0]


def load_with_folder(source: str | Path) -> tuple[Experiment, Path | None]:
    """The experiment, and the folder its paths start from; a shipped example has none."""
    path = Path(source)
    if not str(source).strip():
        raise _fault("the path is empty; name a file or an example")
    try:
        if path.is_file():
            return _parse(path, _read(path)), path.absolute().parent
        exists = path.exists()
    except (OSError, ValueError) as error:
        raise _cannot("read", path, error) from None
    if str(source) in example_names():
        return parse(read_json(example_text(str(source)))), None
    if path.is_symlink() and not exists:
        raise _fault(f"{quoted_path(path)} is a link that leads to no file")
    raise _fault(_not_a_file(path) if exists else _not_found(str(source)))


def load_weights(source: str | Path) -> Checkpoint | None:
    """The trained weights in a .nnstudio file, if it holds some; raises ExperimentError."""
    path = Path(source)
    if not _is_archive(path) or not path.is_file():
        return None
    try:
        content = find_member(path, WEIGHTS, MAX_ARCHIVE)
        return None if content is None else checkpoint.from_bytes(content)
    except ValueError as error:
        raise _fault(f"{quoted_path(path)} cannot be read: {error}") from None
    except OSError as error:
        raise _cannot("read", path, error) from None


def check_target(path: Path) -> None:
    """Raise ExperimentError where an experiment could not be saved as `path`."""
    _require_suffix(path)
    if not path.parent.is_dir():
        raise _fault(f"{quoted_path(path)} cannot be saved: there is no such folder")
    if path.is_dir():
        raise _fault(f"{quoted_path(path)} cannot be saved: it is a folder")


def save(experiment: Experiment, path: str | Path, weights: Checkpoint | None = None) -> None:
    """Write the experiment as its suffix says, all or nothing; raises ExperimentError.

    Trained `weights` go along in a .nnstudio file, a .json file has no place for them.
    What would be written is read back first, so that no file is ever saved that cannot be opened.
    """
    path = Path(path)
    _require_suffix(path)
    if weights is not None and not _is_archive(path):
        raise _fault(f"{quoted_path(path)} has no place for weights; it must end in {SUFFIXES[1]}")
    text = write_json(dump(experiment))
    if parse(read_json(text)) != experiment:
        raise _fault(f"{quoted_path(path)} would not hold the same experiment; nothing was saved")
    content = text.encode()
    if len(content) > MAX_JSON:
        raise _fault(f"{quoted_path(path)} would be larger than {MAX_JSON // 2**20} MB")
    if _is_archive(path):
        members = {EXPERIMENT: content}
        if weights is not None:
            members[WEIGHTS] = checkpoint.to_bytes(weights)
        content = packed(members)
        if len(content) > MAX_ARCHIVE:
            raise _fault(f"{quoted_path(path)} would be larger than {MAX_ARCHIVE // 2**20} MB")
    try:
        write_atomically(path, content)
    except (OSError, ValueError) as error:
        raise _cannot("save", path, error) from None


def relocate(
    experiment: Experiment, old_folder: Path | None, new_folder: Path | None
) -> Experiment:
    """The experiment with a path that leads to the same table from another folder.

    Relative when the table lies in `new_folder` or below, so that both can move together; absolute
    otherwise. No folder means the working directory.
    """
    path = experiment.data.path
    if path is None or old_folder == new_folder:
        return experiment
    table = ((old_folder or Path()) / path).absolute()
    folder = (new_folder or Path()).absolute()
    for inside, above in ((table, folder), (table.resolve(), folder.resolve())):
        if inside.is_relative_to(above):
            return _with_path(experiment, inside.relative_to(above).as_posix())
    return _with_path(experiment, table.as_posix())


def with_absolute_path(experiment: Experiment, folder: Path | None) -> Experiment:
    """The experiment as it is worked with, `folder` being the one it was read from, if any.

    It can be saved to another folder, undone and saved again; only an absolute path stays right
    through all of that.
    """
    path = experiment.data.path
    if path is None or folder is None:
        return experiment
    return _with_path(experiment, str((folder / path).resolve()))


def _with_path(experiment: Experiment, path: str) -> Experiment:
    data = experiment.data.model_copy(update={"path": path})
    return experiment.model_copy(update={"data": data})


def _read(path: Path) -> str:
    _require_suffix(path)
    if _is_archive(path):
        try:
            content = read_member(path, EXPERIMENT, MAX_JSON)
        except ArchiveError as error:
            raise _fault(f"{quoted_path(path)} cannot be read: {error}") from None
    else:
        with path.open("rb") as file:
            content = file.read(MAX_JSON + 1)
        if len(content) > MAX_JSON:
            raise _fault(f"{quoted_path(path)} is larger than {MAX_JSON // 2**20} MB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _fault(f"{quoted_path(path)} is not a text file in UTF-8") from None


def _parse(path: Path, text: str) -> Experiment:
    if not text.strip():
        raise _fault(f"{quoted_path(path)} is empty; it must hold an experiment in JSON")
    try:
        raw = read_json(text)
    except ValueError as error:
        raise _fault(f"{quoted_path(path)} is not JSON: {error}") from None
    return parse(raw)


def _is_archive(path: Path) -> bool:
    return path.suffix.lower() == ".nnstudio"


def _require_suffix(path: Path) -> None:
    if path.suffix.lower() not in SUFFIXES:
        table = ": a table is opened in the window" if path.suffix.lower() in _TABLES else ""
        raise _fault(f"{quoted_path(path)} must end in {SUFFIXES[0]} or {SUFFIXES[1]}{table}")


def _not_a_file(path: Path) -> str:
    return f"{quoted_path(path)} is not a file; name a {SUFFIXES[0]} or {SUFFIXES[1]} file"


def _not_found(source: str) -> str:
    names = example_names()
    meant = closest(Path(source).stem, names)
    hint = f"did you mean the example {meant}?" if meant else f"examples are {', '.join(names)}"
    return f"there is no file or example {quoted(source)}; {hint}"


def _cannot(verb: str, path: Path, error: Exception) -> ExperimentError:
    if isinstance(error, ExperimentError):
        return error
    reasons = {errno.ENOSPC: "the disk is full", errno.EROFS: "the disk cannot be written to"}
    number = getattr(error, "errno", None)
    reason = reasons.get(number or 0) or getattr(error, "strerror", None) or str(error)
    return _fault(f"{quoted_path(path)} cannot be {'saved' if verb == 'save' else verb}: {reason}")


def _fault(message: str) -> ExperimentError:
    return ExperimentError(Problem("", message))
