"""What preprocessing makes of images, as pictures: examples after each step, what a step fitted.

After a rotation rows are no pixels any more; turned back along its axes they can be looked at.
"""

from dataclasses import dataclass

import numpy as np

from nnstudio.app.center.preprocessing.strip import visible_stages
from nnstudio.app.panels.ink import BRIGHT
from nnstudio.app.panels.numbers import short_number
from nnstudio.app.panels.step_words import TITLES
from nnstudio.core.preprocessing import (
    FittedRotation,
    FittedScale,
    FittedShift,
    FittedStandardize,
    FittedStep,
    Floats,
    ImageShape,
)
from nnstudio.core.preprocessing.spectrum import Spectrum, spectrum
from nnstudio.experiment.data.stages import Stage, Stages

ACROSS = 5
_NOTHING = 1e-9  # of the largest pixels: what is left of a mean that was subtracted
NOTE_EPSILON = 1e-5  # of CS231n's note, for the whitening that nobody asked for


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One image (height * width * channels,), full color at +-`bound`; `stage` is what a click
    chooses.
    """

    name: str
    pixels: Floats
    bound: float
    signed: bool
    stage: int | None = None

    @property
    def range(self) -> str:
        """Its lowest and highest value."""
        return f"{short_number(float(self.pixels.min()))}…{short_number(float(self.pixels.max()))}"


@dataclass(frozen=True, slots=True, eq=False)
class Album:
    """The stages of images (n, pixels) in `after`, each turned back to pixels where it is rotated.

    `pixels` are the images as they come to the first rotation, or as they are at the chosen stage,
    with their principal axes; `fitted` is what the chosen step found out, as images.
    """

    shape: ImageShape
    names: tuple[str, ...]
    after: tuple[Floats, ...]
    chosen: int
    fitted: tuple[tuple[str, Floats], ...]
    pixels: Floats
    axes: Spectrum
    is_whitened: bool

    @property
    def bound(self) -> float:
        """What full color means at the chosen stage."""
        return _bound(self.after[self.chosen])

    @property
    def signed(self) -> bool:
        """Whether the images of the chosen stage have negative values."""
        return _is_signed(self.after[self.chosen])

    def way(self, example: int) -> list[Picture]:
        """One example as it comes and after each step, as many as fit."""
        return [
            self._after(example, stage, self.names[stage], stage)
            for stage in visible_stages(len(self.names), self.chosen, ACROSS)
        ]

    def found(self) -> list[Picture]:
        """What the chosen step was fitted to, and the axes of the images it is about."""
        total = self.axes.variances.sum() or 1.0
        nothing = _NOTHING * _bound(self.pixels)
        found = [_picture(name, pixels, nothing) for name, pixels in self.fitted]
        for place, axis in enumerate(self.axes.axes[: ACROSS - len(found)]):
            part = float(self.axes.variances[place] / total)
            found.append(_picture(f"axis {place + 1} · {100 * part:.0f} %", axis))
        return found

    def rebuilt(self, example: int, kept: int) -> Floats:
        """One image from the mean image and its first `kept` coordinates."""
        axes = self.axes.axes[:kept]
        along = (self.pixels[example] - self.axes.mean) @ axes.T
        return np.asarray(self.axes.mean + along @ axes)

    def whitened(self, example: int) -> Floats:
        """One image with every axis brought to the same variance, as pixels again."""
        along = (self.pixels[example] - self.axes.mean) @ self.axes.axes.T
        return np.asarray(along / np.sqrt(self.axes.variances + NOTE_EPSILON) @ self.axes.axes)

    def others(self, example: int, kept: int) -> list[Picture]:
        """The example from `kept` components, what that leaves out, and the next examples."""
        row, rebuilt = self.pixels[example], self.rebuilt(example, kept)
        bound = _bound(self.pixels)
        shown = [
            Picture(f"from k = {kept}", rebuilt, bound, _is_signed(self.pixels)),
            _picture("what is missing", row - rebuilt),
        ]
        if not self.is_whitened:
            shown.append(_picture("if whitened", self.whitened(example)))
        for step in range(1, ACROSS + 1 - len(shown)):
            other = (example + step) % len(self.pixels)
            shown.append(self._after(other, self.chosen, f"example {other + 1}"))
        return shown

    def _after(self, example: int, stage: int, name: str, click: int | None = None) -> Picture:
        rows = self.after[stage]
        return Picture(name, rows[example], _bound(rows), _is_signed(rows), click)


def album(found: Stages, chosen: int) -> Album | None:
    """The images of all stages; None where the rows are none."""
    first = found.stages[0]
    if first.image_shape is None:
        return None
    flat = [stage for stage in found.stages[: chosen + 1] if stage.image_shape is not None][-1]
    rotations = [s.step for s in found.stages if isinstance(s.step, FittedRotation)]
    return Album(
        first.image_shape,
        tuple("Raw" if s.step is None else TITLES[s.step.name] for s in found.stages),
        tuple(_turned_back(found.stages[: s.index + 1]) for s in found.stages),
        chosen,
        _fitted(found.stages[chosen].step, flat.rows),
        flat.rows,
        spectrum(flat.rows),
        any(step.name == "whiten" for step in rotations),
    )


def _turned_back(way: tuple[Stage, ...]) -> Floats:
    """The rows of the last stage as pixels, around zero where they were rotated."""
    rows = way[-1].rows
    for stage in reversed(way):
        if isinstance(stage.step, FittedRotation):
            rows = rows @ stage.step.axes
    return rows


def _fitted(step: FittedStep | None, rows: Floats) -> tuple[tuple[str, Floats], ...]:
    """The numbers of a step of which there is one for each pixel."""
    match step:
        case FittedShift():
            name = "channel mean" if step.name == "channel_mean" else "mean image"
            return ((f"− {name}", step.mean),)
        case FittedStandardize():
            return ("− mean image", step.mean), ("÷ deviation", step.std)
        case FittedScale():
            return ("lowest", step.minimum), ("highest", step.maximum)
    return (("mean image", rows.mean(axis=0)),)


def _picture(name: str, pixels: Floats, nothing: float = 0.0) -> Picture:
    """An image in its own colors; numbers up to `nothing` are rounding, and have none."""
    bound = float(np.abs(pixels).max())
    bound = bound if bound > nothing else 1.0
    return Picture(name, pixels, bound, _is_signed(pixels))


def _bound(rows: Floats) -> float:
    return float(np.percentile(np.abs(rows), BRIGHT)) or float(np.abs(rows).max()) or 1.0


def _is_signed(values: Floats) -> bool:
    return bool(values.min() < 0.0)
