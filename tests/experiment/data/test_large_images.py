"""As many images as CIFAR-10 has train in the memory of a small machine: measured in a process."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.looks.snapshot import Plane, ProbeRequest
from nnstudio.experiment.training.run import train
from nnstudio.experiment.training.training_run import TrainingRun
from tests.experiment.drafts import draft, example
from tests.experiment.picture_files import random_images, write_cifar

MEGABYTE = 1024 * (1024 if sys.platform == "darwin" else 1)
LIMIT = 600


def document(path: Path, steps: list[str]) -> Experiment:
    return example(**parts(path, steps))


def parts(path: Path, steps: list[str]) -> dict[str, object]:
    return {
        "data": {"source": "cifar10", "path": str(path), "test_fraction": 0.2},
        "preprocessing": [{"step": step} for step in steps],
        "network": {"layers": [{"units": 32, "activation": "relu"}, {"units": "auto"}]},
        "training": {"batch_size": 100, "epochs": 1, "learning_rate": 0.001},
    }


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def measure_training(path: Path, document: Experiment) -> dict[str, float]:
    """Megabytes more than before, after preparing, training and looking at everything."""
    before = _memory()
    with np.errstate(all="ignore"):
        run = TrainingRun(0, prepare(document))
        run.take(50)
        prepared = _memory() - before
        request = ProbeRequest(
            regions=20, unit_maps=8, activity=True, predictions=True, plane=Plane("components")
        )
        run.snapshot(request)
    return {"trained": prepared, "shown": _memory() - before}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cifar")
    for number in range(1, 6):
        images = random_images(10_000, 32, 32, 3, seed=number)
        (folder / "part").mkdir(exist_ok=True)
        write_cifar(folder / "part", images, random_images(10_000, seed=number) % 10)
        (folder / "part" / "data_batch_1.bin").rename(folder / f"data_batch_{number}.bin")
    (folder / "part").rmdir()
    return folder


@pytest.mark.timeout(120)
def test_that_as_many_images_as_in_cifar_10_train_within_600_megabytes(large: Path) -> None:
    code = (
        "import json, sys; from pathlib import Path; "
        "from nnstudio.experiment.validation import parse; "
        "from tests.experiment.data.test_large_images import measure_training; "
        "found = measure_training(Path('.'), parse(json.loads(sys.argv[1]))); "
        "print(json.dumps(found))"
    )
    raw = json.dumps(draft(**parts(large, ["mean_image", "standardize"])))
    made = subprocess.run(
        [sys.executable, "-c", code, raw], capture_output=True, text=True, check=True
    )
    found = json.loads(made.stdout.splitlines()[-1])
    assert max(found.values()) < LIMIT, found


def test_that_images_kept_as_bytes_train_like_the_same_images_as_floats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_cifar(tmp_path, random_images(400, 32, 32, 3), random_images(400) % 10)
    as_floats = train(document(tmp_path, ["mean_image"]))
    monkeypatch.setattr("nnstudio.experiment.data.pictures.pixels._FEW_NUMBERS", 0)
    (tmp_path / "data_batch_1.bin").touch()  # or what was read would be used again
    as_bytes = train(document(tmp_path, ["mean_image"]))
    assert as_bytes.metrics.train_loss == pytest.approx(as_floats.metrics.train_loss, rel=1e-4)
    assert as_bytes.metrics.test_loss == pytest.approx(as_floats.metrics.test_loss, rel=1e-4)
