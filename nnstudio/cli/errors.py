"""A command that cannot go on: the sentence the user reads, and the exit code."""


class CommandError(Exception):
    """Ends the command with one sentence on standard error."""

    def __init__(self, sentence: str, exit_code: int) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code
