"""The system libraries Qt needs on Linux: which are missing, and the command that installs them.

Standard library only: the set-up runs this before anything is installed. The syntax is that of
Python 3.7, so that an old Python still gets a sentence rather than a syntax error.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import sys

# Each shared library with the Debian package that holds it: what Qt needs anywhere, and on X11.
BASE_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
QT_LIBRARIES = {**BASE_LIBRARIES, **X11_LIBRARIES}
FONT_PACKAGE = "fonts-inter"


def missing_libraries(for_x11: bool = True) -> list[str]:
    """The names of Qt's shared libraries that cannot be loaded here; empty outside Linux."""
    if not sys.platform.startswith("linux"):
        return []
    wanted = QT_LIBRARIES if for_x11 else BASE_LIBRARIES
    return [name for name in wanted if not _loads(name)]


def missing_packages(for_venv: bool = False) -> list[str]:
    """The Debian packages that Qt lacks here and, if asked for, the one that makes a venv."""
    packages = [QT_LIBRARIES[name] for name in missing_libraries()]
    if packages:
        packages.append(FONT_PACKAGE)
    if for_venv:
        packages.insert(0, f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    return packages


def install_command(packages: list[str]) -> str | None:
    """The line that installs `packages`, with sudo unless run by root; None without apt-get."""
    if shutil.which("apt-get") is None:
        return None
    sudo = "" if is_root() else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install -y {' '.join(packages)}"


def is_root() -> bool:
    """Whether this process may install system packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def has_screen() -> bool:
    """Whether a window can be shown: a screen, or a Qt platform the user chose."""
    if not sys.platform.startswith("linux"):
        return True
    if os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    return bool(os.environ.get("DISPLAY")) and _x11_answers()


def can_make_venv() -> bool:
    """Whether this Python can make a virtual environment with pip in it."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _x11_answers() -> bool:
    """Whether the X server that DISPLAY names can be reached; Qt would abort otherwise."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # cannot be asked; the missing libraries are told elsewhere
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    answers = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return answers
