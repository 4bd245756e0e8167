"""Why a network that stands still does not learn, as its layers tell: what saturates or vanishes.

The advice is about how the layers start, because steps that small do not get them out of it.
"""

from collections.abc import Sequence
from functools import reduce

from nnstudio.core.spec import Initializer
from nnstudio.experiment.advice.verdicts import NO_GRADIENT, SATURATED_BAD, shown_share
from nnstudio.experiment.document import Experiment, LayerSettings
from nnstudio.experiment.editing import edits
from nnstudio.experiment.looks.insights import GradientFacts
from nnstudio.experiment.looks.snapshot import LayerActivity

_CALM = ("glorot", "lecun")  # initializers that keep sigmoid and tanh off their ends
_BOUNDED = ("sigmoid", "tanh")
_RECTIFIED = ("relu", "leaky_relu", "prelu")
_LITTLE = 0.1  # of the last layer's gradient, which is small itself where a network stands still


def saturated_layers(activity: Sequence[LayerActivity]) -> tuple[int, ...]:
    """The hidden layers nearly all of whose activations are at an end of their range."""
    shares = [layer.saturated_fraction for layer in activity[:-1]]
    return tuple(
        place for place, share in enumerate(shares) if share is not None and share >= SATURATED_BAD
    )


def saturated_words(activity: Sequence[LayerActivity], layer: int) -> str:
    """Such as "97 % of the activations of hidden layer 1 are saturated"."""
    share = shown_share(activity[layer].saturated_fraction or 0.0)
    return f"{share} of the activations of hidden layer {layer + 1} are saturated"


def starts_large(layer: LayerSettings) -> bool:
    """Whether the initial weights of a layer are to blame for its saturation."""
    return layer.scale > 1.0 or layer.initializer not in _CALM


def calmer(experiment: Experiment, layers: Sequence[int]) -> Experiment:
    """With initial weights of the usual size in these layers."""
    given = experiment.network.layers
    rectified = [place for place in layers if given[place].activation in _RECTIFIED]
    others = [place for place in layers if place not in rectified]
    return with_weights(with_weights(experiment, others, "glorot"), rectified, "he")


def with_weights(
    experiment: Experiment, layers: Sequence[int], initializer: Initializer
) -> Experiment:
    """With initial weights of this kind, at scale 1, in these layers."""
    return reduce(
        lambda document, place: edits.set_layer(
            document, place, initializer=initializer, scale=1.0
        ),
        layers,
        experiment,
    )


def vanishing_layer(facts: Sequence[GradientFacts]) -> tuple[int, float] | None:
    """The hidden layer with the least gradient and its ratio to that of the last layer, if small.

    One hidden layer is no way on which a gradient vanishes.
    """
    if len(facts) < 3 or facts[-1].size < NO_GRADIENT:
        return None
    ratios = [layer.size / facts[-1].size for layer in facts[:-1]]
    least = min(ratios)
    return (ratios.index(least), least) if least < _LITTLE else None


def can_be_rectified(experiment: Experiment) -> bool:
    """Whether hidden layers squash what they pass on."""
    return any(layer.activation in _BOUNDED for layer in experiment.network.layers[:-1])


def rectified(experiment: Experiment) -> Experiment:
    """With ReLU and He weights in every hidden layer that squashes."""
    squashing = [
        place
        for place, layer in enumerate(experiment.network.layers[:-1])
        if layer.activation in _BOUNDED
    ]
    return reduce(
        lambda document, place: edits.set_layer(
            document, place, activation="relu", initializer="he", scale=1.0
        ),
        squashing,
        experiment,
    )
