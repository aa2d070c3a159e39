"""Every hook that a plugin can implement. The project name for markers is `checkrules`; so is the entry-point group.

A plugin is a module named in the entry-point group `checkrules`. It is imported when plugins are first needed, so it
imports nothing heavy at its top: a reader imports its library inside the function that reads.

Hooks are called in pluggy's order: the plugin that was added last comes first (installed plugins are added by name, then
those that are passed in), and `tryfirst`, `trylast` and wrappers do what pluggy says. A plugin that fails while it
registers is an error that names it, and so is a name that two plugins register. Where a file's suffix is known to
several readers or writers, the one that was registered first is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    import click

    from checkrules.evaluation.report import Report
    from checkrules.hooks.registrations import (
        BlankForm,
        BundledChecklist,
        Engine,
        Function,
        Reader,
        ReviewFormat,
        ScoringModel,
        Writer,
    )
    from checkrules.model.form import Form

hookspec = pluggy.HookspecMarker("checkrules")
hookimpl = pluggy.HookimplMarker("checkrules")


@hookspec
def register_checklists(register: Callable[[BundledChecklist], None]) -> None:
    """Register checklists that the plugin brings; `load_checklist` takes their names. Called once, when plugins are loaded.

    from pathlib import Path
    from checkrules.plugin import BundledChecklist, hookimpl

    HERE = Path(__file__).parent

    @hookimpl
    def register_checklists(register):
        register(BundledChecklist(name="canteen", folder=HERE / "rules", form=HERE / "canteen.schema.json"))
    """


@hookspec
def register_readers(register: Callable[[Reader], None]) -> None:
    """Register readers: the suffixes of files, and the function that makes submissions of one. Called once, when plugins are
    loaded. A reader that raises anything but ReadError is named, its file is rejected, and the rest is judged.

    from checkrules.plugin import Location, Reader, Submission, Text, hookimpl

    def read_names(path, content):
        for number, name in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            yield Submission(facts={"school_name": name}, location=Location(file=str(path), line=number))

    @hookimpl
    def register_readers(register):
        register(Reader(name="names", suffixes=(".names",), title=Text("名单", "a list of names"), read=read_names))
    """


@hookspec
def register_writers(register: Callable[[Writer], None]) -> None:
    """Register writers: a format's name and suffixes, and the function that makes its text or bytes of reports. Called once,
    when plugins are loaded. Where a writer raises, nothing is written, and the error names the plugin.

    from checkrules.plugin import Text, Writer, hookimpl

    def write_counts(reports, language):
        return "".join(f"{report.subject}: {report.counts.failed}\\n" for report in reports.reports)

    @hookimpl
    def register_writers(register):
        register(Writer(name="failures", suffixes=(".failures",), title=Text("计数", "counts"), write=write_counts))
    """


@hookspec
def register_functions(register: Callable[[Function], None]) -> None:
    """Register functions that expressions may call. They get no null: a null argument makes the result null. Called once,
    when plugins are loaded. Where a function raises, the outcome of the rule is `error`.

    from checkrules.plugin import Function, hookimpl

    @hookimpl
    def register_functions(register):
        register(Function(name="squared", takes=("number",), gives="number", call=lambda x: x * x))
    """


@hookspec
def register_scoring_models(register: Callable[[ScoringModel], None]) -> None:
    """Register scoring models, which a checklist names in `scoring: {model: …}`. Called once, when plugins are loaded. Where
    a model raises, the submission is rejected, and the reason names the plugin.

    from checkrules.plugin import ScoringModel, Text, hookimpl

    def worst(points, credits, groups):
        return min((credit for credit in credits if credit is not None), default=0.0)

    @hookimpl
    def register_scoring_models(register):
        title = Text("以最差项计", "the worst rule")
        register(ScoringModel(name="worst", title=title, score=worst, maximum=lambda points, credits, groups: 1.0))
    """


@hookspec
def register_engines(register: Callable[[Engine], None]) -> None:
    """Register engines: where the parts of large tables are judged. Called once, when plugins are loaded.

    from checkrules.plugin import Engine, Text, hookimpl

    @hookimpl
    def register_engines(register):
        register(Engine(name="one-by-one", title=Text("逐批", "one by one"), run=map))
    """


@hookspec
def register_review_formats(register: Callable[[ReviewFormat], None]) -> None:
    """Register review formats: sheets on which a person confirms what was read out of prose, written by `checkrules review`
    and read back by `--confirmed`. Called once, when plugins are loaded. Where one raises anything but ReadError, the error
    names the plugin.

    from checkrules.plugin import ReviewFormat, Text, decode, hookimpl, read_bytes, review_from_json, to_json

    def read_lines(path):
        return review_from_json(decode(read_bytes(path), str(path)))

    @hookimpl
    def register_review_formats(register):
        title = Text("待确认", "what to confirm")
        register(ReviewFormat(name="questions", suffixes=(".questions",), title=title, write=to_json, read=read_lines))
    """


@hookspec
def register_blank_forms(register: Callable[[BlankForm], None]) -> None:
    """Register blank forms, which `checkrules form` writes for people to fill in. Called once, when plugins are loaded. Where
    one raises, nothing is written, and the error names the plugin.

    from checkrules.plugin import BlankForm, Text, hookimpl

    def write_lines(content, entries, language):
        names = [entry.subject for entry in entries] or [""]
        return "".join(f"{content.title[language]}: {name}\\n" for name in names).encode()

    @hookimpl
    def register_blank_forms(register):
        title = Text("抬头", "headings")
        register(BlankForm(name="headings", suffixes=(".heading",), title=title, write=write_lines, many=True))
    """


@hookspec
def register_commands(register: Callable[[click.Command], None]) -> None:
    """Register commands of `checkrules`. Called where the command line has no command of the name that was typed, and by
    `checkrules plugins`.

    from checkrules.plugin import hookimpl

    @hookimpl
    def register_commands(register):
        import click

        @click.command("hello")
        def hello():
            click.echo("hello")

        register(hello)
    """


@hookspec
def normalise_facts(facts: dict[str, object], form: Form) -> None:
    """Change the facts of a submission, in place. Called for each submission that was read from a file, before its facts
    are validated against the form; not for tables. Where a plugin raises, the submission is rejected.

    from checkrules.plugin import hookimpl

    @hookimpl
    def normalise_facts(facts, form):
        facts.pop("internal_number", None)
    """


@hookspec
def after_report(report: Report) -> None:
    """Notify, or keep, a report. Called for each report that `checkrules.check` makes; not for tables. The report cannot be
    changed. Where a plugin raises, the report stays, the other plugins are called, and a remark `plugin_failed` of the
    reports names the plugin.

    import logging
    from checkrules.plugin import hookimpl

    @hookimpl
    def after_report(report):
        logging.getLogger("canteens").info("%s %s", report.subject, report.score.value)
    """


HOOKS: Mapping[str, object] = {
    hook.__name__: hook
    for hook in (
        register_checklists,
        register_readers,
        register_writers,
        register_functions,
        register_scoring_models,
        register_engines,
        register_review_formats,
        register_blank_forms,
        register_commands,
        normalise_facts,
        after_report,
    )
}

NOTIFICATIONS = frozenset({"after_report"})
"""Hooks of which every plugin is called, whether another fails or not."""
