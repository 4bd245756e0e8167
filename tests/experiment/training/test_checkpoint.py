"""Trained weights in files: they come back exactly, and nothing else comes with them."""

import io
from pathlib import Path

import numpy as np
import pytest

from nnstudio.experiment.document import dump
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.files import documents
from nnstudio.experiment.files.archive import EXPERIMENT, WEIGHTS, packed
from nnstudio.experiment.json_text import write_json
from nnstudio.experiment.training import checkpoint
from nnstudio.experiment.training.checkpoint import Checkpoint
from nnstudio.experiment.training.events import Rested
from tests.experiment.session_driver import driven_session, experiment

SMALL = Checkpoint(
    7,
    70,
    (np.arange(6, dtype=np.float32).reshape(2, 3), np.ones((1, 3), np.float32)),
    (np.array([0.25, 0.5], np.float32), None),
)


def same(one: Checkpoint, other: Checkpoint) -> bool:
    arrays = [(*each.matrices, *each.slopes) for each in (one, other)]
    return (one.epoch, one.step) == (other.epoch, other.step) and all(
        np.array_equal(mine, theirs) if mine is not None and theirs is not None else mine is theirs
        for mine, theirs in zip(*arrays, strict=True)
    )


def npz(**arrays: object) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def test_that_weights_come_back_exactly() -> None:
    assert same(checkpoint.from_bytes(checkpoint.to_bytes(SMALL)), SMALL)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zip",
        checkpoint.to_bytes(SMALL)[:-40],
        npz(moment=np.array([1, 2])),
        npz(moment=np.array([-1, 2]), matrix0=np.ones((1, 2))),
        npz(moment=np.array([1, 2]), matrix0=np.ones(2)),
        npz(moment=np.array([1, 2]), matrix0=np.full((1, 2), np.nan)),
        npz(moment=np.array([1, 2]), matrix0=np.full((1, 2), 1e300)),
        npz(moment=np.array([1, 2**60]), matrix0=np.ones((1, 2))),
        npz(moment=np.array([1, 2]), matrix0=np.array([[1, 2]])),
        npz(moment=np.array([1, 2]), matrix1=np.ones((1, 2))),
        npz(moment=np.array([1, 2]), matrix0=np.array([["a", {}]], object)),
    ],
)
def test_that_anything_else_is_refused_and_never_unpickled(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"weights|Object|array|file|pickle"):
        checkpoint.from_bytes(content)
    path = tmp_path / "bad.nnstudio"
    document = write_json(dump(experiment(6))).encode()
    path.write_bytes(packed({EXPERIMENT: document, WEIGHTS: content}))
    assert documents.load(path) == experiment(6)
    with pytest.raises(ExperimentError, match="cannot be read"):
        documents.load_weights(path)


def test_that_a_file_holds_weights_only_where_they_were_saved(tmp_path: Path) -> None:
    plain, trained = tmp_path / "plain.nnstudio", tmp_path / "trained.nnstudio"
    documents.save(experiment(6), plain)
    documents.save(experiment(6), trained, SMALL)
    assert documents.load(plain) == documents.load(trained) == experiment(6)
    assert documents.load_weights(plain) is None
    found = documents.load_weights(trained)
    assert found is not None
    assert same(found, SMALL)


def test_that_a_json_file_has_no_place_for_weights(tmp_path: Path) -> None:
    with pytest.raises(ExperimentError, match="no place for weights"):
        documents.save(experiment(6), tmp_path / "a.json", SMALL)


def test_that_a_session_goes_on_from_weights() -> None:
    with driven_session() as driver:
        run_id = driver.load(experiment(6, 5))
        driver.session.run()
        driver.wait_for_phase(run_id, "finished")
        trained = driver.wait_for_snapshot(lambda shown: shown.metrics.epoch == 40)
        driver.forget()
        driver.session.load(experiment(6, 5))
        driver.session.put_weights(checkpoint.checkpoint_of(trained))
        shown = driver.wait_for_snapshot(lambda shown: shown.metrics.epoch == 40)
        assert shown.metrics == trained.metrics
        for one, other in zip(shown.matrices, trained.matrices, strict=True):
            np.testing.assert_array_equal(one, other)
        driver.session.step_epoch()
        driver.wait_for_snapshot(lambda shown: shown.metrics.epoch == 41)


def test_that_weights_of_another_network_are_refused_in_a_sentence() -> None:
    with driven_session() as driver:
        driver.load(experiment(6, 5))
        driver.session.put_weights(SMALL)
        driver.wait(lambda: bool(driver.of(Rested)))
        assert "another network" in driver.of(Rested)[0].stop.sentence
