"""How much a start costs up to the first paint, and how much memory the window takes."""

import os
import statistics
import subprocess
import sys
from tempfile import TemporaryDirectory

from tests.benchmarks.first_paint import SETTINGS
from tests.benchmarks.report import Line

_COMMAND = (sys.executable, "-m", "tests.benchmarks.first_paint")


def measure(quick: bool) -> list[Line]:
    """Fresh processes in turns; the first round, which compiles the modules as the first start of
    a user does and warms the file cache, does not count.
    """
    with TemporaryDirectory() as folder:
        os.environ[SETTINGS] = os.environ["PYTHONPYCACHEPREFIX"] = folder
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        return [_paint_line(3 if quick else 9), *_memory_lines(2.0 if quick else 5.0)]


def _paint_line(rounds: int) -> Line:
    found = [(_cpu_seconds("bare"), _cpu_seconds("app")) for _ in range(rounds + 1)][1:]
    ratio = statistics.median(ours / bare for bare, ours in found)
    bare, ours = (1e3 * statistics.median(column) for column in zip(*found, strict=True))
    note = f"`nnstudio` {ours:.0f} ms, bare canvas {bare:.0f} ms"
    what = "first paint, CPU, against a bare Qt canvas with NumPy imported"
    return Line(what, ratio, "x", 2.0, 1.2, note)


def _memory_lines(seconds: float) -> list[Line]:
    note = f"resident {seconds:.0f} s after the first paint"
    return [
        Line("memory of the idle window", _memory("app", seconds), "MB", 160.0, 120.0, note),
        Line(
            "memory while training 2-8-8-8-1", _memory("train", seconds), "MB", 190.0, 140.0, note
        ),
    ]


def _cpu_seconds(name: str) -> float:
    process = subprocess.Popen(
        [*_COMMAND, name], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the start of {name} failed")
    return usage.ru_utime + usage.ru_stime


def _memory(name: str, seconds: float) -> float:
    command = [*_COMMAND, name, str(seconds)]
    found = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return float(found.stdout)
