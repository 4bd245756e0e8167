"""`nnstudio render` draws the window with a trained network, in a process of its own."""

import struct
import subprocess
import sys
from pathlib import Path

import pytest


def _render(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "nnstudio", "render", *arguments],
        cwd=folder,
        env={"HOME": str(folder)},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("look", [("light",), ("dark",), ("contrast", "--present")])
def test_that_the_picture_has_the_size_asked_for(tmp_path: Path, look: tuple[str, ...]) -> None:
    options = ("--epochs", "3", "--size", "1280x720", "--theme", *look)
    done = _render(tmp_path, "spiral", "-o", "window.png", *options)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    header = (tmp_path / "window.png").read_bytes()[:24]
    assert struct.unpack(">II", header[16:24]) == (1280, 720)


def test_that_an_unusable_experiment_is_one_sentence(tmp_path: Path) -> None:
    done = _render(tmp_path, "spiral", "--set", "network.inputs=3", "-o", "window.png")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "window.png").exists()


def test_that_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    done = _render(tmp_path, "spiral", "--epochs", "0", "-o", "nowhere/window.png")
    assert done.returncode == 2
    assert "nowhere/window.png" in done.stderr
