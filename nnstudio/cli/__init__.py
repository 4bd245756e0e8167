"""The command line: everything that needs no window, and the way to the window."""

import sys


def main() -> int:
    """Run the command in `sys.argv`; returns the exit code."""
    if len(sys.argv) < 2:  # the window opens sooner without what reads arguments
        from nnstudio.cli.opening import open_window
        from nnstudio.cli.outcome import outcome_of

        return outcome_of(open_window)
    from nnstudio.cli.entry import run

    return run(sys.argv[1:])
