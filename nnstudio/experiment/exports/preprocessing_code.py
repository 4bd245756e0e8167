"""The way from raw rows to inputs as Python source, the same for NumPy and for PyTorch."""

from dataclasses import dataclass

import numpy as np

from nnstudio.core.preprocessing import (
    FittedRotation,
    FittedScale,
    FittedShift,
    FittedStandardize,
    FittedStep,
    Floats,
)
from nnstudio.experiment.data.prepare import Prepared


@dataclass(frozen=True, slots=True, eq=False)
class StepCode:
    """One fitted step: the named arrays it needs, and what becomes of `x` (n, columns)."""

    name: str
    constants: tuple[tuple[str, Floats], ...]
    expression: str


def steps_code(prepared: Prepared) -> tuple[StepCode, ...]:
    """The fitted steps in order; the names of their arrays end in the number of the step."""
    return tuple(_step(step, number) for number, step in enumerate(prepared.pipeline.steps, 1))


def features_code(prepared: Prepared, library: str) -> list[str]:
    """The lines that make the chosen plane features of `x` (n, 2); `library` is np or torch."""
    chosen = prepared.experiment.network.inputs
    if not isinstance(chosen, tuple):
        return []
    features = [name.replace("^", "**").replace("sin", f"{library}.sin") for name in chosen]
    return ["x1, x2 = x[:, 0], x[:, 1]", f"x = {library}.stack([{', '.join(features)}], 1)"]


def _step(step: FittedStep, number: int) -> StepCode:
    match step:
        case FittedShift():
            constants, expression = {"mean": step.mean}, "x - mean{0}"
        case FittedStandardize():
            constants = {"mean": step.mean, "std": np.where(step.std > 0, step.std, 1.0)}
            expression = "(x - mean{0}) / std{0}"
        case FittedScale():
            width = step.maximum - step.minimum
            constants = {"minimum": step.minimum, "width": np.where(width > 0, width, 1.0)}
            rise = float(step.high - step.low)
            expression = f"{float(step.low)} + (x - minimum{{0}}) / width{{0}} * {rise}"
        case FittedRotation():
            constants = {"mean": step.mean, "axes": step.axes}
            expression = "(x - mean{0}) @ axes{0}.T"
            if not np.all(step.divisor == 1.0):
                constants["divisor"] = step.divisor
                expression += " / divisor{0}"
        case _:
            raise TypeError(f"{step.name} has no code")
    named = tuple((f"{name}{number}", values) for name, values in constants.items())
    return StepCode(step.name, named, expression.format(number))
