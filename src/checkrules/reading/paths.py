"""Paths → files to read, and an account of every other file in the folders: none disappears."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import attrs

from checkrules.model.errors import Location
from checkrules.model.files import FileAccount
from checkrules.model.privacy import shown
from checkrules.model.submission import Rejection, rejection_of
from checkrules.model.text import Text, folded
from checkrules.reading.bytes import cannot_open
from checkrules.reading.own_outputs import own_document
from checkrules.reading.unread import SYSTEM_FILES, unread

Paths = str | os.PathLike[str]
CLOSED = "closed_folder"
FEW = 3
"""Files of one kind in a folder that are rejected one by one; of more, a few are named."""
NO_FILE = Text("文件夹里没有可读的文件", "the folder holds no file that can be read")
ROSTER = Text("用作名册", "used as the roster")
_LOCK = Text("Office 打开文件时留下的临时文件", "a lock file that Office leaves while a file is open")
_SYSTEM = Text("系统自动生成的文件", "a file that the system makes by itself")
_HIDDEN = Text("隐藏的文件或文件夹", "a hidden file or folder")
_LINK = Text("链接到别处的文件夹，没有进入", "a link to another folder, which is not followed")
_SAME = Text("与“{name}”是同一个文件", "the same file as '{name}'")


@attrs.frozen(kw_only=True)
class Found:
    """What paths mean: the files to read, each once; `named` are those that were given by their own path, not by a folder;
    `accounts` are the files that are not read."""

    files: tuple[Path, ...] = ()
    named: frozenset[Path] = frozenset()
    accounts: tuple[FileAccount, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    folders: tuple[Path, ...] = ()

    def without(self, files: Iterable[Path], code: str, reason: Text) -> Found:
        """The same, in which some files are left out, by whatever path they are found, with the reason."""
        out = set(map(_identity, files))
        return self.only(lambda file: None if not out or _identity(file) not in out else _left_out(file, code, reason))

    def joined(self, rosters: Iterable[Path]) -> Found:
        """The same without the rosters, each of which is accounted for as such."""
        rosters = tuple(rosters)
        if not rosters:
            return self
        accounts = [FileAccount(path=file, became="joined", code="roster", reason=ROSTER) for file in rosters]
        found = self.without(rosters, "roster", ROSTER)
        kept = [account for account in found.accounts if account.code != "roster"]
        return attrs.evolve(found, accounts=(*kept, *accounts))

    def only(self, why_not: Callable[[Path], FileAccount | None]) -> Found:
        """The same without the files for which `why_not` gives an account."""
        accounts = {file: account for file in self.files if (account := why_not(file)) is not None}
        if not accounts:
            return self
        kept = tuple(file for file in self.files if file not in accounts)
        return attrs.evolve(self, files=kept, accounts=(*self.accounts, *accounts.values()))


def find_files(paths: Iterable[Paths] | Paths, suffixes: Collection[str]) -> Found:
    """The files at one path or many, each once. A folder means all files in it, and below, with one of the suffixes; the
    others in it are accounted for: what may be a submission is rejected with the reason, what cannot be one (lock files,
    hidden and system files) is left out."""
    if isinstance(paths, str | os.PathLike):
        paths = (paths,)
    files: dict[Path, None] = {}
    accounts: list[FileAccount] = []
    rejected: list[Rejection] = []
    named: list[Path] = []
    folders: list[Path] = []
    for path in map(Path, paths):
        if os.path.isdir(path):
            folders.append(path)
            files |= dict.fromkeys(_search(path, suffixes, accounts, rejected))
        else:
            named.append(path)
            files[path] = None
    kept = _each_once(files, accounts)
    return Found(
        files=tuple(kept),
        named=frozenset(named),
        accounts=tuple(accounts),
        rejected=tuple(rejected),
        folders=tuple(folders),
    )


def files_in(paths: Iterable[Paths] | Paths, suffixes: Collection[str]) -> tuple[list[Path], list[Rejection]]:
    """The files to read, and the folders that cannot be opened or hold none of them."""
    found = find_files(paths, suffixes)
    closed = [rejection for rejection in found.rejected if rejection.code == CLOSED]
    return list(found.files), [*closed, *_without_any(found, [*found.files, *map(_file_of, closed)])]


def empty_folders(found: Found) -> list[Rejection]:
    """A rejection of each folder in which there is no file to read, no roster, and nothing else that is rejected."""
    joined = (account.path for account in found.accounts if account.became == "joined")
    return _without_any(found, [*found.files, *joined, *map(_file_of, found.rejected)])


def _without_any(found: Found, used: Collection[Path]) -> list[Rejection]:
    return [
        Rejection(location=Location(file=str(folder)), reason=NO_FILE, code="empty_folder")
        for folder in found.folders
        if not any(folder == file or folder in file.parents for file in used)
    ]


def _file_of(rejection: Rejection) -> Path:
    return Path(rejection.location.file or "")


def _search(
    folder: Path, suffixes: Collection[str], accounts: list[FileAccount], rejected: list[Rejection]
) -> list[Path]:
    """The files of a folder to read, in order. A folder in it that cannot be opened is rejected."""

    def reject(error: OSError) -> None:
        rejection = rejection_of(cannot_open(error.filename, error), Location(file=error.filename))
        rejected.append(attrs.evolve(rejection, code=CLOSED))
        accounts.append(_refused(Path(error.filename), rejected[-1]))

    found: list[Path] = []
    others: dict[str, list[tuple[Path, Rejection]]] = defaultdict(list)
    for where, folders, names in os.walk(folder, onerror=reject):
        inside = []
        for name in sorted(folders):
            path = Path(where, name)
            if (account := _not_looked_at(path)) is not None:
                accounts.append(account)
            elif path.is_symlink():
                others["link"].append((path, Rejection(location=Location(file=str(path)), reason=_LINK, code="link")))
            else:
                inside.append(name)
        folders[:] = inside
        for name in sorted(names):
            path = Path(where, name)
            if (account := _not_looked_at(path)) is not None:
                accounts.append(account)
            elif path.suffix.lower() in suffixes:
                found.append(path)
            elif (account := own_document(path)) is not None:
                accounts.append(account)
            else:
                rejection = unread(path)
                others[rejection.code].append((path, rejection))
    for alike in others.values():
        accounts += [_refused(path, rejection) for path, rejection in alike]
        rejected += [rejection for _, rejection in alike] if len(alike) <= FEW else [_summed_up(folder, alike)]
    return sorted(found)


def _not_looked_at(path: Path) -> FileAccount | None:
    """The account of what can be no submission, known by its name."""
    name = path.name
    if name.startswith(("~$", ".~")):
        return _left_out(path, "lock_file", _LOCK)
    if folded(name) in SYSTEM_FILES or name == ".DS_Store" or name.startswith("._"):
        return _left_out(path, "system_file", _SYSTEM)
    return _left_out(path, "hidden", _HIDDEN) if name.startswith(".") else None


def _summed_up(folder: Path, alike: list[tuple[Path, Rejection]]) -> Rejection:
    """One rejection of many files of one kind."""
    names = [shown(str(path.relative_to(folder))) for path, _ in alike[:FEW]]
    first, more = alike[0][1], len(alike) - FEW
    reason = Text(
        f"{len(alike)} 个文件：{first.reason.zh}（{'、'.join(names)} 等）",
        f"{len(alike)} files: {first.reason.en} ({', '.join(names)} and {more} more)",
    )
    return Rejection(location=Location(file=str(folder)), reason=reason, hint=first.hint, code=first.code)


def _each_once(files: Iterable[Path], accounts: list[FileAccount]) -> list[Path]:
    """The files without those that are there by another path or link; a link is accounted for."""
    first: dict[object, Path] = {}
    for file in files:
        same = first.setdefault(_identity(file), file)
        if same is not file and os.path.abspath(same) != os.path.abspath(file):
            accounts.append(_left_out(file, "copy", _SAME.format(name=shown(same.name))))
    return list(first.values())


def _left_out(path: Path, code: str, reason: Text) -> FileAccount:
    return FileAccount(path=path, became="left_out", code=code, reason=reason)


def _refused(path: Path, rejection: Rejection) -> FileAccount:
    return FileAccount(path=path, became="refused", code=rejection.code, reason=rejection.reason)


def _identity(path: Path) -> object:
    """What tells one file from another, whatever the path: its number on its disk."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return path
    return (state.st_dev, state.st_ino) if state.st_ino else path.resolve()
