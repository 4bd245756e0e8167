"""A window in a process of its own: what is loaded there, and when, is nobody else's doing."""

import os
import subprocess
import sys
from pathlib import Path


def printed_by(script: str, folder: Path) -> str:
    """What the script prints, with its settings in `folder`; it must not fail."""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"XDG_CONFIG_HOME": str(folder)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
