"""Counting: neurons, weights, biases and parameters, by the conventions of the CS231n note.

Inputs are not neurons, and a network is named after its layers of weights: one without a hidden
layer is a 1-layer network. A maxout neuron with k pieces has k weight vectors and k biases; a PReLU
neuron learns one slope, counted apart as an extra parameter.
"""

from dataclasses import dataclass

from nnstudio.core.spec import LayerSpec, NetworkSpec


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each; `parameters` is the size of the arrays: weights + biases + slopes."""

    neurons: int
    weights: int
    biases: int
    slopes: int

    @property
    def parameters(self) -> int:
        """Everything that is learned."""
        return self.weights + self.biases + self.slopes

    @property
    def multiply_adds(self) -> int:
        """Multiplications with an addition that one example takes: each weight is used once."""
        return self.weights

    @property
    def memory(self) -> int:
        """Bytes of the parameters, four each."""
        return 4 * self.parameters

    def __add__(self, other: "Counts") -> "Counts":
        """The counts of two parts together."""
        return Counts(
            self.neurons + other.neurons,
            self.weights + other.weights,
            self.biases + other.biases,
            self.slopes + other.slopes,
        )


def count_layer(inputs: int, layer: LayerSpec) -> Counts:
    """Counts of one layer that sees `inputs` numbers."""
    slopes = layer.units if layer.activation == "prelu" else 0
    return Counts(layer.units, layer.rows * inputs, layer.rows, slopes)


def count_layers(network: NetworkSpec) -> tuple[Counts, ...]:
    """Counts of each layer, first hidden layer first."""
    pairs = zip(network.sizes, network.layers, strict=False)
    return tuple(count_layer(inputs, layer) for inputs, layer in pairs)


def count_network(network: NetworkSpec) -> Counts:
    """Counts of the whole network."""
    return sum(count_layers(network), start=Counts(0, 0, 0, 0))


def network_name(network: NetworkSpec) -> str:
    """The note's name of the network: "2-layer network"."""
    return f"{len(network.layers)}-layer network"
