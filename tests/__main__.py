"""`python -m tests`: every check of the project, after a set-up where one is needed.

Without arguments: lint, format, types, layers, then all tests. With arguments: pytest alone, with
those arguments.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from nnstudio.bootstrap import PROJECT, ensure_installed

CHECKS = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("mypy",),
    ("lint-imports", "--no-logo"),
)
ALL_TESTS = ["--numprocesses", "2"]


def main(arguments: list[str]) -> int:
    """Run the checks; 0 only when every one of them passes."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    failed = [] if arguments else [check for check in CHECKS if _run(*check)]
    tests = _run("pytest", *(arguments or ALL_TESTS))
    for check in failed:
        print(f"failed: {' '.join(check)}", file=sys.stderr)
    return tests or int(bool(failed))


def _run(tool: str, *arguments: str) -> int:
    """Run one tool of this environment from the project's root; returns its exit code."""
    scripts = str(Path(sys.executable).parent)
    path = os.pathsep.join([scripts, os.environ.get("PATH", "")])
    program = shutil.which(tool, path=path) or tool
    print(f"--- {tool} {' '.join(arguments)}".rstrip(), flush=True)
    return subprocess.run([program, *arguments], cwd=PROJECT).returncode


if __name__ == "__main__":
    runtime = PROJECT / "requirements.lock"
    ensure_installed("tests", PROJECT / "tests" / "requirements.lock", runtime)
    sys.exit(main(sys.argv[1:]))
