"""What the small pictures before and after preprocessing show of the training split."""

import numpy as np

from nnstudio.app.panels.before_after import Cloud, cloud, image_cloud
from nnstudio.app.panels.points import Floats
from nnstudio.core.preprocessing import FittedRotation
from nnstudio.experiment.data.prepare import Prepared

MOST_ROWS, LEAST_ROWS = 5_000, 200
_MOST_NUMBERS = 2**20


def clouds(prepared: Prepared) -> tuple[Cloud, Cloud]:
    """The training split before and after preprocessing: two columns that vary, or images.

    Of a large split it is the first examples, which are drawn at random.
    """
    dataset, shape = prepared.dataset, prepared.dataset.image_shape
    most = min(MOST_ROWS, max(LEAST_ROWS, _MOST_NUMBERS // dataset.columns))
    rows = dataset.examples(prepared.train_index[:most])
    inputs = np.asarray(prepared.train_rows[:most], np.float64)
    targets, names = prepared.train_targets[:most], dataset.feature_names
    rotated = any(isinstance(step, FittedRotation) for step in prepared.pipeline.steps)
    same = inputs.shape[1] == rows.shape[1] and not rotated
    columns = varying_columns(rows)
    if shape is not None:
        before = image_cloud(rows, shape)
        if same:
            return before, image_cloud(inputs, shape)
    else:
        before = cloud(rows, targets, names, columns)
    after = columns if same else tuple(range(min(2, inputs.shape[1])))
    return before, cloud(inputs, targets, prepared.input_names, after)


def varying_columns(rows: Floats) -> tuple[int, ...]:
    """The first two columns that are not constant, or just the first two."""
    varying = np.flatnonzero(np.ptp(rows, axis=0) > 0)
    if len(varying) < 2:
        return tuple(range(min(2, rows.shape[1])))
    return int(varying[0]), int(varying[1])
