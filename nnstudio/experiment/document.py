"""The experiment document: everything a user chose, frozen, validated, and nothing else.

The field names are the ones in files and on the command line. Arrays, fitted statistics and
trained weights never enter the document; sizes may be "auto" and are resolved against the data
by `nnstudio.experiment.data.prepare`.
"""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, FailFast, Field

from nnstudio.core.spec import Activation, Initializer, Loss, Optimizer, Schedule

SCHEMA: Final = 1
MAX_UNITS = 4096
MAX_LAYERS = 64
MAX_FEATURES = 64
MAX_STEPS = 16
MAX_POINTS = 20_000
MAX_SEED = 2**32 - 1
MAX_EXAMPLES = 10_000_000
MAX_TEXT = 200_000

Source = Literal[
    "linear",
    "spiral",
    "three_spirals",
    "circle",
    "xor",
    "gauss",
    "moons",
    "outliers",
    "checkerboard",
    "plane",
    "cones",
    "function",
    "shapes",
    "iris",
    "wine",
    "breast_cancer",
    "digits",
    "images",
    "mnist",
    "cifar10",
    "table",
    "points",
    "convnetjs_simple",
    "convnetjs_random",
    "convnetjs_circle",
    "convnetjs_spiral",
]
Feature = Literal["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"]
FittedOn = Literal["train", "all"]
Seed = Annotated[int, Field(ge=0, le=MAX_SEED)]
Names = Annotated[
    tuple[str, ...],
    Field(min_length=1, max_length=10_000, strict=False, description="a list of columns"),
]
# On one line, and without characters that steer a terminal or turn the direction of writing.
Title = Annotated[
    str,
    Field(
        max_length=200,
        pattern=r"^[^\p{Cc}\p{Zl}\p{Zp}\u{202a}-\u{202e}\u{2066}-\u{2069}]*$",
        description="text of at most 200 characters on one line",
    ),
]
Amount = Annotated[float, Field(ge=0.0, le=1e6)]
Bound = Annotated[float, Field(ge=-1e6, le=1e6)]
Place = Annotated[int, Field(ge=0, le=1_000_000)]
BIAS = -1
"""The bias among the weights of a unit, however many there are."""
Column = Annotated[int, Field(ge=BIAS, le=1_000_000)]
Label = Annotated[int, Field(ge=0, le=9)]

# JSON has lists, not tuples: the containers take both, their items stay strict.
_FROM_LIST = Field(strict=False)
# Places come by the thousand, and one that is wrong tells enough.
_PLACES = (FailFast(), _FROM_LIST)
WeightPlace = Annotated[tuple[Place, Column], _FROM_LIST]
POINT_WORDS = "[x1, x2, class]: two numbers between -1e6 and 1e6, and a class from 0 to 9"
PaintedPoint = Annotated[tuple[Bound, Bound, Label], _FROM_LIST]


class Settings(BaseModel):
    """What every part of the document shares: frozen, strict about names and numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class DataSettings(Settings):
    """Where the examples come from, what spoils them and how they are split.

    `classes` None takes as many as the source has by itself. With `imbalance` b the last of C
    classes keeps the share 1 - b of its examples, class k the share (1 - b)^(k / (C - 1)). Of the
    training examples, and of no others, the share `label_noise` learns a wrong target. Images are
    made `image_size` pixels wide and high, and gray without `color`; None leaves them as they are.
    Of a set that has more examples, `at_most` so many are taken, at random; classes keep their
    shares.

    A function is sampled at x from `x_low` to `x_high`.

    `seed` draws and splits the data; None follows the experiment's seed. The fractions are of all
    examples; a validation split is taken from what testing leaves, so the test split stays.
    Preprocessing is fitted on the training split; `fit_on` "all" is the mistake of fitting it on
    every example, to be shown what it does.

    From `target` to `skip` a table is described, None being what is recognized: its features
    (`columns`), number columns to take as `categories`, text columns to take as `numbers` such as
    5 cm, what happens to cells that are `missing` or no numbers (None refuses them), whether marks
    such as NA, - and ? are missing in text columns too (None takes them as text), and how the file
    is written, `skip` being the lines above the table. A table has a `path` or a `text`.
    """

    source: Source
    samples: Annotated[int, Field(ge=10, le=100_000)] = 400
    noise: Annotated[float, Field(ge=0.0, le=0.5)] = 0.0
    classes: Annotated[int, Field(ge=2, le=10)] | None = None
    imbalance: Annotated[float, Field(ge=0.0, le=0.99)] = 0.0
    label_noise: Annotated[float, Field(ge=0.0, le=1.0)] = 0.0
    test_fraction: Annotated[float, Field(ge=0.1, le=0.9)] = 0.5
    validation_fraction: Annotated[float, Field(ge=0.0, le=0.8)] = 0.0
    seed: Seed | None = None
    at_most: Annotated[int, Field(ge=10, le=MAX_EXAMPLES)] | None = None
    path: Annotated[str, Field(max_length=4096)] | None = None
    target: str | None = None
    text: Annotated[str, Field(max_length=MAX_TEXT)] | None = Field(
        default=None, description=f"a table as text of at most {MAX_TEXT} characters"
    )
    columns: Names | None = None
    categories: Names | None = None
    numbers: Names | None = None
    missing: Literal["drop", "mean", "median"] | None = None
    marks: Literal["missing", "text"] | None = None
    task: Literal["classification", "regression"] | None = None
    delimiter: Literal["comma", "semicolon", "tab", "vertical bar", "space"] | None = None
    decimal: Literal["point", "comma"] | None = None
    encoding: Literal["UTF-8", "UTF-16", "Windows-1252", "Mac Roman"] | None = None
    header: bool | None = None
    sheet: Annotated[str, Field(max_length=100)] | None = None
    skip: Annotated[int, Field(ge=0, le=1000)] | None = None
    image_size: Annotated[int, Field(ge=4, le=128)] | None = None
    color: bool = True
    fit_on: FittedOn = "train"
    x_low: Bound = -3.0
    x_high: Bound = 3.0
    formula: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        default=None,
        description="a formula in x of at most 200 characters, such as sin(3x) + x/2",
    )
    points: Annotated[tuple[PaintedPoint, ...], Field(max_length=MAX_POINTS), _FROM_LIST] | None = (
        Field(
            default=None,
            description=f"a list of at most {MAX_POINTS:,} points {POINT_WORDS}",
        )
    )


class CenterStep(Settings):
    """Subtract each feature's mean."""

    step: Literal["center"] = "center"


class StandardizeStep(Settings):
    """Subtract each feature's mean and divide by its standard deviation."""

    step: Literal["standardize"] = "standardize"


class PcaStep(Settings):
    """Rotate onto the principal axes and keep the first of them; with neither field, all.

    That is `components`, or the fewest that hold the share `variance` of the total variance.
    """

    step: Literal["pca"] = "pca"
    components: Annotated[int, Field(ge=1)] | None = None
    variance: Annotated[float, Field(gt=0.0, le=1.0)] | None = None


class WhitenStep(Settings):
    """Rotate onto the principal axes and divide by the square root of variance + `epsilon`.

    With 0 the covariance becomes exactly the identity; 1e-5 keeps weak directions weak.
    """

    step: Literal["whiten"] = "whiten"
    epsilon: Amount = 0.0


class MeanImageStep(Settings):
    """Subtract the mean image."""

    step: Literal["mean_image"] = "mean_image"


class ChannelMeanStep(Settings):
    """Subtract one mean per color channel."""

    step: Literal["channel_mean"] = "channel_mean"


class ScaleStep(Settings):
    """Map each feature's range onto [low, high]."""

    step: Literal["scale"] = "scale"
    low: Bound = -1.0
    high: Bound = 1.0


Step = Annotated[
    CenterStep
    | StandardizeStep
    | PcaStep
    | WhitenStep
    | MeanImageStep
    | ChannelMeanStep
    | ScaleStep,
    Field(discriminator="step"),
]

STEPS: tuple[str, ...] = (
    "mean_image",
    "channel_mean",
    "center",
    "standardize",
    "scale",
    "pca",
    "whiten",
)
"""Every step in the order in which steps make sense."""


class LayerSettings(Settings):
    """One layer; `units` "auto" is for the output layer alone and follows data and loss.

    Training leaves alone what is `frozen`: the layer, units by number, or weights as [unit, input],
    where -1, or the input after the last, is the bias. Units in `off` put out 0. A number beyond
    the layer means nothing.
    """

    units: Annotated[int, Field(ge=1, le=MAX_UNITS)] | Literal["auto"] = Field(
        description=f'a whole number from 1 to {MAX_UNITS}, or "auto" in the last layer'
    )
    activation: Activation = "linear"
    initializer: Initializer = "glorot"
    scale: Amount = 1.0
    bias_scale: Amount = 0.0
    slope: Annotated[float, Field(ge=-1.0, le=1.0)] = 0.01
    pieces: Annotated[int, Field(ge=2, le=16)] = 2
    dropout: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.0
    frozen: bool = False
    frozen_units: Annotated[tuple[Place, ...], *_PLACES] = ()
    frozen_weights: Annotated[tuple[WeightPlace, ...], *_PLACES] = ()
    off: Annotated[tuple[Place, ...], *_PLACES] = ()


class NetworkSettings(Settings):
    """The layers and what feeds them: all columns ("auto"), a free number, or chosen features."""

    inputs: (
        Literal["auto"]
        | Annotated[int, Field(ge=1, le=1_000_000)]
        | Annotated[tuple[Feature, ...], Field(min_length=1, max_length=MAX_FEATURES), _FROM_LIST]
    ) = Field(
        default="auto",
        description='"auto", a whole number of at least 1, or a list of features such as '
        '["x1", "x2"]',
    )
    layers: Annotated[
        tuple[LayerSettings, ...], Field(min_length=1, max_length=MAX_LAYERS), _FROM_LIST
    ] = Field(description=f"a list of 1 to {MAX_LAYERS} layers, the last one being the output")


class TrainingSettings(Settings):
    """How the network is trained; all of it may change while training runs.

    `schedule` lowers the learning rate from epoch to epoch: "step" multiplies it by
    `schedule_factor` after every `schedule_epochs`, "exponential" does so evenly, "cosine" lets it
    fall to 0 within `schedule_epochs`, where it stays.

    Training rests before its last epoch when the loss or the accuracy (R^2 in regression) on the
    training split reaches its goal, or the validation loss has not improved for `patience` epochs;
    0 is for ever.
    """

    loss: Loss = "cross_entropy"
    optimizer: Optimizer = "adam"
    learning_rate: Annotated[float, Field(gt=0.0, le=1e9)] = 0.01
    batch_size: Annotated[int, Field(ge=1, le=1_000_000)] = 32
    epochs: Annotated[int, Field(ge=0, le=100_000_000)] = 500
    l2: Amount = 0.0
    l1: Amount = 0.0
    input_noise: Amount = 0.0
    schedule: Schedule = "constant"
    schedule_epochs: Annotated[int, Field(ge=1, le=100_000_000)] = 100
    schedule_factor: Annotated[float, Field(gt=0.0, le=1.0)] = 0.5
    until_loss: Annotated[float, Field(gt=0.0, le=1e9)] | None = None
    until_accuracy: Annotated[float, Field(gt=0.0, le=1.0)] | None = None
    patience: Annotated[int, Field(ge=0, le=100_000_000)] = 0


class Experiment(Settings):
    """The whole document; `seed` draws weights, batches, dropout and noise."""

    schema_: Annotated[Literal[1], Field(alias="schema")] = SCHEMA
    name: Title = "Untitled"
    seed: Seed = 0
    data: DataSettings
    preprocessing: Annotated[tuple[Step, ...], Field(max_length=MAX_STEPS), _FROM_LIST] = Field(
        default=(), description=f'a list of at most {MAX_STEPS} steps such as {{"step": "center"}}'
    )
    network: NetworkSettings
    training: TrainingSettings = TrainingSettings()


def dump(experiment: Experiment) -> dict[str, Any]:
    """The document as plain JSON values, every field spelled out except those without a value."""
    return experiment.model_dump(mode="json", by_alias=True, exclude_none=True)
