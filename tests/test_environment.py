"""What the installed libraries must not do: lose references, or take more threads than one."""

import os
import subprocess
import sys

import pytest

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


_THREADS = """
import os
for variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.pop(variable, None)
{imports}
from threadpoolctl import threadpool_info
print({{pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}})
"""


@pytest.mark.parametrize("imports", ["import nnstudio, numpy", "import numpy, nnstudio"])
def test_that_the_blas_has_one_thread_whatever_is_imported_first(imports: str) -> None:
    script = _THREADS.format(imports=imports)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "{1}", done.stderr
