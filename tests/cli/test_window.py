"""`nnstudio` without a screen says so, with the ways out."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is a screen")
@pytest.mark.parametrize("screen", [{}, {"DISPLAY": ":987"}], ids=["none", "unreachable"])
def test_that_no_screen_is_one_sentence_with_two_ways_out(
    tmp_path: Path, screen: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nnstudio"],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), **screen},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "nnstudio render" in done.stderr
    assert "QT_QPA_PLATFORM=vnc" in done.stderr
