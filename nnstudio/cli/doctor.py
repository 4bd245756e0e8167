"""`nnstudio doctor`: what this machine has, what is missing, and the command that installs it."""

import importlib.metadata
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from nnstudio import bootstrap, system
from nnstudio.cli.output import say

_CALLS = 2_000
_REINSTALL = "python3 -m pip install --upgrade nnstudio"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `remedy` is the command that helps where something is missing."""

    subject: str
    detail: str
    good: bool = True
    remedy: str | None = None


def doctor() -> int:
    """What is missing on this machine, and what installs it."""
    findings = [
        _python(),
        *_packages(),
        _libraries(),
        _screen(),
        _blas_threads(),
        _none_references(),
    ]
    for finding in findings:
        say(f"{'OK     ' if finding.good else 'missing'}  {finding.subject}: {finding.detail}")
    remedies = dict.fromkeys(finding.remedy for finding in findings if finding.remedy)
    for remedy in remedies:
        say(f"please run: {remedy}")
    return 0 if all(finding.good for finding in findings) else 1


def _python() -> Finding:
    wanted = ".".join(map(str, bootstrap.OLDEST_PYTHON))
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", f"{version} in {sys.prefix} (needs {wanted} or newer)")


def _packages() -> Iterator[Finding]:
    """Each dependency the installed metadata names, with its version and the wanted range.

    Those of an extra are left out: whoever wants one installs it.
    """
    for requirement in importlib.metadata.requires("nnstudio") or ():
        if "extra ==" in requirement:
            continue
        name, wanted = re.findall(r"^([\w.-]+)\s*([^;]*)", requirement)[0]
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            yield Finding(name, f"not installed (needs {wanted})", False, _install_command())
            continue
        good = _satisfies(version, wanted)
        remedy = None if good else _install_command()
        yield Finding(name, version if good else f"{version} (needs {wanted})", good, remedy)


def _install_command() -> str:
    lock = bootstrap.PROJECT / "requirements.lock"
    return f"{sys.executable} -m pip install -r {lock}" if lock.exists() else _REINSTALL


def _satisfies(version: str, wanted: str) -> bool:
    """Whether a release lies in a range such as "!=6.11.1,<6.12,>=6.10.1" or "~=6.10"."""
    release = _numbers(version)
    for operator, bound in re.findall(r"([<>=!~]+)\s*([\d.]+)", wanted):
        limit = _numbers(bound)
        alike = bound.count(".")  # how many numbers "~=" wants to be the same
        fits = {
            ">=": release >= limit,
            "<=": release <= limit,
            ">": release > limit,
            "<": release < limit,
            "~=": release >= limit and release[:alike] == limit[:alike],
            "!=": release != limit,
            "==": release == limit,
        }
        if not fits[operator]:
            return False
    return True


def _numbers(version: str) -> tuple[int, int, int]:
    """Three numbers: "2.4" is "2.4.0"."""
    major, minor, patch, *_ = (*map(int, re.findall(r"\d+", version)), 0, 0, 0)
    return major, minor, patch


def _libraries() -> Finding:
    missing = system.missing_libraries()
    if not missing:
        return Finding("Qt's system libraries", "all there")
    command = system.install_command(system.missing_packages())
    return Finding("Qt's system libraries", ", ".join(missing), False, command)


def _screen() -> Finding:
    if system.has_screen():
        platform = os.environ.get("QT_QPA_PLATFORM")
        return Finding("screen", f"Qt platform {platform}" if platform else "there is one")
    return Finding(
        "screen", "none; `nnstudio render` draws pictures, QT_QPA_PLATFORM=vnc serves the window"
    )


def _blas_threads() -> Finding:
    threads = os.environ.get("OPENBLAS_NUM_THREADS", "not set")
    return Finding("BLAS threads", f"{threads} (1 is fastest for small layers)")


def _none_references() -> Finding:
    """PySide6 6.12.0 on Python 3.11 drops a reference to None with every call, then aborts."""
    subject = "PySide6 and None"
    try:
        from PySide6.QtCore import QObject
    except ImportError as error:
        return Finding(subject, f"PySide6 cannot be loaded ({error})", False)
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(_CALLS):
        thing.setObjectName("x")
    if before - sys.getrefcount(None) < _CALLS // 2:
        return Finding(subject, "references are kept")
    return Finding(subject, "this PySide6 loses references", False, _install_command())
