"""Set-up by one command: makes the environment the first start needs, then starts again in it.

Run from a clone, `python -m nnstudio` and `python -m tests` call `ensure_installed` before they
import anything else. It makes `.venv` beside the sources (or a folder in the user's cache when the
clone is read-only), installs the pinned lock and the project into it, and replaces the process by
the same command in that environment. Standard library only; syntax of Python 3.7.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from nnstudio import system

OLDEST_PYTHON = (3, 11)
PROJECT = Path(__file__).resolve().parent.parent
STAMP = "nnstudio-setup"
UNFINISHED = "unfinished\n"
STARTED_AGAIN = "NNSTUDIO_STARTED_AGAIN"


class SetupError(Exception):
    """The set-up cannot go on; the message is one sentence that says what to do."""


def ensure_installed(module: str, lock: Path, *within: Path) -> None:
    """Return when everything pinned in `lock` is here; otherwise install it and start again.

    `module` is what `python -m` runs; `within` are locks that `lock` holds, so that they need no
    set-up after it. An installed copy has no lock beside it and needs nothing.
    """
    try:
        _check_python()
        if not lock.exists() or _installed_otherwise(lock):
            return
        environment = _environment(lock)
        if Path(sys.prefix) == environment and _is_ready(environment, lock):
            os.environ.pop(STARTED_AGAIN, None)
            return
        _set_up(environment, lock, within)
    except (SetupError, OSError) as error:
        sys.exit(f"nnstudio: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
    _start_again(environment, module)


def _check_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        wanted, here = (".".join(map(str, v[:2])) for v in (OLDEST_PYTHON, sys.version_info))
        raise SetupError(f"NNStudio needs Python {wanted} or newer; this is Python {here}.")


def _installed_otherwise(lock: Path) -> bool:
    """Whether someone else (uv, pip, conda) has installed the project for this interpreter."""
    if (Path(sys.prefix) / STAMP).exists():
        return False
    infos = (info for folder in sys.path for info in Path(folder).glob("*.dist-info"))
    found = {_normal(info.name.split("-")[0]) for info in infos}
    return {"nnstudio", *_needed_everywhere(lock)} <= found


def _needed_everywhere(lock: Path) -> set[str]:
    """The names pinned without a marker: those that every system and Python version needs."""
    pins = re.findall(r"^([\w.-]+)==[^;\s]+ *\\?$", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return {_normal(name) for name in pins}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _environment(lock: Path) -> Path:
    """`.venv` in the clone; in the user's cache when the clone is read-only and has none."""
    beside = PROJECT / ".venv"
    if os.access(PROJECT, os.W_OK) or _is_ready(beside, lock):
        return beside
    key = hashlib.sha256(str(PROJECT).encode()).hexdigest()[:12]
    return _cache_folder() / "nnstudio" / key


def _cache_folder() -> Path:
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
    if sys.platform == "darwin":
        return home / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME", home / ".cache"))


def _fingerprint(lock: Path) -> str:
    """One line that changes whenever the lock or the project's metadata do."""
    digest = hashlib.sha256()
    for path in (lock, PROJECT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return f"{lock.relative_to(PROJECT).as_posix()} {digest.hexdigest()}\n"


def _is_ready(environment: Path, lock: Path) -> bool:
    stamp = environment / STAMP
    return stamp.exists() and _fingerprint(lock) in stamp.read_text(encoding="utf-8")


def _python(environment: Path) -> Path:
    if sys.platform == "win32":
        return environment / "Scripts" / "python.exe"
    return environment / "bin" / "python"


def _set_up(environment: Path, lock: Path, within: Sequence[Path]) -> None:
    """Make `environment` hold what `lock` pins; one process at a time does it, others wait."""
    if _is_ready(environment, lock):
        return
    with _one_at_a_time(environment):
        if _is_ready(environment, lock):
            return
        begin, packages = time.monotonic(), _missing_packages()
        _say(f"Setting up NNStudio in {environment} (only needed once) ...")
        if packages:
            _install_packages(packages)
        _make_environment(environment)
        (environment / STAMP).write_text(UNFINISHED, encoding="utf-8")
        _install(environment, lock)
        _stamp(environment, (lock, *within))
        _say(f"Ready after {time.monotonic() - begin:.0f} s.")


def _missing_packages() -> list[str]:
    """What root shall install with apt-get for venv and Qt; anyone else is told the command."""
    no_venv = _uv() is None and not system.can_make_venv()
    packages = system.missing_packages(for_venv=no_venv)
    command = system.install_command(packages) if packages else None
    if command is None:
        return []
    if system.is_root():
        return packages
    if no_venv:
        raise SetupError(f"a few system packages are missing; please run: {command}")
    _say(f"The window needs a few system packages; please run: {command}")
    return []


def _install_packages(packages: list[str]) -> None:
    _say("  system packages with apt-get ...")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update", "-qq"], quiet)
    _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], quiet)


def _make_environment(environment: Path) -> None:
    """Create the environment; anew when it is half made or its Python does not work."""
    stamp, uv = environment / STAMP, _uv()
    half_made = stamp.exists() and stamp.read_text(encoding="utf-8") == UNFINISHED
    probe = "import sys; assert sys.version_info >= (3, 11)" if uv else "import pip"
    if not half_made and _succeeds([str(_python(environment)), "-c", probe]):
        return
    shutil.rmtree(environment, ignore_errors=True)
    environment.parent.mkdir(parents=True, exist_ok=True)
    if uv:
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(environment)])
    else:
        _run([sys.executable, "-m", "venv", str(environment)])


def _install(environment: Path, lock: Path) -> None:
    """Install the lock and the project itself."""
    python, uv = str(_python(environment)), _uv()
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    install = [uv, "pip", "install", "--quiet", "--python", python] if uv else pip
    _say("  Python packages ...")
    _run([*install, "--require-hashes", "-r", str(lock)])
    _run([*install, "--no-deps", "--no-build-isolation", "-e", str(PROJECT)])


def _stamp(environment: Path, locks: Sequence[Path]) -> None:
    """Mark the environment as ready for `locks`, and for no others: they may share packages."""
    lines = [_fingerprint(lock) for lock in locks]
    (environment / STAMP).write_text("".join(lines), encoding="utf-8")


def _uv() -> str | None:
    """The uv to use: the one that started this process, or the one on PATH."""
    return os.environ.get("UV") or shutil.which("uv")


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def _run(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run a command quietly; when it fails, show its last lines and say which one it was."""
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode:
        _say("\n".join(done.stdout.splitlines()[-12:]))
        raise SetupError(f"the set-up stopped at `{' '.join(command)}`; its last words are above.")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


@contextlib.contextmanager
def _one_at_a_time(environment: Path) -> Iterator[None]:
    """Hold a lock file for this environment; the system frees it even when the process dies."""
    key = hashlib.sha256(str(environment).encode()).hexdigest()[:12]
    owner = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    with open(Path(tempfile.gettempdir()) / f"nnstudio-{owner}-{key}.lock", "w") as file:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _start_again(environment: Path, module: str) -> None:
    """Replace this process by the same command in `environment`."""
    if os.environ.get(STARTED_AGAIN) == str(environment):
        sys.exit(f"nnstudio: the set-up in {environment} does not hold; delete that folder.")
    os.environ[STARTED_AGAIN] = str(environment)
    command = [str(_python(environment)), "-m", module, *sys.argv[1:]]
    if sys.platform == "win32":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)
