"""The set-up by one command: on a small project of the same shape, with nothing to download."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from nnstudio import bootstrap
from nnstudio.bootstrap import PROJECT, STAMP, UNFINISHED

LOCKS = ("requirements.lock", "tests/requirements.lock")
_BACKEND = """
import zipfile
def build_editable(folder, settings=None, metadata=None):
    name, info = "nnstudio-1-py3-none-any.whl", "nnstudio-1.dist-info/"
    with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: nnstudio\\nVersion: 1")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nTag: py3-none-any\\n")
        wheel.writestr(info + "RECORD", "")
    return name
"""
_PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""
_CLI = """
import sys
def main():
    print(sys.prefix, *sys.argv[1:])
    return 7
"""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project like this one, with an empty lock, that was started once."""
    folder = tmp_path_factory.mktemp("clone")
    package = folder / "nnstudio"
    (package / "cli").mkdir(parents=True)
    for name in ("__init__.py", "__main__.py", "bootstrap.py", "system.py"):
        shutil.copy(PROJECT / "nnstudio" / name, package)
    (package / "cli" / "__init__.py").write_text(_CLI)
    (folder / "backend.py").write_text(_BACKEND)
    (folder / "pyproject.toml").write_text(_PYPROJECT)
    (folder / "requirements.lock").write_text("")
    with _started(folder) as first, _started(folder) as second:
        outputs = [process.communicate()[0] for process in (first, second)]
    assert outputs == [f"{folder / '.venv'} describe x\n"] * 2
    return folder


def _started(folder: Path) -> "subprocess.Popen[str]":
    """`python -m nnstudio describe x` by a Python that has nothing installed."""
    return subprocess.Popen(
        [getattr(sys, "_base_executable", sys.executable), "-m", "nnstudio", "describe", "x"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _start(folder: Path) -> tuple[str, str, int]:
    with _started(folder) as process:
        return (*process.communicate(), process.returncode)


def test_that_the_second_start_sets_nothing_up_and_passes_on_the_exit_code(clone: Path) -> None:
    assert _start(clone) == (f"{clone / '.venv'} describe x\n", "", 7)


def test_that_an_interrupted_set_up_is_repaired(clone: Path) -> None:
    (clone / ".venv" / STAMP).write_text(UNFINISHED)
    shutil.rmtree(next((clone / ".venv").glob("lib/*/site-packages/pip")))
    output, errors, code = _start(clone)
    assert (output, code) == (f"{clone / '.venv'} describe x\n", 7)
    assert errors.startswith("Setting up NNStudio")


def test_that_a_changed_lock_is_installed(clone: Path) -> None:
    (clone / "requirements.lock").write_text("# nothing\n")
    assert "Setting up NNStudio" in _start(clone)[1]
    assert _start(clone)[1] == ""


def test_that_a_failed_installation_is_told_in_one_sentence(clone: Path) -> None:
    (clone / "requirements.lock").write_text("./nowhere\n")
    _, errors, code = _start(clone)
    assert code == 1
    assert errors.splitlines()[-1].startswith("nnstudio: the set-up stopped at ")
    assert "Traceback" not in errors


def test_that_an_old_python_is_told_which_one_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST_PYTHON", (99, 1))
    with pytest.raises(SystemExit, match=r"needs Python 99\.1 or newer; this is Python 3\."):
        bootstrap.ensure_installed("nnstudio", PROJECT / "requirements.lock")


@pytest.mark.parametrize("lock", LOCKS)
def test_that_a_lock_pins_everything_by_hash_and_names_no_host(lock: str) -> None:
    text = (PROJECT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all(re.match(r"[\w-]+==\S+.*\\\n    --hash=sha256:", entry) for entry in entries)
    assert "//" not in text
    assert "index" not in text


def test_that_the_locks_agree_with_each_other_and_with_the_project() -> None:
    runtime, everything = (set(_pins(PROJECT / lock)) for lock in LOCKS)
    assert runtime < everything
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    for line in project["project"]["dependencies"]:
        wanted = Requirement(line)
        versions = [version for name, version in runtime if name == wanted.name.lower()]
        assert versions
        assert all(version in wanted.specifier for version in versions)


def _pins(lock: Path) -> Iterator[tuple[str, str]]:
    yield from re.findall(r"^([\w.-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE)


def test_that_a_read_only_clone_is_set_up_in_the_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(bootstrap, "PROJECT", tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    environment = bootstrap._environment(tmp_path / "requirements.lock")
    assert environment.parent == tmp_path / "cache" / "nnstudio"
