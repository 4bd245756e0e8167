"""The command line: everything that needs no window, and the way to the window."""

import sys


def main() -> int:
    """Run the command in `sys.argv`; returns the exit code."""
    from nnstudio.cli.entry import run

    return run(sys.argv[1:])
