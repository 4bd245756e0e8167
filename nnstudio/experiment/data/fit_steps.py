"""The preprocessing steps of a document, fitted on the rows they may see."""

import numpy as np

from nnstudio.core.preprocessing import (
    Center,
    ChannelMean,
    FittedPipeline,
    ImageShape,
    MeanImage,
    Pca,
    PreprocessingError,
    Scale,
    Standardize,
    Step,
    Whiten,
    fit_packed,
    fit_pipeline,
    transform_packed,
)
from nnstudio.core.rows import Inputs, Rows
from nnstudio.experiment import document
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.errors import ExperimentError, Problem


def fit_steps(
    experiment: Experiment, rows: Inputs, image_shape: ImageShape | None
) -> FittedPipeline:
    """Fit the experiment's steps on rows (n, features); raises ExperimentError.

    `image_shape` is (height, width, channels) when the rows are images.
    """
    steps = [_step(settings) for settings in experiment.preprocessing]
    try:
        if isinstance(rows, Rows):
            return fit_packed(steps, rows, image_shape)
        return fit_pipeline(steps, np.asarray(rows, np.float64), image_shape)
    except PreprocessingError as error:
        raise _refused(error) from None


def passed(pipeline: FittedPipeline, rows: Inputs) -> Inputs:
    """Rows through the fitted steps; raises ExperimentError where they would not fit into memory.

    Rows of bytes stay what they are unless a step rotates them.
    """
    if not isinstance(rows, Rows):
        return pipeline.transform(np.asarray(rows, np.float64))
    try:
        return transform_packed(pipeline, rows)
    except PreprocessingError as error:
        raise _refused(error) from None


def _refused(error: PreprocessingError) -> ExperimentError:
    place = f"preprocessing.{error.step}"
    return ExperimentError(
        Problem(f"{place}.{error.field}" if error.field else place, error.message)
    )


def _step(settings: document.Step) -> Step:
    match settings:
        case document.CenterStep():
            return Center()
        case document.StandardizeStep():
            return Standardize()
        case document.PcaStep():
            return Pca(settings.components, settings.variance)
        case document.WhitenStep():
            return Whiten(settings.epsilon)
        case document.MeanImageStep():
            return MeanImage()
        case document.ChannelMeanStep():
            return ChannelMean()
        case document.ScaleStep():
            return Scale(settings.low, settings.high)
