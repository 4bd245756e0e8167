"""The weights of first-layer units as images: how much each raw pixel moves the unit's sum.

Every preprocessing step is affine, so the chain from raw pixels to a unit's sum is linear but for a
constant: its slopes are W times those of the preprocessing.
"""

from typing import TYPE_CHECKING

import numpy as np

from nnstudio.core.arrays import Floats

if TYPE_CHECKING:
    from nnstudio.experiment.data.prepare import Prepared


def pixel_slopes(prepared: "Prepared") -> Floats:
    """How much each input changes with each raw feature, (inputs, features).

    Exact for data whose inputs are preprocessed features, as those of images are. A feature that is
    the same in every training example has no say in anything: its slopes are 0.
    """
    dataset = prepared.dataset
    base = prepared.encode(np.zeros((1, dataset.columns)))
    slopes = prepared.encode(np.eye(dataset.columns)) - base
    first = dataset.examples(prepared.train_index[:1])
    varies = np.zeros(dataset.columns, bool)
    for block in dataset.blocks(prepared.train_index):
        varies |= (block != first).any(axis=0)
    return np.where(varies[:, np.newaxis], slopes, 0.0).T


def weight_images(weights: Floats, slopes: Floats, image_shape: tuple[int, int, int]) -> Floats:
    """The images (units, height, width, channels) of `weights` (units, inputs), top row first."""
    return np.asarray((weights @ slopes).reshape(-1, *image_shape))
