"""A results file that another program saved is read, and written back as sweeps write it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.experiment.sweep_grids import small_sweep, trained_file

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def with_windows_line_ends(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")


def with_empty_cells(content: bytes) -> bytes:
    return content + b"," * content.splitlines()[0].count(b",") + b"\n"


def with_large_truth_values(content: bytes) -> bytes:
    assert b",false," in content
    return content.replace(b",false,", b",FALSE,")


def with_all_of_it(content: bytes) -> bytes:
    changed = with_empty_cells(with_large_truth_values(content))
    return BYTE_ORDER_MARK + with_windows_line_ends(changed + b"\n\n")


@pytest.mark.parametrize(
    "save",
    [
        lambda content: BYTE_ORDER_MARK + content,
        with_windows_line_ends,
        lambda content: content + b"\n\n",
        with_empty_cells,
        with_large_truth_values,
        with_all_of_it,
    ],
)
def test_that_a_file_that_a_spreadsheet_saved_is_gone_on_with(
    tmp_path: Path, save: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "rows.csv"
    sweep = small_sweep("training.learning_rate=0.01,0.1")
    rows = trained_file(sweep, path)
    content = path.read_bytes()
    path.write_bytes(save(content))
    assert trained_file(sweep, path) == rows
    assert path.read_bytes() == content


def test_that_the_header_alone_is_read_from_a_spreadsheet_too(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    sweep = small_sweep("training.learning_rate=0.01,0.1")
    with sweep.open(path):
        header = path.read_bytes()
    path.write_bytes(BYTE_ORDER_MARK + with_windows_line_ends(header))
    with sweep.open(path) as file:
        assert file.found == {}
    assert path.read_bytes() == header
