"""What is wrong with a network or its training, where that is certain: sentences about layers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nnstudio.core.counts import count_layers
from nnstudio.core.spec import LayerSpec, NetworkSpec
from nnstudio.experiment.describe import layer_name
from nnstudio.experiment.looks.snapshot import LayerActivity
from nnstudio.experiment.training.history import History

DEAD_SHARE = 0.4
SATURATED_SHARE = 0.8
_WIDE = 100  # units
_WIDER_THAN_INPUTS = 50  # times
_WORSE = 2.0  # times the loss at the start
_EPOCHS_TO_JUDGE = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know; `layer` is an index into the network's layers, None for all of it."""

    layer: int | None
    sentence: str


def find(
    network: NetworkSpec, activity: Sequence[LayerActivity], history: History
) -> tuple[Finding, ...]:
    """Everything to tell, input side first; `activity` is empty or has an item for each layer."""
    layers = range(len(network.layers))
    found = [Finding(index, words) for index in layers for words in _design(network, index)]
    if len(activity) == len(layers):
        found += [
            Finding(index, f"{layer_name(index, len(layers))}: {words}")
            for index in layers
            for words in _health(network.layers[index], activity[index])
        ]
    found.sort(key=lambda finding: finding.layer or 0)
    return (*_whole(network, history), *found)


def _whole(network: NetworkSpec, history: History) -> Iterator[Finding]:
    if len(network.layers) > 1 and all(_stays_alike(layer) for layer in network.layers):
        yield Finding(None, "All weights start at zero: the neurons of a layer stay alike")
    losses = history.train_loss
    if len(losses) > _EPOCHS_TO_JUDGE and losses[-1] > _WORSE * losses[0] > 0:
        yield Finding(
            None,
            f"The training loss rose from {losses[0]:.3g} to {losses[-1]:.3g}: "
            "the learning rate is too high",
        )


def starts_at_zero(layer: LayerSpec) -> bool:
    """Whether all initial weights and biases of a layer are 0."""
    return (layer.initializer == "zeros" or layer.scale == 0) and layer.bias_scale == 0


def _stays_alike(layer: LayerSpec) -> bool:
    return starts_at_zero(layer) and layer.dropout == 0


def _design(network: NetworkSpec, index: int) -> Iterator[str]:
    layer, inputs = network.layers[index], network.sizes[index]
    name, is_output = layer_name(index, len(network.layers)), index == len(network.layers) - 1
    if layer.activation == "linear" and not is_output:
        yield f"{name} is linear: the next layer could do its work alone"
    if not is_output and layer.units >= max(_WIDE, _WIDER_THAN_INPUTS * inputs):
        parameters = count_layers(network)[index].parameters
        noun = "input" if inputs == 1 else "inputs"
        yield (
            f"{name} is very wide: {layer.units:,} neurons with {parameters:,} parameters "
            f"for {inputs:,} {noun}"
        )


def _health(layer: LayerSpec, activity: LayerActivity) -> Iterator[str]:
    dead, units = int(activity.dead.sum()), len(activity.dead)
    if units == layer.units and dead > DEAD_SHARE * units:
        are = "is" if dead == 1 else "are"
        yield f"{dead:,} of {units:,} neurons {are} dead, their gradient is zero on every example"
    share = activity.saturated_fraction
    if share is not None and share > SATURATED_SHARE:
        yield f"{share:.0%} of its activations are saturated, so their gradient is small"
