"""From arguments to a command: which one it is, and what its arguments mean."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from nnstudio import __version__
from nnstudio.cli.describe import describe
from nnstudio.cli.doctor import doctor
from nnstudio.cli.errors import CommandError
from nnstudio.cli.export import export
from nnstudio.cli.lessons import lessons
from nnstudio.cli.outcome import outcome_of
from nnstudio.cli.output import say
from nnstudio.cli.render import render
from nnstudio.cli.sweep import sweep
from nnstudio.cli.train import train
from nnstudio.cli.usage import usage_sentence
from nnstudio.cli.window import window

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
    return outcome_of(partial(_obey, arguments))


def _obey(arguments: list[str]) -> int | None:
    try:
        code: int | None = _application()(
            _named(arguments), prog_name="nnstudio", standalone_mode=False
        )
    except typer.TyperException as error:
        raise CommandError(usage_sentence(error), 2) from None
    except typer.Abort:
        raise KeyboardInterrupt from None
    return code


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
