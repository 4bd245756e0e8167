"""Networks everyone has heard of, for scale: their layers, and what follows from them by counting.

A convolution of F filters of s x s over C channels in g groups has F * s * s * C/g weights and F
biases; its output has (n + 2 * padding - s) // stride + 1 positions along each side, and at every
position each weight is multiplied once.
"""

from dataclasses import dataclass
from math import prod

Shape = tuple[int, int, int]
"""Height, width, channels of what flows between two layers."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a part of a network is; pooling has neither weights nor multiplications."""

    weights: int
    biases: int
    multiply_adds: int

    @property
    def parameters(self) -> int:
        """Everything that is learned."""
        return self.weights + self.biases

    def __add__(self, other: "Size") -> "Size":
        """Two parts together."""
        return Size(
            self.weights + other.weights,
            self.biases + other.biases,
            self.multiply_adds + other.multiply_adds,
        )


@dataclass(frozen=True, slots=True)
class Convolution:
    """`filters` of `size` x `size`; in `groups`, each filter sees that share of the channels."""

    filters: int
    size: int
    stride: int = 1
    padding: int = 0
    groups: int = 1

    def output(self, shape: Shape) -> Shape:
        """The shape of what comes out when `shape` goes in."""
        return *_positions(shape, self.size, self.stride, self.padding), self.filters

    def count(self, shape: Shape) -> Size:
        """Its size when `shape` goes in."""
        height, width, _ = self.output(shape)
        weights = self.filters * self.size**2 * shape[2] // self.groups
        return Size(weights, self.filters, weights * height * width)


@dataclass(frozen=True, slots=True)
class Pooling:
    """The largest of `size` x `size` neighbors, every `stride` pixels."""

    size: int
    stride: int

    def output(self, shape: Shape) -> Shape:
        """The shape of what comes out when `shape` goes in."""
        return *_positions(shape, self.size, self.stride, 0), shape[2]

    def count(self, shape: Shape) -> Size:
        """Nothing is learned."""
        return Size(0, 0, 0)


@dataclass(frozen=True, slots=True)
class FullyConnected:
    """`units` neurons, each seeing everything."""

    units: int

    def output(self, shape: Shape) -> Shape:
        """The shape of what comes out, whatever goes in."""
        return 1, 1, self.units

    def count(self, shape: Shape) -> Size:
        """Its size when `shape` goes in."""
        weights = self.units * prod(shape)
        return Size(weights, self.units, weights)


@dataclass(frozen=True, slots=True)
class FamousNetwork:
    """A published network by its layers, input side first."""

    name: str
    image: Shape
    layers: tuple[Convolution | Pooling | FullyConnected, ...]

    def count(self) -> Size:
        """The size of the whole network."""
        shape, total = self.image, Size(0, 0, 0)
        for layer in self.layers:
            total += layer.count(shape)
            shape = layer.output(shape)
        return total


def _positions(shape: Shape, size: int, stride: int, padding: int) -> tuple[int, int]:
    height, width, _ = shape
    return (
        (height + 2 * padding - size) // stride + 1,
        (width + 2 * padding - size) // stride + 1,
    )


def _block(convolutions: int, filters: int) -> tuple[Convolution | Pooling, ...]:
    return *(Convolution(filters, 3, padding=1) for _ in range(convolutions)), Pooling(2, 2)


_CLASSIFIER = (FullyConnected(4096), FullyConnected(4096), FullyConnected(1000))

ALEXNET = FamousNetwork(
    "AlexNet",
    (227, 227, 3),
    (
        Convolution(96, 11, stride=4),
        Pooling(3, 2),
        Convolution(256, 5, padding=2, groups=2),
        Pooling(3, 2),
        Convolution(384, 3, padding=1),
        Convolution(384, 3, padding=1, groups=2),
        Convolution(256, 3, padding=1, groups=2),
        Pooling(3, 2),
        *_CLASSIFIER,
    ),
)
"""Krizhevsky, Sutskever, Hinton 2012; its convolutions were split over two graphics cards."""

VGG16 = FamousNetwork(
    "VGG-16",
    (224, 224, 3),
    (
        *_block(2, 64),
        *_block(2, 128),
        *_block(3, 256),
        *_block(3, 512),
        *_block(3, 512),
        *_CLASSIFIER,
    ),
)
"""Simonyan, Zisserman 2014, configuration D."""

FAMOUS_NETWORKS = (ALEXNET, VGG16)
