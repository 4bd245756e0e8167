"""`python -m nnstudio`: the command line, after a set-up where one is needed."""

import sys

from nnstudio.bootstrap import PROJECT, ensure_installed

if __name__ == "__main__":
    ensure_installed("nnstudio", PROJECT / "requirements.lock")
    from nnstudio.cli import main

    sys.exit(main())
