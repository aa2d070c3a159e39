"""Every hook that a plugin can implement. The project name for markers is `checkrules`; so is the entry-point group.

A plugin is a module named in the entry-point group `checkrules`. It is imported when plugins are first needed, so it
must import nothing heavy at its top: a reader imports its library inside the function that reads. What the
`register` callable is given is looked up by name; a second plugin that registers the same name is refused, and the
error names both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    import click

    from checkrules.evaluation.report import Report
    from checkrules.hooks.registrations import BundledChecklist, Engine, Function, Reader, ScoringModel, Writer
    from checkrules.model.form import Form

hookspec = pluggy.HookspecMarker("checkrules")
hookimpl = pluggy.HookimplMarker("checkrules")


@hookspec
def register_checklists(register: Callable[[BundledChecklist], None]) -> None:
    """Called once, when plugins are loaded. Register the checklists that the plugin brings.

    @hookimpl
    def register_checklists(register):
        register(BundledChecklist(name="kitchen", folder=HERE / "rules", form=HERE / "kitchen.schema.json"))
    """


@hookspec
def register_readers(register: Callable[[Reader], None]) -> None:
    """Called once. Register readers: a file's suffixes and the function that makes submissions of it.

    @hookimpl
    def register_readers(register):
        register(Reader(name="ini", suffixes=(".ini",), title=Text("INI 文件", "INI file"), read=read_ini))
    """


@hookspec
def register_writers(register: Callable[[Writer], None]) -> None:
    """Called once. Register writers: a format's name and suffixes and the function that makes its text or bytes.

    @hookimpl
    def register_writers(register):
        register(Writer(name="counts", suffixes=(".txt",), title=Text("计数", "counts"), write=write_counts))
    """


@hookspec
def register_functions(register: Callable[[Function], None]) -> None:
    """Called once. Register functions that expressions may call. They get no null: null arguments make null.

    @hookimpl
    def register_functions(register):
        register(Function(name="squared", takes=("number",), gives="number", call=lambda x: x * x))
    """


@hookspec
def register_scoring_models(register: Callable[[ScoringModel], None]) -> None:
    """Called once. Register scoring models, which a checklist names in `scoring: {model: …}`.

    @hookimpl
    def register_scoring_models(register):
        register(ScoringModel(name="worst", title=Text("最差项", "worst"), maximum=lambda p, c, g: 1.0, score=worst))
    """


@hookspec
def register_engines(register: Callable[[Engine], None]) -> None:
    """Called once. Register engines: where the parts of large tables are judged.

    @hookimpl
    def register_engines(register):
        register(Engine(name="one-by-one", title=Text("逐批", "one by one"), run=map))
    """


@hookspec
def register_commands(register: Callable[[click.Command], None]) -> None:
    """Called when the command line meets a command that is not its own, and by `checkrules plugins`.

    @hookimpl
    def register_commands(register):
        register(my_click_command)
    """


@hookspec
def normalise_facts(facts: dict[str, object], form: Form) -> None:
    """Called for each submission that was read, before its facts are held against the form. Change `facts` in place.

    @hookimpl
    def normalise_facts(facts, form):
        facts.pop("internal_number", None)
    """


@hookspec
def after_report(report: Report) -> None:
    """Called for each report (`checkrules.Report`) that `checkrules.check` made, for a plugin that notifies. The report cannot be changed.

    @hookimpl
    def after_report(report):
        log.info("%s %s", report.subject, report.score.value)
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
        register_commands,
        normalise_facts,
        after_report,
    )
}
