"""The wheel holds everything: built from a copy, unpacked, started from another folder."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from nnstudio.bootstrap import PROJECT

_BUILD = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the installed content of a freshly built wheel."""
    source, wheels, target = (tmp_path_factory.mktemp(name) for name in ("src", "whl", "site"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(PROJECT / name, source)
    for name in ("nnstudio", "resources"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(PROJECT / name, source / name, ignore=ignored)
    subprocess.run(
        [sys.executable, "-c", _BUILD, str(wheels)], cwd=source, check=True, capture_output=True
    )
    (wheel,) = wheels.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(target)
    return target


def _nnstudio(unpacked: Path, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "nnstudio", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
    )


def test_that_the_wheel_holds_every_resource(unpacked: Path) -> None:
    shipped = {
        path.relative_to(PROJECT / "resources")
        for path in PROJECT.glob("resources/**/*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    root = unpacked / "nnstudio" / "resources"
    assert shipped == {path.relative_to(root) for path in root.glob("**/*") if path.is_file()}


def test_that_the_wheel_describes_a_shipped_example(unpacked: Path, tmp_path: Path) -> None:
    done = _nnstudio(unpacked, tmp_path, "describe", "iris", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["parameters"] > 0


def test_that_the_wheel_draws_its_window(unpacked: Path, tmp_path: Path) -> None:
    done = _nnstudio(unpacked, tmp_path, "render", "spiral", "--epochs", "2", "-o", "window.png")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "window.png").read_bytes().startswith(b"\x89PNG")
