"""Trained weights in a file: an .npz of plain arrays, never unpickled.

`moment` holds epoch and step; `matrix0`, `matrix1`, ... the layers' weights with biases last, and
`slope0`, ... the learned slopes of the layers that have some.
"""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.looks.snapshot import Floats, Snapshot

_MOST_LAYERS = 64
_MOST_BYTES = 2**28
_LATEST = 2**53  # steps that curves tell apart


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """The learned numbers of one moment, layer by layer, as in a Snapshot."""

    epoch: int
    step: int
    matrices: tuple[Floats, ...]
    slopes: tuple[Floats | None, ...]


def checkpoint_of(snapshot: Snapshot) -> Checkpoint:
    """The weights that a snapshot shows."""
    metrics = snapshot.metrics
    return Checkpoint(metrics.epoch, metrics.step, snapshot.matrices, snapshot.slopes)


def to_bytes(checkpoint: Checkpoint) -> bytes:
    """The content of the .npz file."""
    arrays = {f"matrix{index}": matrix for index, matrix in enumerate(checkpoint.matrices)}
    for index, slope in enumerate(checkpoint.slopes):
        if slope is not None:
            arrays[f"slope{index}"] = slope
    buffer = io.BytesIO()
    moment = np.array([checkpoint.epoch, checkpoint.step], np.int64)
    np.savez_compressed(buffer, moment=moment, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def from_bytes(content: bytes) -> Checkpoint:
    """What `to_bytes` wrote; raises ValueError for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MOST_BYTES:
                raise ValueError("the weights are too many")
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return _checked({name: arrays[name] for name in arrays.files})
    except (zipfile.BadZipFile, OSError, EOFError, KeyError, RuntimeError) as error:
        raise ValueError("the weights are damaged") from error


def _checked(arrays: dict[str, NDArray[Any]]) -> Checkpoint:
    moment = arrays["moment"]
    if (
        moment.shape != (2,)
        or moment.dtype != np.int64
        or not (moment.min() >= 0 and moment.max() <= _LATEST)
    ):
        raise ValueError("the weights are of no moment")
    count = sum(name.startswith("matrix") for name in arrays)
    if not 1 <= count <= _MOST_LAYERS:
        raise ValueError(f"the weights are of {count} layers")
    matrices = tuple(_numbers(arrays[f"matrix{index}"], 2) for index in range(count))
    slopes = tuple(
        _numbers(arrays[f"slope{index}"], 1) if f"slope{index}" in arrays else None
        for index in range(count)
    )
    return Checkpoint(int(moment[0]), int(moment[1]), matrices, slopes)


def _numbers(array: Floats, dimensions: int) -> Floats:
    if array.ndim != dimensions or array.dtype.kind != "f" or not _is_learned(array):
        raise ValueError("the weights are no finite numbers")
    array.flags.writeable = False
    return array


def _is_learned(array: Floats) -> bool:
    """Whether all are numbers in single precision, in which networks learn."""
    with np.errstate(over="ignore"):
        return bool(np.isfinite(array.astype(np.float32)).all())
