"""Images of the user's own: read as they are, or refused in one sentence that names the file."""

import gzip
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from nnstudio.experiment.data.dataset import Dataset
from nnstudio.experiment.data.pictures.pixels import fitted
from nnstudio.experiment.data.pictures.reading import meant_images, recognize_images
from nnstudio.experiment.data.sources import load_dataset
from nnstudio.experiment.document import DataSettings, Source
from nnstudio.experiment.errors import ExperimentError
from tests.experiment.picture_files import random_images, write_cifar, write_folder, write_idx


def load(source: Source, path: Path, **fields: Any) -> Dataset:
    return load_dataset(DataSettings(source=source, path=str(path), **fields), 0)


def refusal(source: Source, path: Path, **fields: Any) -> str:
    with pytest.raises(ExperimentError) as caught:
        load(source, path, **fields)
    (problem,) = caught.value.problems
    assert problem.field in ("data.path", "data.image_size")
    assert "\n" not in problem.message
    assert "Error" not in problem.message
    return problem.message


def folder(path: Path, *shape: int) -> Path:
    return write_folder(
        path / "pets",
        {"cat": random_images(3, *shape), "dog": random_images(2, *shape, seed=1)},
    )


def labels(count: int) -> Any:
    return (np.arange(count) % 10).astype(np.uint8)


def test_that_each_subfolder_is_a_class(tmp_path: Path) -> None:
    data = load("images", folder(tmp_path, 16, 16, 3), image_size=16)
    assert data.class_names == ("cat", "dog")
    assert data.targets.tolist() == [0, 0, 0, 1, 1]
    assert data.image_shape == (16, 16, 3)
    np.testing.assert_allclose(
        data.rows[:3] * 255, random_images(3, 16, 16, 3).reshape(3, -1), atol=1e-9
    )


def test_that_images_of_a_folder_are_made_one_size_and_color(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    Image.new("RGB", (200, 100), "red").save(tmp_path / "a" / "wide.JPG")
    Image.new("CMYK", (50, 90)).save(tmp_path / "a" / "print.tif")
    Image.new("P", (40, 40)).save(tmp_path / "b" / "palette.gif")
    Image.new("RGBA", (30, 30), (0, 0, 0, 0)).save(tmp_path / "b" / "clear.png")
    Image.fromarray(np.full((20, 20), 65535, np.uint16)).save(tmp_path / "b" / "deep.png")
    assert load("images", tmp_path).image_shape == (32, 32, 3)
    gray = load("images", tmp_path, image_size=8, color=False)
    assert gray.image_shape == (8, 8, 1)
    clear, deep, palette = gray.rows[2:]
    assert clear.min() == deep.min() == 1.0  # transparent is white, and 16 bits are all the way
    assert palette.max() == 0.0


@pytest.mark.parametrize("packed", [False, True])
def test_that_mnist_files_are_read_byte_by_byte(tmp_path: Path, packed: bool) -> None:
    images = random_images(50, 28, 28)
    file = write_idx(tmp_path, images, labels(50), packed=packed)
    for path in (file, tmp_path, tmp_path / file.name.replace("images-idx3", "labels-idx1")):
        data = load("mnist", path)
        assert data.image_shape == (28, 28, 1)
        assert data.class_names == tuple("0123456789")
        np.testing.assert_allclose(data.rows * 255, images.reshape(50, -1), atol=1e-9)
        assert data.targets.tolist() == labels(50).tolist()


def test_that_all_files_of_mnist_in_a_folder_are_one_data_set(tmp_path: Path) -> None:
    for name in ("train", "t10k"):
        file = write_idx(tmp_path, random_images(20, 28, 28), labels(20))
        if name == "t10k":
            continue
        for old in (file, tmp_path / "train-labels-idx1-ubyte"):
            old.rename(tmp_path / old.name.replace("train", "t10k"))
    assert len(load("mnist", tmp_path)) == 40


def test_that_cifar_files_are_read_byte_by_byte(tmp_path: Path) -> None:
    images = random_images(60, 32, 32, 3)
    data = load("cifar10", write_cifar(tmp_path, images, labels(60), files=3))
    assert data.image_shape == (32, 32, 3)
    assert data.class_names[3] == "cat"
    assert data.targets.tolist() == labels(60).tolist()
    np.testing.assert_allclose(data.rows * 255, images.reshape(60, -1), atol=1e-9)
    assert len(load("cifar10", tmp_path / "data_batch_2.bin")) == 20


def test_that_many_images_stay_bytes_and_give_the_same_numbers(tmp_path: Path) -> None:
    images = random_images(1500, 32, 32, 3)
    data = load("cifar10", write_cifar(tmp_path, images, labels(1500)))
    assert not isinstance(data.stored, np.ndarray)
    np.testing.assert_allclose(
        data.examples(np.array([1499, 3])),
        images[[1499, 3]].reshape(2, -1) / 255,
        atol=1e-7,
    )


def test_that_resizing_averages_what_lies_under_a_pixel() -> None:
    image = np.array([[0, 100], [100, 200]], np.uint8)[np.newaxis, ..., np.newaxis]
    assert fitted(image, 4, color=True)[0, ..., 0].tolist() == [
        [0, 0, 100, 100],
        [0, 0, 100, 100],
        [100, 100, 200, 200],
        [100, 100, 200, 200],
    ]
    assert fitted(fitted(image, 4, color=True), 2, color=True).tolist() == image.tolist()
    odd = random_images(1, 5, 7, 1)
    assert fitted(odd, 4, color=True).mean() == pytest.approx(odd.mean(), abs=1)


def test_that_images_are_loaded_again_when_a_file_changes(tmp_path: Path) -> None:
    path = folder(tmp_path, 8, 8, 3)
    assert len(load("images", path)) == 5
    Image.new("RGB", (8, 8)).save(path / "cat" / "new.png")
    assert len(load("images", path)) == 6


def test_that_an_image_written_over_in_place_is_read_again(tmp_path: Path) -> None:
    path = folder(tmp_path, 8, 8, 3)
    before = load("images", path)
    assert load("images", path) is before
    Image.new("RGB", (8, 8), "white").save(path / "cat" / "00000.png")
    assert load("images", path).rows[0].min() == 1.0


def test_that_what_lies_at_a_path_is_recognized(tmp_path: Path) -> None:
    for name in ("mnist", "cifar"):
        (tmp_path / name).mkdir()
    idx = write_idx(tmp_path / "mnist", random_images(20, 28, 28), labels(20))
    cifar = write_cifar(tmp_path / "cifar", random_images(20, 32, 32, 3), labels(20))
    assert recognize_images(folder(tmp_path, 8, 8, 3)) == "images"
    assert recognize_images(idx) == recognize_images(tmp_path / "mnist") == "mnist"
    assert recognize_images(cifar) == recognize_images(cifar / "data_batch_1.bin") == "cifar10"
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert recognize_images(tmp_path / "notes.csv") is None
    assert recognize_images(tmp_path / "missing") is None


def test_that_a_folder_without_images_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("a", encoding="utf-8")
    assert "at least two classes, and has 0" in refusal("images", tmp_path)


def test_that_links_in_circles_lead_nowhere(tmp_path: Path) -> None:
    path = folder(tmp_path, 8, 8, 3)
    (path / "around").symlink_to(path, target_is_directory=True)
    (path / "self").symlink_to(path / "self")
    (path / "cat" / "self.png").symlink_to(path / "cat" / "self.png")
    assert load("images", path).class_names == ("cat", "dog")


@pytest.mark.parametrize(
    "content",
    [b"", b"not an image", b"\xff\xd8\xff\xe0" + bytes(100), b"\x89PNG\r\n\x1a\n" + bytes(50)],
)
def test_that_a_broken_image_is_left_out_and_named(tmp_path: Path, content: bytes) -> None:
    path = folder(tmp_path, 8, 8, 3)
    whole = load("images", path)
    (path / "cat" / "000011.jpg").write_bytes(content)  # between the others
    found = load("images", path)
    assert np.array_equal(found.rows, whole.rows)
    assert np.array_equal(found.targets, whole.targets)
    assert found.notes == (
        '1 picture left out; "cat/000011.jpg" is no image that can be read; remove or replace it',
    )


def test_that_of_several_broken_images_the_first_is_named(tmp_path: Path) -> None:
    path = folder(tmp_path, 8, 8, 3)
    for name in ("cat/a.png", "dog/b.png", "dog/c.png"):
        (path / name).write_bytes(b"no")
    (note,) = load("images", path).notes
    assert note.startswith('3 pictures left out; the first: "cat/a.png" is no image')


def test_that_a_class_of_broken_images_alone_is_none(tmp_path: Path) -> None:
    path = folder(tmp_path, 8, 8, 3)
    (path / "ape").mkdir()
    (path / "ape" / "a.png").write_bytes(b"no")
    found = load("images", path)
    assert found.class_names == ("cat", "dog")
    assert sorted(set(found.targets.tolist())) == [0, 1]
    assert '"ape/a.png"' in found.notes[0]


def test_that_subfolders_and_formats_that_are_not_read_are_told(tmp_path: Path) -> None:
    path = folder(tmp_path, 8, 8, 3)
    for name in ("phone", "nothing", "deeper/still"):
        (path / name).mkdir(parents=True)
    for name in ("phone/x.heic", "cat/y.heic", "cat/notes.txt", "cat/Thumbs.db"):
        (path / name).write_bytes(b"no")
    found = load("images", path)
    assert len(found) == 5
    assert found.notes == (
        'subfolder "deeper" holds folders, and is no class',
        'subfolder "nothing" is empty, and no class',
        'subfolder "phone" holds no image that can be read, and is no class ("x.heic")',
        '1 file of "cat" left out, of a format that is not read ("y.heic")',
    )


def test_that_nested_folders_are_told_from_folders_without_images(tmp_path: Path) -> None:
    for part in ("train", "test"):
        folder(tmp_path / part, 8, 8, 3).rename(tmp_path / part / "x")
        for name in ("cat", "dog"):
            (tmp_path / part / "x" / name).rename(tmp_path / part / name)
        (tmp_path / part / "x").rmdir()
    assert refusal("images", tmp_path) == (
        f'the subfolders of "{tmp_path.name}" hold folders themselves; open "test" or "train" '
        "instead, with a subfolder for each class"
    )
    assert "holds 3 images itself; put those of each class" in refusal(
        "images", tmp_path / "train" / "cat"
    )


@pytest.mark.parametrize(
    ("file", "white"),
    [("a.png", 65_535), ("a.tif", 65_535), ("a.pgm", 65_535), ("a.pgm", 1023), ("b.tif", 1.0)],
)
def test_that_images_of_more_than_eight_bits_keep_their_shades(
    tmp_path: Path, file: str, white: float
) -> None:
    path = folder(tmp_path, 8, 8)
    shades = np.linspace(0, 1, 8)[np.newaxis].repeat(8, axis=0) * white
    if file.endswith("pgm"):
        head = f"P5\n8 8\n{white:.0f}\n".encode()
        (path / "cat" / file).write_bytes(head + shades.astype(">u2").tobytes())
    else:
        kind = np.float32 if white == 1.0 else np.uint16
        Image.fromarray(shades.astype(kind)).save(path / "cat" / file)
    found = load("images", path, image_size=8, color=False)
    row = found.rows[3].reshape(8, 8)[0]  # after the three others of its class
    np.testing.assert_allclose(row, np.linspace(0, 1, 8), atol=0.005)


@pytest.mark.parametrize("kind", [np.int32, np.float32])
def test_that_images_without_a_known_white_are_left_out(tmp_path: Path, kind: type) -> None:
    path = folder(tmp_path, 8, 8)
    Image.fromarray(np.full((8, 8), 2**20, kind)).save(path / "cat" / "a.tif")
    (note,) = load("images", path).notes
    assert '"cat/a.tif" has numbers of 32 bits, and nobody knows which of them is white' in note


@pytest.mark.parametrize("other", ["train-images-idx3-ubyte", "train-images.idx3-ubyte"])
def test_that_mnist_files_beside_their_packed_ones_are_read_once(
    tmp_path: Path, other: str
) -> None:
    images = random_images(30, 8, 8)
    write_idx(tmp_path, images, labels(30), packed=True)
    plain = write_idx(tmp_path, images, labels(30))
    plain.rename(tmp_path / other)
    (tmp_path / "train-labels-idx1-ubyte").rename(
        tmp_path / other.replace("images", "labels").replace("idx3", "idx1")
    )
    found = load("mnist", tmp_path)
    assert len(found) == 30


def test_that_the_pickles_of_cifar_are_meant_to_be_cifar(tmp_path: Path) -> None:
    (tmp_path / "data_batch_1").write_bytes(b"no")
    assert meant_images(tmp_path) == meant_images(tmp_path / "data_batch_1") == "cifar10"
    assert meant_images(tmp_path / "nowhere") == "images"


def test_that_a_jpeg_cut_off_is_named(tmp_path: Path) -> None:
    path = write_folder(
        tmp_path / "pets",
        {name: random_images(1, 64, 64, 3) for name in ("cat", "dog")},
        ".jpg",
    )
    whole = (path / "dog" / "00000.jpg").read_bytes()
    (path / "dog" / "00000.jpg").write_bytes(whole[: len(whole) // 2])
    assert '"dog/00000.jpg" is no image' in refusal("images", path)  # and dogs there are no more


def test_that_an_image_of_far_too_many_pixels_is_not_opened(tmp_path: Path) -> None:
    path = folder(tmp_path, 8, 8, 3)
    header = b"BM" + struct.pack("<IHHI", 54, 0, 0, 54)
    header += struct.pack("<IiiHHIIiiII", 40, 40_000, 40_000, 1, 24, 0, 0, 0, 0, 0, 0)
    (path / "cat" / "bomb.bmp").write_bytes(header)
    (note,) = load("images", path).notes
    assert "pixels" in note


def test_that_too_many_images_for_memory_are_refused_before_any_is_opened(tmp_path: Path) -> None:
    content = struct.pack(">I3I", 0x803, 2**31, 1000, 1000)
    (tmp_path / "train-images-idx3-ubyte").write_bytes(content)
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(struct.pack(">II", 0x801, 2**31))
    assert "more than 400 MB" in refusal("mnist", tmp_path)


@pytest.mark.parametrize(
    ("images", "sentence"),
    [
        (b"", "does not begin like one"),
        (b"\x00\x00\x08\x01" + bytes(20), "does not begin like one"),
        (b"PK\x03\x04", "does not begin like one"),
        (struct.pack(">I3I", 0x803, 20, 28, 28) + bytes(100), "breaks off"),
        (struct.pack(">I3I", 0x803, 20, 28, 28) + bytes(20 * 784 + 1), "is longer than it says"),
        (struct.pack(">I3I", 0x803, 19, 28, 28) + bytes(19 * 784), "19 images but"),
        (struct.pack(">I3I", 0x803, 0, 28, 28), "says it holds 0 x 28 x 28"),
    ],
)
def test_that_broken_mnist_files_are_refused(tmp_path: Path, images: bytes, sentence: str) -> None:
    write_idx(tmp_path, random_images(20, 28, 28), labels(20))
    (tmp_path / "train-images-idx3-ubyte").write_bytes(images)
    assert sentence in refusal("mnist", tmp_path)


def test_that_broken_gzip_files_are_refused(tmp_path: Path) -> None:
    file = write_idx(tmp_path, random_images(20, 28, 28), labels(20), packed=True)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    assert "breaks off" in refusal("mnist", tmp_path)
    file.write_bytes(b"no gzip at all")
    assert "no sound gzip file" in refusal("mnist", tmp_path)
    file.write_bytes(gzip.compress(b"") + b"rest")
    assert refusal("mnist", tmp_path)


def test_that_images_without_their_labels_are_refused(tmp_path: Path) -> None:
    file = write_idx(tmp_path, random_images(20, 28, 28), labels(20))
    (tmp_path / "train-labels-idx1-ubyte").unlink()
    assert "needs the file of its labels" in refusal("mnist", file)


def test_that_broken_cifar_files_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "data_batch_1.bin"
    file.write_bytes(bytes(3072))
    assert "no whole records" in refusal("cifar10", tmp_path)
    file.write_bytes(b"")
    assert "no whole records" in refusal("cifar10", tmp_path)
    file.write_bytes(b"\x0b" + bytes(3072))
    assert "the label 11 in record 1" in refusal("cifar10", tmp_path)
    file.write_bytes(bytes(2 * 3073))
    assert "one class" in refusal("cifar10", tmp_path)


def test_that_pickles_are_never_opened(tmp_path: Path) -> None:
    trap = tmp_path / "touched"
    call = f"cos\nmkdir\n(V{trap}\ntR."  # a pickle that makes a folder when it is opened
    (tmp_path / "data_batch_1").write_bytes(call.encode())
    assert "could run code when opened" in refusal("cifar10", tmp_path)
    assert "could run code when opened" in refusal("cifar10", tmp_path / "data_batch_1")
    assert not trap.exists()


@pytest.mark.parametrize("source", ["images", "mnist", "cifar10"])
def test_that_a_missing_path_is_said(tmp_path: Path, source: Source) -> None:
    assert '"nowhere" is not there' in refusal(source, tmp_path / "nowhere")


def test_that_a_file_is_no_folder_of_images(tmp_path: Path) -> None:
    (tmp_path / "cat.png").write_bytes(b"")
    assert "is a file" in refusal("images", tmp_path / "cat.png")


def test_that_postscript_called_an_image_is_never_run(tmp_path: Path) -> None:
    write_folder(tmp_path, {name: random_images(2, 8, 8, 3) for name in ("cat", "dog")})
    script = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n"
    (tmp_path / "cat" / "trap.png").write_bytes(script)
    (note,) = load("images", tmp_path).notes
    assert '"cat/trap.png" is no image' in note


def test_that_a_photograph_stands_the_way_its_camera_says(tmp_path: Path) -> None:
    write_folder(tmp_path, {name: random_images(2, 8, 8, 3) for name in ("cat", "dog")})
    pixels = np.zeros((8, 8, 3), np.uint8)
    pixels[:, :4] = 255  # bright on the left
    photograph = Image.fromarray(pixels)
    turned = photograph.getexif()
    turned[0x112] = 6  # to be turned by a quarter, clockwise
    photograph.save(tmp_path / "cat" / "a.png", exif=turned)
    rows = load_dataset(DataSettings(source="images", path=str(tmp_path), image_size=8), 0)
    top = [row[: 4 * 8 * 3].mean() - row[4 * 8 * 3 :].mean() for row in rows.rows]
    assert max(top) == 1.0
