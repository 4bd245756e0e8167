"""What lies in a folder of images and is no part of the data set, in words; and what is amiss."""

from collections.abc import Iterator
from pathlib import Path

from nnstudio.experiment.wording import counted, either, quoted

# Formats of images that are not opened; other files beside the images are nobody's concern.
UNREAD = frozenset(
    (".heic", ".heif", ".avif", ".svg", ".psd", ".raw", ".cr2", ".nef", ".dng", ".jp2", ".jxl")
)
_MOST_NAMED = 3


def left_out(path: Path, classes: dict[str, list[Path]], broken: list[str]) -> tuple[str, ...]:
    """One sentence for each: subfolders that are no class, files of other formats, broken files."""
    notes = [_no_class(folder) for folder in subfolders(path) if folder.name not in classes]
    notes += list(_unread(path, classes))
    if broken:
        first = "" if len(broken) == 1 else "the first: "
        notes.append(f"{counted(len(broken), 'picture')} left out; {first}{broken[0]}")
    return tuple(notes)


def why_no_classes(path: Path, classes: dict[str, list[Path]], nested: list[str], own: int) -> str:
    """Why a folder with fewer than two classes is none of images.

    `nested` are the subfolders that hold classes, and `own` images lie in the folder itself.
    """
    if nested:
        inner = either([quoted(name) for name in nested[:_MOST_NAMED]])
        return (
            f"the subfolders of {quoted(path.name)} hold folders themselves; open {inner} instead, "
            "with a subfolder for each class"
        )
    if own and not classes:
        return (
            f"{quoted(path.name)} holds {counted(own, 'image')} itself; put those of each class "
            "into a subfolder of their own"
        )
    unread = [_no_class(folder) for folder in subfolders(path) if folder.name not in classes]
    return (
        f"{quoted(path.name)} needs a subfolder of image files for each of at least two "
        f"classes, and has {len(classes)}" + (f"; {unread[0]}" if unread else "")
    )


def _no_class(folder: Path) -> str:
    others = sorted(file.name for file in folder.iterdir() if not file.name.startswith("."))
    if not others:
        return f"subfolder {quoted(folder.name)} is empty, and no class"
    if all((folder / name).is_dir() for name in others):
        return f"subfolder {quoted(folder.name)} holds folders, and is no class"
    return (
        f"subfolder {quoted(folder.name)} holds no image that can be read, and is no class "
        f"({quoted(others[0])})"
    )


def _unread(path: Path, classes: dict[str, list[Path]]) -> Iterator[str]:
    for name in classes:
        files = sorted(
            file.name for file in (path / name).iterdir() if file.suffix.lower() in UNREAD
        )
        if files:
            yield (
                f"{counted(len(files), 'file')} of {quoted(name)} left out, of a format that is "
                f"not read ({quoted(files[0])})"
            )


def subfolders(path: Path) -> list[Path]:
    """The folders in a folder, in alphabetical order, without hidden ones."""
    return sorted(p for p in path.iterdir() if not p.name.startswith(".") and p.is_dir())
