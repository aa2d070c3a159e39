"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from checkrules.loading.writing import cannot_write, is_special, refuse_overwriting, refuse_unwritable, whole
from checkrules.model.errors import UsageError


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


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_a_replaced_file_keeps_its_permissions(mode: int, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")
    file.chmod(mode)
    with whole(file) as temporary:
        temporary.write_text("new")
        assert stat.S_IMODE(temporary.stat().st_mode) == 0o600
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("new", mode)


def test_a_new_file_has_the_permissions_of_all_new_files(tmp_path: Path) -> None:
    with whole(tmp_path / "a.txt") as temporary:
        temporary.write_text("new")
    (tmp_path / "b.txt").touch()
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "b.txt").stat().st_mode


@pytest.mark.parametrize("elsewhere", [False, True], ids=["beside", "in another folder"])
@pytest.mark.parametrize("before", ["old", None], ids=["a file", "nothing yet"])
def test_a_link_stays_and_its_file_is_written(before: str | None, elsewhere: bool, tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    target, link = tmp_path / "below" / "target.txt", tmp_path / "link.txt"
    if before is not None:
        target.write_text(before)
    link.symlink_to(Path("below") / "target.txt")
    with whole(link, tmp_path if elsewhere else None) as temporary:
        temporary.write_text("new")
        assert temporary.parent == target.parent
    assert (link.is_symlink(), target.read_text(), target.is_symlink()) == (True, "new", False)


def test_a_link_to_itself_is_an_error(tmp_path: Path) -> None:
    link = tmp_path / "a.txt"
    link.symlink_to(link)
    with pytest.raises(OSError, match="symbolic links"), whole(link):
        pass
    assert link.is_symlink()


def test_a_device_is_written_to_and_stays() -> None:
    with whole(Path("/dev/null")) as given:
        given.write_text("away")
        assert given == Path("/dev/null")
    assert is_special(Path("/dev/null"))


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[str] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_text()))
    reader.start()
    with whole(pipe) as given:
        given.write_text("new")
    reader.join()
    assert (received, is_special(pipe), len([*tmp_path.iterdir()])) == (["new"], True, 1)


def test_a_name_as_long_as_names_can_be(tmp_path: Path) -> None:
    for name in ("x" * 255, "校" * 85):
        with whole(tmp_path / name) as temporary:
            temporary.write_text("new")
        assert (tmp_path / name).read_text() == "new"


UNWRITABLE = {
    "a folder": (".", "这是文件夹，不是文件"),
    "in a folder that is not there": ("none/a.txt", "没有这个文件或文件夹"),
    "in a file": ("file.txt/a.txt", "路径中有一段不是文件夹"),
    "a name that is too long": ("x" * 256, "文件名太长"),
    "a link to itself": ("loop", "链接互相指向"),
}


@pytest.mark.parametrize(("name", "words"), UNWRITABLE.values(), ids=UNWRITABLE)
def test_what_cannot_be_written_is_refused_before(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "file.txt").touch()
    (tmp_path / "loop").symlink_to("loop")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UsageError) as caught:
        refuse_unwritable(tmp_path / name)
    assert caught.value.problem.zh == f"写不了文件：{words}"
    with pytest.raises(OSError), whole(tmp_path / name):  # noqa: PT011 - whatever the system says
        pass
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_that_is_protected_from_writing_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")
    monkeypatch.setattr(os, "access", lambda path, mode: path != file or mode != os.W_OK)  # root may write to all
    with pytest.raises(PermissionError), whole(file):
        pass
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


SAME = ("the path", "a relative path", "a symbolic link", "a hard link", "a link to its folder", "a detour")


@pytest.mark.parametrize("way", SAME)
def test_a_file_that_is_read_is_not_written_by_any_path(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    read = folder / "a.json"
    read.write_text("{}")
    (folder / "symbolic.json").symlink_to(read)
    (folder / "hard.json").hardlink_to(read)
    (tmp_path / "link").symlink_to(folder)
    monkeypatch.chdir(folder)
    ways = [read, Path("a.json"), folder / "symbolic.json", folder / "hard.json", tmp_path / "link" / "a.json"]
    output = dict(zip(SAME, [*ways, folder / ".." / "in" / "a.json"], strict=True))[way]
    with pytest.raises(UsageError) as caught:
        refuse_overwriting(output, [folder / "none.json", read])
    assert str(read) in caught.value.problem.zh
    refuse_overwriting(output, [folder / "none.json"])
    refuse_overwriting(folder / "new.json", [read])
