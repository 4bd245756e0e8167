"""What snapshots show of a network: planes, regions, unit maps, activity."""

from dataclasses import replace

import numpy as np
import pytest

from nnstudio.core.network import Network
from nnstudio.core.spec import Activation, LayerSpec, NetworkSpec
from nnstudio.experiment.data.prepare import Prepared, prepare
from nnstudio.experiment.document import CenterStep, Experiment, StandardizeStep, Step, WhitenStep
from nnstudio.experiment.looks import planes, probes
from nnstudio.experiment.looks.activity import nice_bound
from nnstudio.experiment.looks.calm_range import CalmRange
from nnstudio.experiment.looks.probes import ProbeCache
from nnstudio.experiment.looks.snapshot import Plane, ProbeRequest
from nnstudio.experiment.looks.unit_histograms import unit_histograms
from nnstudio.experiment.looks.weight_images import pixel_slopes, weight_images
from tests.experiment.session_driver import experiment

PLANE = Plane()


def prepared(document: Experiment) -> tuple[Prepared, Network, ProbeCache]:
    ready = prepare(document)
    network = Network(ready.network)
    network.initialize(np.random.default_rng(0))
    return ready, network, ProbeCache(ready)


def standardized(document: Experiment) -> Experiment:
    return document.model_copy(update={"preprocessing": (StandardizeStep(),)})


def test_that_regions_are_the_network_at_the_centers_of_the_cells() -> None:
    ready, network, cache = prepared(standardized(experiment()))
    regions = probes.regions(cache, network, PLANE, 10)
    left, right, bottom, top = regions.extent
    column, row = 3, 7
    point = [
        left + (column + 0.5) * (right - left) / 10,
        bottom + (row + 0.5) * (top - bottom) / 10,
    ]
    scores = network.forward(ready.encode(np.array([point])).astype(np.float32))[0]
    expected = np.exp(scores) / np.exp(scores).sum()
    np.testing.assert_allclose(regions.outputs[:, row, column], expected, rtol=1e-5)


def test_that_the_plane_of_two_features_holds_all_points_with_a_margin() -> None:
    ready, network, cache = prepared(experiment())
    regions = probes.regions(cache, network, PLANE, 10)
    left, right, bottom, top = regions.extent
    np.testing.assert_array_equal(regions.points, ready.dataset.rows)
    low, high = ready.dataset.rows.min(axis=0), ready.dataset.rows.max(axis=0)
    assert left < low[0]
    assert bottom < low[1]
    assert right > high[0]
    assert top > high[1]
    assert regions.labels == ("x1", "x2")
    assert regions.note == "x1 and x2"


def test_that_predictions_are_the_labels_of_all_examples() -> None:
    ready, network, cache = prepared(standardized(experiment(source="iris")))
    regions = probes.regions(cache, network, PLANE, 10)
    scores = network.forward(ready.encode(ready.dataset.rows).astype(np.float32))
    np.testing.assert_array_equal(regions.predictions, scores.argmax(axis=1))


def test_that_probabilities_add_up_to_one_also_for_one_logistic_output() -> None:
    document = experiment()
    output = document.network.layers[-1].model_copy(update={"units": 1})
    layers = (*document.network.layers[:-1], output)
    network_settings = document.network.model_copy(update={"layers": layers})
    for each in (document, document.model_copy(update={"network": network_settings})):
        _, network, cache = prepared(each)
        outputs = probes.regions(cache, network, PLANE, 10).outputs
        assert outputs.shape == (2, 10, 10)
        np.testing.assert_allclose(outputs.sum(axis=0), 1.0, rtol=1e-5)


def test_that_hinge_regions_are_scores() -> None:
    ready, network, cache = prepared(experiment(training={"loss": "hinge"}))
    regions = probes.regions(cache, network, PLANE, 10)
    grid = ready.encode(cache.frame(PLANE).grid(10)).astype(np.float32)
    scores = network.forward(grid)
    np.testing.assert_allclose(regions.outputs.reshape(2, -1).T, scores, rtol=1e-4, atol=1e-5)


def test_that_a_function_of_one_feature_is_a_curve() -> None:
    document = experiment(source="function", formula="sin(x)", training={"loss": "mse"})
    ready, network, cache = prepared(document)
    regions = probes.regions(cache, network, PLANE, 50)
    assert regions.outputs.shape == (1, 1, 50)
    assert regions.labels[1] == "y"
    np.testing.assert_array_equal(regions.points[:, 0], ready.dataset.rows[:, 0])
    np.testing.assert_array_equal(regions.points[:, 1], ready.dataset.targets[:, 0])
    assert regions.predictions.shape == (len(ready.dataset.rows), 1)
    left, right, _, _ = regions.extent
    middle = left + 20.5 * (right - left) / 50
    expected = network.forward(ready.encode(np.array([[middle]])).astype(np.float32))
    np.testing.assert_allclose(regions.outputs[0, 0, 20], expected[0, 0], rtol=1e-4)


def test_that_unit_maps_of_one_feature_fill_the_square_with_equal_rows() -> None:
    document = experiment(source="function", formula="sin(x)", training={"loss": "mse"})
    _, network, cache = prepared(document)
    maps = probes.unit_maps(cache, network, PLANE, 12)
    assert [array.shape for array in maps] == [(1, 12, 12), (6, 12, 12), (5, 12, 12), (1, 12, 12)]
    assert (maps[1] == maps[1][:, :1]).all()


def test_that_a_plane_of_two_chosen_features_keeps_the_rest_at_the_training_mean() -> None:
    ready, _, cache = prepared(experiment(source="iris"))
    frame = cache.frame(Plane(first=3, second=1))
    rows = frame.grid(5)
    mean = ready.dataset.rows[ready.train_index].mean(axis=0)
    np.testing.assert_allclose(rows[:, [0, 2]], np.tile(mean[[0, 2]], (25, 1)))
    np.testing.assert_array_equal(frame.points, ready.dataset.rows[:, [3, 1]])
    names = ready.dataset.feature_names
    assert frame.labels == (names[3], names[1])
    assert frame.note == f"{names[3]} and {names[1]}; the other 2 features at the training mean"
    assert rows[0, 3] < rows[1, 3]
    assert rows[0, 1] < rows[5, 1]


@pytest.mark.parametrize("source", ["wine", "digits"])
def test_that_principal_components_span_the_plane_through_the_training_mean(source: str) -> None:
    ready, _, cache = prepared(experiment(source=source))
    frame = cache.frame(Plane(kind="components"))
    train = ready.dataset.rows[ready.train_index]
    unit = np.ones(train.shape[1]) if source == "digits" else train.std(axis=0)
    np.testing.assert_allclose(frame.origin, train.mean(axis=0))
    axes = np.array([frame.first, frame.second]) / unit
    np.testing.assert_allclose(axes @ axes.T, np.eye(2), atol=1e-12)
    variances = np.sort(np.linalg.eigvalsh(np.cov((train / unit).T, bias=True)))[::-1]
    projected = frame.points[ready.train_index]
    np.testing.assert_allclose(projected.var(axis=0), variances[:2])
    share = variances[:2].sum() / variances.sum()
    assert f"{share:.0%} of the variance" in frame.note


def test_that_a_plane_that_the_data_do_not_have_falls_back_on_the_first_two_features() -> None:
    _, _, cache = prepared(experiment(source="iris"))
    names = cache.prepared.dataset.feature_names[:2]
    for plane in (Plane(first=9, second=1), Plane(first=2, second=2), Plane(first=-1, second=0)):
        assert cache.frame(plane).labels == names


def test_that_a_feature_that_never_varies_still_has_a_plane() -> None:
    ready = prepare(experiment(source="digits"))
    frame = planes.frame(ready, Plane(first=0, second=1))
    left, right, _, _ = frame.extent
    assert left < right


def test_that_input_maps_show_what_the_network_sees() -> None:
    document = experiment().model_copy(update={"preprocessing": (CenterStep(),)})
    ready, network, cache = prepared(document)
    maps = probes.unit_maps(cache, network, PLANE, 8)
    expected = ready.encode(cache.frame(PLANE).grid(8)).T.reshape(2, 8, 8)
    np.testing.assert_allclose(maps[0], expected, atol=1e-6)


def test_that_wide_layers_have_no_maps() -> None:
    _, network, cache = prepared(experiment(129, 128))
    maps = probes.unit_maps(cache, network, PLANE, 4)
    assert [len(array) for array in maps] == [2, 0, 128, 2]


def test_that_regions_and_maps_of_one_resolution_are_what_they_are_apart() -> None:
    for document in (experiment(), experiment(source="wine"), experiment(70)):
        _, network, cache = prepared(standardized(document))
        both = probes.plane_pictures(cache, network, ProbeRequest(regions=9, unit_maps=9))
        assert both[0] is not None
        regions = probes.regions(cache, network, PLANE, 9)
        np.testing.assert_array_equal(both[0].outputs, regions.outputs)
        maps = probes.unit_maps(cache, network, PLANE, 9)
        for one, other in zip(both[1], maps, strict=True):
            np.testing.assert_array_equal(one, other)
            assert not one.flags.writeable


@pytest.mark.parametrize("activation", ["tanh", "relu", "prelu", "maxout", "leaky_relu"])
@pytest.mark.parametrize("plane", [Plane(first=2, second=0), Plane(kind="components")])
def test_that_the_pass_over_a_plane_is_the_network_on_its_grid(
    activation: Activation, plane: Plane
) -> None:
    steps = (StandardizeStep(), WhitenStep())
    document = experiment(70, source="wine").model_copy(update={"preprocessing": steps})
    ready, _, cache = prepared(document)
    first, last = ready.network.layers
    layers = (replace(first, activation=activation, off=(3,)), last)
    network = Network(replace(ready.network, layers=layers))
    network.initialize(np.random.default_rng(0))
    rows = ready.encode(cache.frame(plane).grid(30)).astype(np.float32)
    expected = network.layer_outputs(rows)
    made = cache.plane_pass(plane, 30).outputs(network, most_units=70)
    for one, other in zip(made, expected, strict=True):
        np.testing.assert_allclose(one.T, other, rtol=1e-4, atol=1e-4)
    assert [len(array) for array in cache.plane_pass(plane, 30).outputs(network)] == [0, 3]


def test_that_histograms_count_every_activation_of_the_probe() -> None:
    ready, network, cache = prepared(experiment(samples=4000))
    layers = probes.layer_activity(cache, network)
    examples = len(ready.train_inputs[::2])
    assert examples == 1000
    assert [layer.counts.sum() for layer in layers] == [6000, 5000, 2000]
    assert [layer.zeros for layer in layers] == [0, 0, 0]
    assert (layers[0].edges[0], layers[0].edges[-1]) == (-1.0, 1.0)
    assert layers[2].edges[0] == -layers[2].edges[-1]


def test_that_histograms_agree_with_numpy() -> None:
    ready, network, cache = prepared(experiment())
    layer = probes.layer_activity(cache, network)[0]
    outputs = network.layer_outputs(ready.train_inputs.astype(np.float32))[0]
    counts, _ = np.histogram(outputs, layer.edges.astype(np.float64))
    np.testing.assert_allclose(layer.counts, counts, atol=2)
    assert layer.mean == pytest.approx(outputs.mean(), abs=1e-6)
    assert layer.std == pytest.approx(outputs.std(), abs=1e-6)


def test_that_zeros_of_relu_are_counted_apart() -> None:
    ready, network, cache = prepared(experiment(activation="relu"))
    layer = probes.layer_activity(cache, network)[0]
    outputs = network.layer_outputs(ready.train_inputs.astype(np.float32))[0]
    assert layer.zeros == np.sum(outputs == 0)
    assert layer.zeros + layer.counts.sum() == outputs.size
    assert layer.edges[0] == 0.0


def test_that_a_unit_is_dead_only_if_no_training_example_wakes_it() -> None:
    _, network, cache = prepared(experiment(activation="relu", samples=6000))
    matrix = network.matrices[0]
    matrix[:, :-1], matrix[:, -1] = 0.0, 1.0
    matrix[2, -1] = -1.0
    # Unit 4 sees the one example that lies furthest out, which is not in the probe.
    stride = -(-len(cache.train_inputs) // 1000)
    hidden = np.arange(len(cache.train_inputs)) % stride != 0
    reach = np.asarray(cache.train_inputs)[:, 0]
    bound = np.max(reach[~hidden])
    if reach.max() <= bound:
        matrix[4, 0], bound = -1.0, np.max(-reach[~hidden])
    else:
        matrix[4, 0] = 1.0
    matrix[4, -1] = -bound
    alive = (cache.train_inputs @ matrix[4, :-1] + matrix[4, -1]).max() > 0
    dead = probes.layer_activity(cache, network)[0].dead
    assert dead.tolist() == [False, False, True, False, not alive, False]


def test_that_saturation_is_judged_where_it_can_be() -> None:
    _, network, cache = prepared(experiment())
    network.matrices[0][:] *= 1000
    layers = probes.layer_activity(cache, network)
    assert layers[0].saturated_fraction is not None
    assert layers[0].saturated_fraction > 0.9
    assert layers[-1].saturated_fraction is None


def test_that_histogram_axes_grow_at_once_and_shrink_calmly() -> None:
    _, network, cache = prepared(experiment(activation="relu"))
    network.matrices[0][:] *= 100
    wide = probes.layer_activity(cache, network)[0].edges[-1]
    network.matrices[0][:] /= 100
    assert probes.layer_activity(cache, network)[0].edges[-1] == wide
    shown = [probes.layer_activity(cache, network)[0].edges[-1] for _ in range(20)]
    assert shown[:3] == [wide] * 3
    assert shown[-1] < wide / 10
    network.matrices[0][:] *= 10_000
    assert probes.layer_activity(cache, network)[0].edges[-1] > wide


def test_that_every_activation_has_a_histogram_without_losses() -> None:
    for activation in ("linear", "sigmoid", "tanh", "leaky_relu", "prelu", "maxout"):
        ready, network, cache = prepared(experiment(activation=activation))
        layer = probes.layer_activity(cache, network)[0]
        outputs = network.layer_outputs(ready.train_inputs.astype(np.float32))[0]
        assert layer.counts.sum() == outputs.size
        assert layer.edges[0] <= outputs.min()
        assert layer.edges[-1] >= outputs.max()


def test_that_overflowing_networks_still_give_finite_pictures() -> None:
    _, network, cache = prepared(experiment(activation="relu", training={"loss": "hinge"}))
    for matrix in network.matrices:
        matrix[:] = 3e38
    with np.errstate(all="ignore"):
        outputs = probes.regions(cache, network, PLANE, 8).outputs
        maps = probes.unit_maps(cache, network, PLANE, 8)
        layers = probes.layer_activity(cache, network)
    assert np.isfinite(outputs).all()
    assert all(np.isfinite(array).all() for array in maps)
    assert all(np.isfinite([layer.mean, layer.std, *layer.edges]).all() for layer in layers)


@pytest.mark.parametrize(
    ("value", "bound"), [(0.0, 0.1), (0.1, 0.1), (0.11, 0.2), (1.0, 1.0), (3.0, 5.0), (7e3, 1e4)]
)
def test_that_axes_end_at_round_numbers(value: float, bound: float) -> None:
    assert nice_bound(value) == pytest.approx(bound)


def test_that_histograms_count_every_probe_example_once_per_unit_and_class() -> None:
    ready, network, cache = prepared(standardized(experiment(source="iris")))
    made = probes.histograms(cache, network, 12)
    classes = np.bincount(ready.train_targets)
    assert len(made) == 1 + len(network.spec.layers)
    for layer, units in zip(made, network.spec.sizes, strict=True):
        assert layer.counts.shape == (units, 3, 12)
        np.testing.assert_array_equal(layer.counts.sum(axis=2), np.tile(classes, (units, 1)))


def test_that_a_histogram_is_that_of_the_activations_of_its_unit() -> None:
    ready, network, cache = prepared(standardized(experiment(source="iris")))
    layer = probes.histograms(cache, network, 12)[1]
    values = network.layer_outputs(ready.train_inputs.astype(np.float32))[0][:, 0]
    low, high = layer.ranges[0]
    expected, _ = np.histogram(values, bins=12, range=(float(low), float(high)))
    np.testing.assert_array_equal(layer.counts[0].sum(axis=0), expected)


def test_that_zeros_of_a_relu_are_counted_apart() -> None:
    values = np.array([[0.0, 1.0], [0.0, 0.0], [2.0, 0.5]], np.float32)
    ranges, labels = np.array([[0.0, 2.0], [0.0, 2.0]]), np.array([0, 0, 1])
    made = unit_histograms(values, ranges, labels, classes=2, bins=4, clips=True)
    assert made.zeros.tolist() == [2, 1]
    assert made.counts.tolist() == [
        [[0, 0, 0, 0], [0, 0, 0, 1]],
        [[0, 0, 1, 0], [0, 1, 0, 0]],
    ]


def test_that_wide_layers_have_no_histograms() -> None:
    ready, _, cache = prepared(experiment())
    wide = Network(
        NetworkSpec(2, (LayerSpec(129, "tanh"), LayerSpec(len(ready.dataset.class_names))))
    )
    cache.ranges = [CalmRange(), CalmRange()]
    counts = [layer.counts.shape[0] for layer in probes.histograms(cache, wide, 12)]
    assert counts == [2, 0, wide.spec.outputs]


@pytest.mark.parametrize("steps", [(), (CenterStep(), StandardizeStep()), (WhitenStep(),)])
def test_that_a_weight_image_is_the_slope_of_the_sum_in_each_raw_pixel(
    steps: tuple[Step, ...],
) -> None:
    document = experiment(source="digits").model_copy(update={"preprocessing": steps})
    ready = prepare(document)
    network = Network(ready.network)
    network.initialize(np.random.default_rng(0))
    weights = network.matrices[0][:, :-1].astype(np.float64)
    image_shape = ready.dataset.image_shape
    assert image_shape == (8, 8, 1)
    images = weight_images(weights, pixel_slopes(ready), image_shape)
    rows = ready.dataset.rows[ready.train_index[:2]]
    change = (ready.encode(rows[1:]) - ready.encode(rows[:1])) @ weights.T
    expected = images.reshape(len(weights), -1) @ (rows[1] - rows[0])
    np.testing.assert_allclose(change[0], expected, rtol=1e-8, atol=1e-8)
