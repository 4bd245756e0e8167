"""Preprocessing steps: each is fitted once on training rows and is an affine map from then on.

A step is what was asked for; `fit` turns it into a fitted step that holds its numbers and
transforms any rows. Statistics divide by n, as in the CS231n note: the covariance is X^T X / n.
Everything is float64. `PreprocessingError` says which step cannot be fitted, and why.
"""

from nnstudio.core.preprocessing.columns import (
    Center,
    ChannelMean,
    MeanImage,
    Scale,
    Standardize,
)
from nnstudio.core.preprocessing.fitted import (
    FittedRotation,
    FittedScale,
    FittedShift,
    FittedStandardize,
    FittedStep,
    Floats,
    ImageShape,
    PreprocessingError,
)
from nnstudio.core.preprocessing.packed import fit_packed, transform_packed
from nnstudio.core.preprocessing.pipeline import FittedPipeline, Step, fit_pipeline
from nnstudio.core.preprocessing.rotations import Pca, Whiten

__all__ = [
    "Center",
    "ChannelMean",
    "FittedPipeline",
    "FittedRotation",
    "FittedScale",
    "FittedShift",
    "FittedStandardize",
    "FittedStep",
    "Floats",
    "ImageShape",
    "MeanImage",
    "Pca",
    "PreprocessingError",
    "Scale",
    "Standardize",
    "Step",
    "Whiten",
    "fit_packed",
    "fit_pipeline",
    "transform_packed",
]
