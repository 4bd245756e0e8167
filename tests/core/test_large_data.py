"""Training on large images holds the bytes they came in, and floats of one batch at a time."""

import tracemalloc
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from nnstudio.core import LayerSpec, NetworkSpec, Trainer, TrainingSpec
from nnstudio.core.arrays import Labels
from nnstudio.core.population import Population
from nnstudio.core.rows import Rows

EXAMPLES, PIXELS = 50_000, 3_072
SPEC = NetworkSpec(PIXELS, (LayerSpec(16, "tanh", "lecun"), LayerSpec(10)))
TRAINING = TrainingSpec(batch_size=128, learning_rate=0.001)


@pytest.fixture(scope="module")
def images() -> NDArray[np.uint8]:
    """154 MB of images; a stripe of each that is white tells its class."""
    source = np.random.default_rng(0).integers(0, 256, (EXAMPLES, PIXELS), np.uint8)
    stripes = source.reshape(EXAMPLES, 12, -1)
    stripes[np.arange(EXAMPLES), np.arange(EXAMPLES) % 10] = 255
    source.setflags(write=False)
    return source


@pytest.fixture
def labels() -> Labels:
    return np.arange(EXAMPLES) % 10


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


@pytest.mark.usefixtures("traced")
def test_an_epoch_on_fifty_thousand_images_holds_no_float_copy(
    images: NDArray[np.uint8], labels: Labels
) -> None:
    rows = Rows(images).mapped(np.full(PIXELS, 127.5), np.full(PIXELS, 1 / 127.5))
    chosen = np.random.default_rng(1).permutation(EXAMPLES)[:40_000]
    trainer = Trainer(SPEC, TRAINING, rows[chosen], labels[chosen], seed=0)
    trainer.advance(60)
    trainer.evaluate(rows[chosen], labels[chosen])
    _, peak = tracemalloc.get_traced_memory()
    assert peak < 60e6


@pytest.mark.usefixtures("traced")
def test_members_of_a_population_share_the_images(
    images: NDArray[np.uint8], labels: Labels
) -> None:
    population = Population([SPEC] * 3, [TRAINING] * 3, Rows(images), labels, seeds=[1, 2, 3])
    population.advance(5)
    _, peak = tracemalloc.get_traced_memory()
    assert peak < 60e6


def test_bytes_teach_what_their_floats_teach(images: NDArray[np.uint8], labels: Labels) -> None:
    few = slice(0, 300)
    rows = Rows(images).mapped(np.full(PIXELS, 127.5), np.full(PIXELS, 1 / 127.5))[few]
    floats = ((images[few].astype(np.float32)) - 127.5) * np.float32(1 / 127.5)
    runs = [Trainer(SPEC, TRAINING, inputs, labels[few], seed=0) for inputs in (rows, floats)]
    for run in runs:
        run.advance(200)
    np.testing.assert_array_equal(runs[0].network.parameters, runs[1].network.parameters)
    assert runs[0].evaluate(rows, labels[few]).score >= 0.9
