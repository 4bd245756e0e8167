"""The preprocessing steps of a document, fitted on the rows they may see."""

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
    fit_pipeline,
)
from nnstudio.experiment import document
from nnstudio.experiment.dataset import Floats
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.errors import ExperimentError, Problem


def fit_steps(
    experiment: Experiment, rows: Floats, image_shape: ImageShape | None
) -> FittedPipeline:
    """Fit the experiment's steps on rows (n, features); raises ExperimentError.

    `image_shape` is (height, width, channels) when the rows are images.
    """
    steps = [_step(settings) for settings in experiment.preprocessing]
    try:
        return fit_pipeline(steps, rows, image_shape)
    except PreprocessingError as error:
        place = f"preprocessing.{error.step}"
        field = f"{place}.{error.field}" if error.field else place
        raise ExperimentError(Problem(field, error.message)) from None


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
