"""`python -m tests.benchmarks [PART...] [--quick] [--json FILE]`: how fast it is on this machine.

Prints each figure beside what it has to reach. Every part runs in a process of its own.
"""

import argparse
import json
import os
import platform
import sys
from datetime import date
from pathlib import Path

from rich.console import Console

from tests.benchmarks.parts import LONG, PARTS, measure_apart
from tests.benchmarks.report import Line, show


def main(arguments: list[str]) -> int:
    """Measure and print; 1 when a figure missed what it has to reach."""
    options = _options(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    console = Console() if sys.stdout.isatty() else Console(width=140)
    console.print(_machine())
    measured: dict[str, list[Line]] = {}
    for part in options.parts or PARTS:
        measured[part] = measure_apart(part, options.quick)
        show((PARTS | LONG)[part], measured[part], console)
    if options.json is not None:
        report = {part: [line.as_dict() for line in lines] for part, lines in measured.items()}
        text = json.dumps({"machine": _machine(), "parts": report}, indent=1)
        options.json.write_text(text, encoding="utf-8")
    return int(any(line.verdict == "missed" for lines in measured.values() for line in lines))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS | LONG)}")
    parser.add_argument("--quick", action="store_true", help="a few seconds a part; less exact")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there, too")
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - set(PARTS | LONG):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    return options


def _machine() -> str:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return (
        f"{date.today()}: {os.cpu_count()} cores, {platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}; load {load:.1f} at the start"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
