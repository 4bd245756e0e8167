"""From arguments to an exit code: which command it is, and one sentence for whatever goes wrong.

Exit codes: 0 done, 1 the run failed, 2 the input was wrong, 130 interrupted.
"""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from nnstudio import __version__
from nnstudio.cli.describe import describe
from nnstudio.cli.doctor import doctor
from nnstudio.cli.errors import CommandError
from nnstudio.cli.export import export
from nnstudio.cli.lessons import lessons
from nnstudio.cli.output import complain, say
from nnstudio.cli.render import render
from nnstudio.cli.sweep import sweep
from nnstudio.cli.train import train
from nnstudio.cli.usage import usage_sentence
from nnstudio.cli.window import window
from nnstudio.experiment.errors import ExperimentError

COMMANDS: dict[str, Callable[..., int | None]] = {
    "describe": describe,
    "train": train,
    "sweep": sweep,
    "export": export,
    "render": render,
    "lessons": lessons,
    "doctor": doctor,
}
WINDOW = "window"


def run(arguments: list[str]) -> int:
    """Run one command; returns the exit code and never raises for what a user did."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = _application()(_named(arguments), prog_name="nnstudio", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except typer.TyperException as error:
        complain(usage_sentence(error))
        return 2
    except ExperimentError as error:
        for problem in error.problems:
            complain(str(problem))
        return 2
    except CommandError as error:
        complain(str(error))
        return error.exit_code
    except BrokenPipeError:
        _drop_output()
        return 1
    except OSError as error:
        _drop_output()
        complain(f"the output cannot be written: {error.strerror or error}")
        return 1
    except MemoryError:
        complain("there is not enough memory for this experiment")
        return 1
    except (KeyboardInterrupt, typer.Abort):
        return 130
    return int(code or 0)


def _drop_output() -> None:
    """Nobody reads on, or nothing more fits: Python's own flush at exit must not complain."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _application() -> typer.Typer:
    application = typer.Typer(
        help="A lecture room for neural networks. Without a command it opens the window, "
        "on EXPERIMENT if one is given.",
        subcommand_metavar="[EXPERIMENT] | COMMAND [ARGUMENTS]",
        context_settings={"help_option_names": ["-h", "--help"]},
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    application.callback()(_options)
    for name, command in COMMANDS.items():
        application.command(name)(command)
    application.command(WINDOW, hidden=True)(window)
    return application


def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Show the version and exit.",
            is_eager=True,
            callback=lambda wanted: _say_version() if wanted else None,
        ),
    ] = False,
) -> None:
    """What may stand before a command."""


def _say_version() -> None:
    say(f"nnstudio {__version__}")
    raise typer.Exit


def _named(arguments: list[str]) -> list[str]:
    """The arguments with the window's command in front where no command is named."""
    first = arguments[0] if arguments else ""
    if first in COMMANDS or first.startswith("-"):
        return arguments
    if first and not Path(first).exists():
        from nnstudio.experiment.wording import closest

        close = closest(first, COMMANDS)
        if close:
            raise CommandError(f"there is no command {first}; did you mean {close}?", 2)
    return [WINDOW, *arguments]
