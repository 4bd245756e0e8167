"""The installed PySide6 keeps its references: 6.12.0 on Python 3.11 lost one with every call."""

import os
import subprocess
import sys

_SCRIPT = """
import sys
from PySide6.QtWidgets import QApplication, QLabel

app = QApplication([])
label = QLabel()
before = sys.getrefcount(None)
for number in range(100_000):
    label.setText("text")
assert abs(sys.getrefcount(None) - before) < 1_000
"""


def test_that_a_hundred_thousand_void_calls_lose_no_reference_to_none() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
