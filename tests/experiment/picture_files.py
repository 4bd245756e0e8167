"""Files of images as users have them, written for tests."""

import gzip
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Bytes = NDArray[np.uint8]


def random_images(count: int, *shape: int, seed: int = 0) -> Bytes:
    return np.random.default_rng(seed).integers(0, 256, (count, *shape), np.uint8)


def write_folder(path: Path, classes: dict[str, Bytes], suffix: str = ".png") -> Path:
    """One subfolder a class, one file an image."""
    for name, images in classes.items():
        (path / name).mkdir(parents=True)
        for number, image in enumerate(images):
            Image.fromarray(image).save(path / name / f"{number:05}{suffix}")
    return path


def write_idx(path: Path, images: Bytes, labels: Bytes, *, packed: bool = False) -> Path:
    """MNIST's two files in the folder `path`, whose files of images is returned."""
    end = ".gz" if packed else ""
    found = path / f"train-images-idx3-ubyte{end}"
    _write(found, struct.pack(">I3I", 0x803, *images.shape) + images.tobytes(), packed)
    label_file = path / f"train-labels-idx1-ubyte{end}"
    _write(label_file, struct.pack(">II", 0x801, len(labels)) + labels.tobytes(), packed)
    return found


def _write(path: Path, content: bytes, packed: bool) -> None:
    path.write_bytes(gzip.compress(content) if packed else content)


def write_cifar(path: Path, images: Bytes, labels: Bytes, files: int = 1) -> Path:
    """CIFAR-10's binary batches of images (n, 32, 32, 3) in the folder `path`."""
    records = np.concatenate(
        [labels[:, np.newaxis], images.transpose(0, 3, 1, 2).reshape(len(images), -1)], axis=1
    )
    for number, part in enumerate(np.array_split(records, files), 1):
        (path / f"data_batch_{number}.bin").write_bytes(part.astype(np.uint8).tobytes())
    return path
