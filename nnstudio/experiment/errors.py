"""What can be wrong with what a user gave, said in the user's words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the field's dotted path ("network.layers.0.units", or "" for none)
    and a sentence that says what it may be.

    Where there is more than one way out, `remedy` is that of who writes the field by hand.
    """

    field: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        """The sentence a user reads, with the field in front."""
        return ": ".join(part for part in (self.field, self.message, self.remedy) if part)


class ExperimentError(ValueError):
    """The input cannot be used; `problems` holds every reason found, at least one."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems
