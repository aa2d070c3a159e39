"""Files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkrules.loading.writing import cannot_write, whole


def test_a_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")
    with whole(file) as temporary:
        temporary.write_text("new")
        assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert file.read_text() == "new"


@pytest.mark.parametrize("before", [None, "old"])
def test_what_fails_half_way_leaves_nothing(before: str | None, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    if before is not None:
        file.write_text(before)
    with pytest.raises(KeyboardInterrupt), whole(file) as temporary:  # noqa: PT012
        temporary.write_text("half")
        raise KeyboardInterrupt
    assert [path.read_text() for path in tmp_path.iterdir()] == ([] if before is None else [before])


def test_a_file_whose_folder_is_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    with whole(tmp_path / "a.txt", tmp_path / "parts") as temporary:
        temporary.write_text("new")
        assert temporary.parent == tmp_path / "parts"
    assert (tmp_path / "a.txt").read_text() == "new"


def test_the_error_says_where_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as caught, whole(tmp_path / "none" / "a.txt") as temporary:
        temporary.write_text("new")
    error = cannot_write(tmp_path / "none" / "a.txt", caught.value)
    assert error.message.zh.startswith(f"{tmp_path}/none/a.txt: 写不了文件：没有这个文件或文件夹")
    assert error.hint is not None
