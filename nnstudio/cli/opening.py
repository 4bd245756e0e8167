"""Opening the window: what is checked before, and what is loaded in which order."""

import gc
import os
from importlib import import_module

from nnstudio import system
from nnstudio.cli.errors import CommandError

NO_SCREEN = (
    "there is no screen here; draw the window into a picture with "
    "`nnstudio render EXPERIMENT -o FILE.png`, or set QT_QPA_PLATFORM=vnc and connect a VNC viewer."
)


def open_window(experiment: str | None = None) -> int:
    """Show the window until it is closed. Raises ExperimentError, CommandError."""
    # It would look for plugins in every package that is installed; there are none for it here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    if experiment is not None:
        from nnstudio.experiment.files.documents import load

        load(experiment)  # what is wrong with it is told here, screen or not
    if not system.has_screen():
        raise CommandError(NO_SCREEN, 1)
    check_libraries()
    gc.disable()  # next to nothing of what a start makes is garbage; the window collects later
    # Qt reads the source of every module that is imported after it: what needs no Qt goes first.
    import_module("nnstudio.experiment.training.session")
    from nnstudio.app.launch import launch

    return launch(experiment)


def check_libraries() -> None:
    """Raise CommandError, with the command that helps, when Qt's libraries are not all here."""
    names = system.missing_libraries(for_x11=_shows_on_x11())
    if names:
        packages = [system.QT_LIBRARIES[name] for name in names]
        command = system.install_command(packages)
        remedy = f"; please run: {command}" if command else "; please install what holds them."
        raise CommandError(f"Qt needs system libraries: {', '.join(names)}{remedy}", 1)


def _shows_on_x11() -> bool:
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    return platform.startswith("xcb") or not (platform or os.environ.get("WAYLAND_DISPLAY"))
