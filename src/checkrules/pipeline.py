"""The flow from files to reports: files → submissions → reports, or tables → a summary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from types import ModuleType

import attrs

from checkrules.checklist import Checklist
from checkrules.confirming import load_confirmations
from checkrules.evaluation.report import Report, Reports
from checkrules.hooks.items import items_of
from checkrules.hooks.registrations import BundledChecklist
from checkrules.hooks.registry import Registry, load_plugins
from checkrules.hooks.rosters import load_roster, rosters_among
from checkrules.hooks.suffixes import readable
from checkrules.loading.content import load_content
from checkrules.loading.decisions import load_decisions
from checkrules.loading.parameters import set_parameters
from checkrules.loading.window import with_windows
from checkrules.model.arguments import (
    accept_given,
    day_given,
    instance_given,
    items_given,
    language_given,
    mapping_given,
    name_given,
    path_given,
    paths_given,
)
from checkrules.model.errors import ChecklistError, CheckrulesError, Location, ReadError, UsageError
from checkrules.model.files import FileAccount, in_order
from checkrules.model.log import LOG
from checkrules.model.parts import Summary
from checkrules.model.privacy import shown
from checkrules.model.readings import Accept
from checkrules.model.rules import rules_named
from checkrules.model.submission import Rejection, Remark, Submission, rejection_of
from checkrules.model.text import Language, Text
from checkrules.reading.confirmations import (
    Confirmations,
    together,
    unmatched,
    with_answers,
)
from checkrules.reading.copies import copies_in, copy_account
from checkrules.reading.form_facts import state_from_form
from checkrules.reading.handed_in import handed_in
from checkrules.reading.own_outputs import own_output
from checkrules.reading.paths import Found, Paths, empty_folders, files_in, find_files
from checkrules.reading.personal import personal_remarks
from checkrules.reading.roster import Roster
from checkrules.reading.roster_join import join
from checkrules.reading.same_subject import same_subjects

_NO_SUBMISSION = Text("文件里没有可判定的内容", "the file holds no submission")
_ONLY_HEADING = Text(
    "请检查是否选错了文件，或表中只有标题行", "is it the right file? does a table have only its heading?"
)


MAX_SUBMISSIONS = 10_000
"""Submissions of one file that are judged one by one, each with a report of its own."""
_TOO_MANY = Text(
    f"文件里的记录超过 {MAX_SUBMISSIONS} 条，未判定",
    f"the file holds more than {MAX_SUBMISSIONS} submissions; none is judged",
)
_AS_TABLE = Text(
    "请分成几个文件；CSV、NDJSON 或 Parquet 可按大表判定（--output 结果.csv）",
    "split it; CSV, NDJSON and Parquet can be judged as large tables (--output results.csv)",
)


def load_checklist(
    name: Paths | None = None,
    *,
    profile: str | None = None,
    parameters: Mapping[str, object] | None = None,
    settings: Mapping[str, str] | None = None,
    decisions: Iterable[Paths] | Paths = (),
    plugins: Iterable[ModuleType] = (),
    keep_personal: Iterable[str] = (),
    release_quotes: bool = False,
    accept: Accept = "none",
) -> Checklist:
    """Load a checklist: a registered one by its name, or one in a folder that holds `checklist.yaml`. Without a name, load
    the one that is registered, where there is only one.

    `profile` names a profile of the checklist. `parameters` sets thresholds (name → value); `settings` does too, with each
    value as text (as `--set` has it). `decisions` are files of waivers and overrides, `plugins` are modules to use besides
    the installed plugins. `keep_personal` are numbers and addresses that are not masked, such as the office's own telephone,
    besides those that the checklist names; with `release_quotes`, quotes that may hold a name or an address are shown.
    `accept` says which readings of prose count as facts: `none`, the `certain` ones, or `all` that give provisional outcomes.

    Raises ChecklistError for a wrong file, UsageError for an unknown name, PluginError for a wrong plugin.
    """
    if name is not None:
        path_given("name", name)
    values, texts = (
        mapping_given(*given) for given in (("parameters", parameters or {}), ("settings", settings or {}))
    )
    decided = paths_given("decisions", decisions, or_none=True)
    registry = load_plugins(items_given("plugins", plugins, ModuleType))
    bundle = _bundle(name, registry)
    content = load_content(bundle, registry.functions, name_given("profile", profile), version("checkrules"))
    content = with_windows(set_parameters(content, values, texts))
    keep = (*content.privacy.keep, *items_given("keep_personal", keep_personal, str))
    privacy = attrs.evolve(content.privacy, keep=keep, release_quotes=release_quotes)
    content = attrs.evolve(content, privacy=privacy, accept=accept_given(accept))
    waivers, overrides = load_decisions(decided, rules_named(content))
    try:
        return Checklist(
            content=content, registry=registry, waivers=waivers, overrides=overrides, files=(*bundle.files, *decided)
        )
    except (ChecklistError, UsageError) as error:  # what only shows once all is together: an unknown scoring model
        main = Location(file=str(bundle.folder / "checklist.yaml"))
        raise type(error)(error.problem, location=error.location or main, hint=error.hint) from error


def _bundle(name: Paths | None, registry: Registry) -> BundledChecklist:
    if name is None:
        return registry.checklists.only()
    folder = Path(name)
    if (folder / "checklist.yaml").is_file():
        forms = sorted(folder.glob("*.schema.json"))
        if len(forms) != 1:
            raise UsageError(
                Text(
                    "检查清单文件夹里应有且只有一个 *.schema.json",
                    "a checklist's folder holds exactly one *.schema.json",
                ),
                location=str(folder),
            )
        return BundledChecklist(name=folder.name, folder=folder, form=forms[0])
    return registry.checklists.find(str(name))


def read(
    path: Paths, checklist: Checklist, *, roster: Roster | None = None, confirmed: Confirmations | None = None
) -> Iterator[Submission | Rejection]:
    """Read the submissions of one file, one by one, completed from the form itself, what people
    confirmed and the roster; its prose is read when it is judged. Never raises for bad input: a file or a record that cannot
    be read, or at which a plugin fails, is a Rejection."""
    if roster is not None:
        instance_given("roster", roster, Roster, _LOAD_ROSTER)
    if confirmed is not None:
        instance_given("confirmed", confirmed, Confirmations, _LOAD_CONFIRMATIONS)
    file, checklist = path_given("path", path), instance_given("checklist", checklist, Checklist, _LOAD)
    return _read(file, checklist, roster, confirmed or Confirmations(), (file,))


_LOAD = Text("请先用 load_checklist 载入", "load it with `load_checklist`")
_LOAD_ROSTER = Text("请先用 load_roster 载入", "load it with `load_roster`")
_LOAD_CONFIRMATIONS = Text("请先用 load_confirmations 载入", "load it with `load_confirmations`")


def _read(
    file: Path, checklist: Checklist, roster: Roster | None, given: Confirmations, files: tuple[Path, ...]
) -> Iterator[Submission | Rejection]:
    for item in items_of(file, checklist.registry, checklist.content):
        yield _completed(item, checklist, roster, given, files) if isinstance(item, Submission) else item


def _completed(
    item: Submission, checklist: Checklist, roster: Roster | None, given: Confirmations, files: tuple[Path, ...]
) -> Submission | Rejection:
    """The submission with its facts normalised, and completed from the form itself, what people confirmed and the roster."""
    content = checklist.content
    try:
        facts = checklist.registry.normalise(dict(item.facts), content.form)
    except CheckrulesError as error:
        return rejection_of(error, item.location)
    item = attrs.evolve(item, facts=facts)
    item = with_answers(state_from_form(item, content), content, given, files)
    if roster is not None:
        item = join(item, roster)
    return attrs.evolve(item, remarks=(*item.remarks, *personal_remarks(item, content)))


def check(
    paths: Iterable[Paths] | Paths,
    checklist: Checklist,
    *,
    roster: Iterable[Paths] | Paths | None = None,
    confirmed: Iterable[Paths] | Paths | Confirmations = (),
    today: dt.date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Reports:
    """Judge the submissions in files and folders, given as one path or many. What cannot be read is in `rejected`, with the
    reason; the rest is judged.

    A file of more than MAX_SUBMISSIONS submissions is rejected: tables of any size are judged by `check_table`.

    `roster` is a CSV file or a workbook with facts of each subject, joined by name. `confirmed` are review sheets that people
    filled in. They are not judged where they lie among the files, and neither are the checklist's own files.
    `progress(done, total)` is called after each file, with numbers of files. Raises ReadError when the roster or a review
    sheet itself cannot be read.
    """
    instance_given("checklist", checklist, Checklist, _LOAD)
    found = find_files(paths_given("paths", paths), readable(checklist.registry))
    return check_found(found, checklist, roster=roster, confirmed=confirmed, today=today, progress=progress)


def check_found(
    found: Found,
    checklist: Checklist,
    *,
    roster: Iterable[Paths] | Paths | None = None,
    confirmed: Iterable[Paths] | Paths | Confirmations = (),
    today: dt.date | None = None,
    progress: Callable[[int, int], None] | None = None,
    notify: bool = True,
) -> Reports:
    """Judge the submissions in files that were found, as `check` does. `notify`: whether plugins are told of each report."""
    day_given(today)
    sheets = () if isinstance(confirmed, Confirmations) else paths_given("confirmed", confirmed, or_none=True)
    loaded = [confirmed] if isinstance(confirmed, Confirmations) else [load_confirmations(s, checklist) for s in sheets]
    answers = together(loaded)
    found = _submissions_in(found.without(sheets, *_CONFIRMED), checklist)
    found, rosters, remarks = rosters_among(
        found,
        paths_given("roster", () if roster is None else roster, or_none=True),
        checklist.registry,
        checklist.content,
    )
    subjects = load_roster(rosters, checklist.content.form, registry=checklist.registry) if rosters else None
    copies = copies_in(file for file in found.files if file not in found.named)
    accounts = {account.path: account for account in found.accounts}
    rejected = list(found.rejected)
    reports: list[Report] = []
    remarks += answers.remarks
    for done, file in enumerate(sorted(found.files, key=copies.__contains__), start=1):  # copies last
        original = accounts.get(copies.get(file, file))
        if original is not None and original.submissions:
            accounts[file] = copy_account(file, original.path)
        else:
            account, judged = _judged(file, checklist, subjects, answers, found.files, today, rejected)
            accounts[file] = account
            reports += judged
            if notify:
                remarks += [remark for report in judged for remark in _notified(report, checklist.registry)]
        if progress is not None:
            progress(done, len(found.files))
    remarks += unmatched(answers, checklist.content, (report.submission for report in reports), found.files)
    submissions = [report.submission for report in reports]
    remarks += same_subjects(submissions, checklist.content.form)
    counted = bool(found.folders) or len(reports) > 1
    of_roster = subjects.remarks if subjects is not None else ()
    rejected += [note for note in of_roster if isinstance(note, Rejection)]
    rejected += empty_folders(found)
    _log_rejected(rejected)
    return Reports(
        reports=tuple(reports),
        rejected=tuple(rejected),
        remarks=(*remarks, *(note for note in of_roster if isinstance(note, Remark))),
        files=in_order(accounts.values()),
        handed_in=handed_in(submissions, subjects, checklist.content.form)
        if subjects is not None and counted
        else None,
    )


_CONFIRMED = ("confirmed", Text("用作确认单", "used as a review sheet"))
_CHECKLIST_FILE = ("checklist_file", Text("检查清单自己的文件", "a file of the checklist itself"))


def _submissions_in(found: Found, checklist: Checklist) -> Found:
    """The files that may hold submissions: without the checklist's own files, and results of earlier runs in folders."""
    found = found.without(checklist.files, *_CHECKLIST_FILE)
    named, content = found.named, checklist.content
    return found.only(lambda file: None if file in named else own_output(file, content))


def _notified(report: Report, registry: Registry) -> Iterator[Remark]:
    for error in registry.notify(report):
        yield Remark(code="plugin_failed", message=error.problem, location=report.submission.location)


def _judged(
    file: Path,
    checklist: Checklist,
    roster: Roster | None,
    given: Confirmations,
    files: tuple[Path, ...],
    today: dt.date | None,
    rejected: list[Rejection],
) -> tuple[FileAccount, list[Report]]:
    """The reports of a file, and what became of it. What is rejected is added to `rejected`."""
    reports: list[Report] = []
    before = len(rejected)
    for item in _bounded(_read(file, checklist, roster, given, files), file):
        if isinstance(item, Rejection):
            rejected.append(item)
            continue
        try:
            reports.append(_scored(checklist.evaluate(item, today=today)))
        except CheckrulesError as error:
            rejected.append(rejection_of(error, item.location))
    if reports:
        return FileAccount(path=file, became="judged", submissions=len(reports)), reports
    first = rejected[before]
    return FileAccount(path=file, became="refused", code=first.code, reason=first.reason), reports


def _log_rejected(rejected: Iterable[Rejection]) -> None:
    """A line of the log for each file or record that is set aside."""
    for rejection in rejected:
        LOG.warning("set aside: %s: %s", shown(str(rejection.location), 200), shown(rejection.reason.en, 500))


def _bounded(items: Iterator[Submission | Rejection], file: Path) -> Iterable[Submission | Rejection]:
    """The items of a file; where there is none, or more than MAX_SUBMISSIONS, one rejection of the file instead."""
    found = list(islice(items, MAX_SUBMISSIONS + 1))
    if not found:
        return (Rejection(location=Location(file=str(file)), reason=_NO_SUBMISSION, hint=_ONLY_HEADING),)
    if len(found) > MAX_SUBMISSIONS:
        return (Rejection(location=Location(file=str(file)), reason=_TOO_MANY, hint=_AS_TABLE),)
    return found


def _scored(report: Report) -> Report:
    """The report, with its scores computed, provisional ones too. Raises PluginError where the scoring model fails."""
    _ = report.score, report.sections, report.provisional
    return report


def check_table(
    paths: Iterable[Paths] | Paths,
    checklist: Checklist,
    *,
    results: Paths | None = None,
    issues: Paths | None = None,
    undecided: Paths | None = None,
    misfits: Paths | None = None,
    engine: str = "local",
    today: dt.date | None = None,
    language: Language = "zh",
    in_words: bool = False,
    keep: Iterable[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Judge tables in Parquet, NDJSON or CSV files of any size, part by part, and write the outputs that are named. A folder
    means the tables in it, and below.

    `results`, `issues`, `undecided` and `misfits` are files (.parquet, .ndjson or .csv) or, without a suffix, folders of
    Parquet parts. Each has the columns of the table of that name of `JudgedTable`, outcomes in words, the fact that names a
    submission after `row` and, where there are several files, `file` in front. `row` counts from 1: the row in Parquet, the
    line in NDJSON and CSV, whose heading is a line too. Personal numbers are masked. `in_words` writes CSV for people:
    headings, outcomes, grades and reasons in the words of the language.

    `keep` names columns of the files, such as a code, that all outputs carry after the name, to join by: in CSV by their
    headings or by the names of facts. They have the type of the column; texts where files differ, and from CSV.

    An output is written whole or not at all. An interrupted run resumes when it is started again on the same day with the
    same files, checklist and outputs: until then its parts are in a hidden folder beside each output, or in the output
    where that is a folder. A run that fails before its first part is done leaves nothing.

    A file, or a part of one, that cannot be read is in the summary's `rejected_files`, with the reason; the rest is judged.
    Where no file can be read, nothing is written. `progress(done, total)` is called after each part, with numbers of parts.

    Raises ReadError for a folder without a table and for a file that changes during the run, UsageError for outputs that
    cannot be written and for a column to keep that a file lacks, that is named twice or that has the name of a column of the
    outputs, PluginError for an engine that is wrong.
    """
    from checkrules.tables.files.run import run_tables
    from checkrules.tables.files.split import KINDS

    instance_given("checklist", checklist, Checklist, _LOAD)
    outputs = {"results": results, "issues": issues, "undecided": undecided, "misfits": misfits}
    for name, output in outputs.items():
        if output is not None:
            path_given(name, output)
    files, without = files_in(paths_given("paths", paths), KINDS)
    for rejection in without:
        raise ReadError(rejection.reason, location=rejection.location)
    summary = run_tables(
        files,
        checklist.compiled,
        **outputs,
        engine=checklist.registry.engines.find(str(engine)),
        today=day_given(today),
        language=language_given(language),
        in_words=in_words,
        keep=keep,
        progress=progress,
    )
    _log_rejected(summary.rejected_files)
    return summary
