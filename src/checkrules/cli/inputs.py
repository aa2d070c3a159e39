"""Which files are judged, one by one or as tables; never one that the run writes, and no result of an earlier run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from checkrules.checklist import Checklist
from checkrules.cli.output import note
from checkrules.hooks.registry import Registry
from checkrules.hooks.rosters import roster_likes
from checkrules.hooks.suffixes import readable
from checkrules.loading.writing import is_special, refuse_overwriting, refuse_unwritable, same_file
from checkrules.model.errors import Location
from checkrules.model.submission import Rejection
from checkrules.model.text import Text, visible
from checkrules.reading.bytes import MAX_BYTES
from checkrules.reading.own_outputs import OWN_OUTPUT, is_report, is_table_of_results, own_output
from checkrules.reading.paths import Found, empty_folders, find_files
from checkrules.tables.files.split import KINDS

_MAX_ROSTER = 1024 * 1024
_ROSTER = Text(
    "像是名册，判定大表时不用名册，也没有判定它",
    "it looks like a roster, which tables are not joined with; it is not judged either",
)
_IN_THE_TABLE = Text("请把名册中的各列写在表中", "put the columns of the roster in the table")
NOT_JUDGED = Text("{file}：{reason}，未判定", "{file}: {reason}; it is not judged")
_NO_TABLE = Text("不是表格，判定大表时不读", "not a table: it is not read together with tables")
_APART = Text("请另外运行一次，只判定这类文件", "judge such files in a separate run")


def find(paths: Sequence[str], registry: Registry) -> Found:
    """The files that paths mean: those that a reader reads, and tables."""
    return find_files(paths, readable(registry) | KINDS.keys())


def files_to_judge(found: Found, checklist: Checklist, output: str | None, rosters: Iterable[str]) -> Found:
    """The files to judge one by one. In folders, the report that an earlier run wrote to `output` is left out. Raises
    UsageError for an output that cannot be written, and for one that is a file that is read."""
    if output is None:
        return found
    written = Path(output)
    refuse_unwritable(written)
    if is_report(written):
        found = found.without(_without(found, [written]), *OWN_OUTPUT)
    refuse_overwriting(written, [*found.files, *checklist.files, *map(Path, rosters)])
    return found


def tables_in(found: Found, checklist: Checklist, outputs: Iterable[str | None]) -> tuple[list[Path], list[Rejection]]:
    """The files to judge as tables: those that are named, and the tables in folders. Other files in folders are rejected, not
    ignored. Results of an earlier run in folders, and the checklist's own files, are left out. Raises UsageError for an
    output that is a file of the checklist."""
    written = [Path(output) for output in outputs if output is not None]
    for output in written:
        refuse_overwriting(output, checklist.files)
    former = [output for output in written if is_table_of_results(output, checklist.content)]
    found = found.without([*_without(found, former), *checklist.files], *OWN_OUTPUT)
    found = found.only(lambda file: None if file in found.named else own_output(file, checklist.content))
    for account in found.accounts:
        if account.code == OWN_OUTPUT[0] and not any(same_file(account.path, result) for result in former):
            note(NOT_JUDGED.format(file=visible(str(account.path)), reason=OWN_OUTPUT[1]))
    rejected = [*found.rejected, *empty_folders(found)]
    rosters = _rosters(found, checklist)
    rejected += [Rejection(location=Location(file=str(file)), reason=_ROSTER, hint=_IN_THE_TABLE) for file in rosters]
    found = found.joined(rosters)
    tables: list[Path] = []
    for file in found.files:
        if file in found.named or file.suffix.lower() in KINDS:
            tables.append(file)
        else:
            rejected.append(Rejection(location=Location(file=str(file)), reason=_NO_TABLE, hint=_APART))
    return tables, rejected


def _rosters(found: Found, checklist: Checklist) -> list[Path]:
    """The rosters among tables, where something else is there to judge."""
    small = [file for file in found.files if file not in found.named and _size(file) <= _MAX_ROSTER]
    likes = roster_likes(small, checklist.registry, checklist.content)
    rosters = [file for file, like in likes.items() if like.certainty == "roster"]
    return rosters if len(rosters) < len(found.files) else []


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0


def _without(found: Found, former: Iterable[Path]) -> list[Path]:
    """The former results that are not themselves named as files to judge."""
    return [result for result in former if not any(same_file(result, path) for path in found.named)]


def are_tables(found: Found, output: str | None, format_: str | None, registry: Registry) -> bool:
    """Whether files are judged part by part: where one is Parquet or too large to read whole, or a table is to be written.
    A format for reports says that no table is to be written, whatever the suffix."""
    if any(file.suffix.lower() == ".parquet" or _is_large(file) for file in found.files):
        return True
    if output is None or format_ in registry.writers or is_special(Path(output)):
        return False
    written = Path(output).suffix.lower()
    return not written or (written in KINDS and written not in _claimed(registry))


def is_written_as_said(output: str, format_: str, registry: Registry) -> bool:
    """Whether a file's suffix does not mean another format than the one that is asked for."""
    suffix = Path(output).suffix.lower()
    return suffix in registry.writers.find(format_).suffixes or suffix not in {*KINDS, *_claimed(registry)}


def _claimed(registry: Registry) -> set[str]:
    return {suffix for writer in registry.writers.values() for suffix in writer.suffixes}


def _is_large(file: Path) -> bool:
    return file.suffix.lower() in KINDS and _size(file) > MAX_BYTES
