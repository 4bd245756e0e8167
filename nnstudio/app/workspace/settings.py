"""What the window remembers between two starts: its size, splitters, theme and recent files."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

_MOST_RECENT = 9
_WELCOMED = "welcome/seen"


def settings() -> QSettings:
    """The user's settings file."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "NNStudio", "NNStudio")


def remembered_bytes(key: str) -> QByteArray:
    """The bytes kept under `key`; empty when there are none."""
    value = settings().value(key)
    return value if isinstance(value, QByteArray) else QByteArray()


def remembered_choice(key: str, choices: Sequence[str]) -> str:
    """What was last chosen of `choices`; the first of them at first."""
    value = settings().value(key)
    return value if value in choices else choices[0]


def was_welcomed() -> bool:
    """Whether somebody has seen the welcome."""
    return settings().value(_WELCOMED) is not None


def remember_welcome() -> None:
    """Welcome nobody again by oneself."""
    settings().setValue(_WELCOMED, True)


def recent_files() -> tuple[Path, ...]:
    """The experiments opened or saved last, latest first, that still exist."""
    value = settings().value("recent")
    names = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    paths = (Path(name) for name in names)
    return tuple(path for path in paths if path.is_file())


def remember_file(path: Path) -> None:
    """Put `path` first among the recent files."""
    path = path.resolve()
    others = [other for other in recent_files() if other != path]
    settings().setValue("recent", [str(item) for item in (path, *others)][:_MOST_RECENT])


def forget_files() -> None:
    """Empty the list of recent files."""
    settings().remove("recent")
