"""What preprocessing steps are called, why one takes them, and their fitted numbers in short."""

from collections.abc import Sequence

import numpy as np

from nnstudio.app.panels.numbers import short_number
from nnstudio.core.preprocessing import (
    FittedRotation,
    FittedScale,
    FittedShift,
    FittedStandardize,
    FittedStep,
    Floats,
)
from nnstudio.experiment.document import PcaStep, ScaleStep, Step, WhitenStep

TITLES = {
    "mean_image": "Mean image",
    "channel_mean": "Channel mean",
    "center": "Center",
    "standardize": "Standardize",
    "scale": "Scale",
    "pca": "PCA",
    "whiten": "Whiten",
}
WHYS = {
    "mean_image": "Subtracts the average image, so that only what differs is left.",
    "channel_mean": "Subtracts one mean per color channel, so that colors lie around zero.",
    "center": "Subtracts each feature's mean, so that the data lie around zero.",
    "standardize": (
        "Divides each feature by its standard deviation, so that none counts more by its unit."
    ),
    "scale": "Maps each feature's range onto the same interval, so that all are equally wide.",
    "pca": (
        "Rotates onto the principal axes, so that features are uncorrelated and the first few "
        "hold most of the variance."
    ),
    "whiten": (
        "Rotates and divides by √(variance + ε). With ε = 0 the covariance becomes exactly the "
        "identity; CS231n's note takes 1e-5, so that weak directions are not blown up."
    ),
}


def asked_words(step: Step) -> str:
    """A step with its settings: "PCA, keep 95 %"."""
    title = TITLES[step.step]
    match step:
        case PcaStep(variance=float() as share):
            return f"{title}, keep {100 * share:g} %"
        case PcaStep(components=int() as components):
            return f"{title}, keep {components}"
        case ScaleStep():
            return f"{title} to {step.low:g}…{step.high:g}"
        case WhitenStep():
            return f"{title}, ε {step.epsilon:g}"
    return title


def fitted_words(step: FittedStep, most: int = 2) -> str:
    """The first fitted numbers: "μ 5.84, 3.05, …", or what a rotation keeps."""
    match step:
        case FittedShift():
            return f"μ {_few(step.mean, most)}"
        case FittedStandardize():
            return f"σ {_few(step.std, most)}"
        case FittedScale():
            ends = zip(step.minimum[:most], step.maximum[:most], strict=True)
            spans = [f"{short_number(low)}…{short_number(high)}" for low, high in ends]
            return ", ".join(spans) + (", …" if len(step.minimum) > most else "")
        case FittedRotation():
            held = float(step.variances.sum() / step.total_variance)
            return f"{len(step.axes)} of {step.axes.shape[1]} · {share(held)} of the variance"
    return ""


def share(part: float) -> str:
    """A share as percent, where 100 % alone means all."""
    return f"{min(part, 0.999) if part < 1 - 1e-9 else 1.0:.1%}".replace("%", " %")


def _few(values: Floats | Sequence[float], most: int) -> str:
    shown = ", ".join(short_number(float(value)) for value in np.asarray(values)[:most])
    return shown + (", …" if len(values) > most else "")
