"""The documents that the window is timed with."""

from pathlib import Path

import numpy as np

from nnstudio.experiment.document import (
    DataSettings,
    Experiment,
    LayerSettings,
    NetworkSettings,
    TrainingSettings,
)

ENDLESS = 100_000_000


def spiral_lecture() -> Experiment:
    """2-8-8-8-1 on 250 + 250 points of a spiral, batch 10."""
    hidden = LayerSettings(units=8, activation="tanh")
    return Experiment(
        name="2-8-8-8-1 batch 10",
        data=DataSettings(source="spiral", samples=500),
        network=NetworkSettings(layers=(hidden, hidden, hidden, LayerSettings(units=1))),
        training=TrainingSettings(
            optimizer="sgd", learning_rate=0.03, batch_size=10, epochs=ENDLESS
        ),
    )


def image_lecture(folder: Path) -> Experiment:
    """784-256-128-10 on 2,304 + 256 images of noise, batch 128; writes its table to `folder`."""
    path = folder / "images.csv"
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 10, (2560, 784))
    header = ",".join(f"p{index}" for index in range(784)) + ",label"
    labels = rng.integers(0, 10, (2560, 1))
    np.savetxt(path, np.hstack([pixels, labels]), "%d", ",", header=header, comments="")
    layers = [LayerSettings(units=units, activation="relu") for units in (256, 128)]
    return Experiment(
        name="784-256-128-10 batch 128",
        data=DataSettings(source="table", path=str(path), target="label", test_fraction=0.1),
        network=NetworkSettings(layers=(*layers, LayerSettings(units="auto"))),
        training=TrainingSettings(
            optimizer="adam", learning_rate=0.001, batch_size=128, epochs=ENDLESS
        ),
    )


def deep_lecture() -> Experiment:
    """2 inputs, 8 layers of 64 and 1 output on 250 + 250 points of a spiral: 28,864 links."""
    layers = (*[LayerSettings(units=64, activation="tanh")] * 8, LayerSettings(units=1))
    return Experiment(
        name="8 layers of 64 neurons",
        data=DataSettings(source="spiral", samples=500),
        network=NetworkSettings(layers=layers),
        training=TrainingSettings(
            optimizer="sgd", learning_rate=0.01, batch_size=10, epochs=ENDLESS
        ),
    )


def wide_network() -> Experiment:
    """A drawing of 10,000 neurons in twenty layers."""
    hidden = LayerSettings(units=500, activation="relu")
    return Experiment(
        name="10,000 neurons",
        data=DataSettings(source="spiral", samples=100),
        network=NetworkSettings(layers=(*[hidden] * 20, LayerSettings(units="auto"))),
    )
