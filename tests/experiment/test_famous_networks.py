"""The famous networks have the sizes their papers and their users know."""

from nnstudio.experiment.famous_networks import (
    ALEXNET,
    VGG16,
    Convolution,
    FullyConnected,
    Pooling,
    Size,
)


def test_alexnet_has_as_many_parameters_as_published() -> None:
    assert ALEXNET.count().parameters == 60_965_224


def test_vgg16_has_as_many_parameters_and_connections_as_published() -> None:
    assert VGG16.count().parameters == 138_357_544
    assert VGG16.count().multiply_adds == 15_470_264_320


def test_that_alexnet_hands_6_by_6_by_256_numbers_to_its_classifier() -> None:
    shape = ALEXNET.image
    for layer in ALEXNET.layers[:8]:
        shape = layer.output(shape)
    assert shape == (6, 6, 256)


def test_that_groups_divide_the_weights_and_not_the_biases() -> None:
    whole, halves = (Convolution(256, 5, padding=2, groups=groups) for groups in (1, 2))
    assert whole.count((27, 27, 96)) == Size(614_400, 256, 614_400 * 27 * 27)
    assert halves.count((27, 27, 96)) == Size(307_200, 256, 307_200 * 27 * 27)


def test_that_pooling_costs_nothing_and_a_unit_sees_every_number() -> None:
    assert Pooling(3, 2).count((55, 55, 96)) == Size(0, 0, 0)
    assert FullyConnected(10).count((2, 3, 4)) == Size(240, 10, 240)
