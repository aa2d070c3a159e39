"""An example plugin: one function per hook, and no heavy import at the top."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from checkrules.plugin import (
    BlankForm,
    BundledChecklist,
    Content,
    Engine,
    Form,
    Function,
    InvalidValue,
    Language,
    Location,
    Origin,
    Part,
    PartResult,
    Reader,
    ReadError,
    Rejection,
    Report,
    Reports,
    ReviewDocument,
    ReviewFormat,
    RosterEntry,
    ScoringModel,
    Submission,
    Text,
    Writer,
    decode,
    fact_named,
    hookimpl,
    misfit,
    parse_value,
    read_bytes,
    review_from_json,
    to_json,
)

if TYPE_CHECKING:
    import click

HERE = Path(__file__).parent
LIMIT = 64 * 1024


@hookimpl
def register_checklists(register: Callable[[BundledChecklist], None]) -> None:
    """The checklist in `rules/`."""
    register(BundledChecklist(name="kitchen", folder=HERE / "rules", form=HERE / "kitchen.schema.json"))


@hookimpl
def register_readers(register: Callable[[Reader], None]) -> None:
    """A reader of `.ini` files."""
    register(Reader(name="ini", suffixes=(".ini",), title=Text("INI 文件", "INI file"), read=read_ini))


def read_ini(path: Path, content: Content) -> Iterator[Submission | Rejection]:
    """One submission per section; each value is parsed as its fact's type."""
    import configparser

    if path.stat().st_size > LIMIT:
        raise ReadError(Text("文件过大", "the file is too large"), location=str(path))
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(path.read_text(encoding="utf-8"))
    except (configparser.Error, UnicodeDecodeError) as error:
        raise ReadError(Text("不是有效的 INI 文件", "not a valid INI file"), location=str(path)) from error
    for section in parser.sections():
        location = Location(file=str(path), cell=section)
        facts: dict[str, object] = {}
        remarks = []
        for name, text in parser[section].items():
            fact = fact_named(content.form, name)
            try:
                facts[fact.name if fact else name] = parse_value(fact, text) if fact else text
            except InvalidValue as error:
                remarks.append(misfit(fact, text, error.expected, location))
        origins = {name: Origin(kind="field", location=location) for name in facts}
        yield Submission(facts=facts, origins=origins, location=location, remarks=tuple(remarks))


@hookimpl
def register_writers(register: Callable[[Writer], None]) -> None:
    """A writer that only counts."""
    register(Writer(name="counts", suffixes=(".txt",), title=Text("计数", "counts"), write=write_counts))


def write_counts(reports: Reports, language: Language) -> str:
    """One line per report: how many rules passed and failed."""
    passed, failed = ("达标", "不达标") if language == "zh" else ("pass", "fail")
    return "".join(
        f"{report.subject}: {passed} {report.counts.passed}, {failed} {report.counts.failed}\n"
        for report in reports.reports
    )


@hookimpl
def register_functions(register: Callable[[Function], None]) -> None:
    """`share(part, whole)`, which fails to run when the whole is 0."""
    register(
        Function(
            name="share",
            takes=("number", "number"),
            gives="number",
            call=lambda part, whole: part / whole,
            sentence=Text("{0}占{1}的比例", "the share of {0} in {1}"),
        )
    )


@hookimpl
def register_scoring_models(register: Callable[[ScoringModel], None]) -> None:
    """`weakest`: the least credit of all rules."""
    register(
        ScoringModel(
            name="weakest",
            title=Text("以最差项计", "the weakest rule"),
            score=lambda points, credits, groups: min((c for c in credits if c is not None), default=0.0),
            maximum=lambda points, credits, groups: 1.0,
        )
    )


@hookimpl
def register_engines(register: Callable[[Engine], None]) -> None:
    """`backwards`: parts one by one, the last first."""
    register(Engine(name="backwards", title=Text("倒序", "the last part first"), run=run_backwards))


def run_backwards(judge: Callable[[Part], PartResult], parts: Sequence[Part]) -> Iterator[PartResult]:
    """Judge one part after another."""
    return map(judge, reversed(parts))


@hookimpl
def register_review_formats(register: Callable[[ReviewFormat], None]) -> None:
    """`questions`: the review document itself."""
    title = Text("待确认的问题", "questions")
    register(ReviewFormat(name="questions", suffixes=(".questions",), title=title, write=to_json, read=read_questions))


def read_questions(path: Path) -> ReviewDocument:
    """The document of a file."""
    return review_from_json(decode(read_bytes(path), str(path)), str(path))


@hookimpl
def register_blank_forms(register: Callable[[BlankForm], None]) -> None:
    """`csv`: a table to fill in, with a row for each canteen of the roster."""
    register(
        BlankForm(name="csv", suffixes=(".csv",), title=Text("CSV 表格", "CSV table"), write=write_table, many=True)
    )


def write_table(content: Content, entries: Sequence[RosterEntry], language: Language) -> bytes:
    """A heading row, and the names of the canteens."""
    facts = [fact for fact in content.form.facts if fact.type != "objects"]
    heading = ",".join(fact.title[language] for fact in facts)
    return "".join(f"{line}\n" for line in (heading, *(entry.subject for entry in entries))).encode("utf-8-sig")


@hookimpl
def register_commands(register: Callable[[click.Command], None]) -> None:
    """`checkrules kitchen-form`: the facts of the form."""
    from checkrules.plugin import command, lang_option, language, show

    @command(Text("列出食堂表格的各项情况。", "List the facts of the kitchen's form."), name="kitchen-form")
    @lang_option
    def kitchen_form() -> None:
        from checkrules import load_checklist

        for fact in load_checklist("kitchen").content.form.facts:
            show(f"{fact.name}  {fact.title[language()]}\n")

    register(kitchen_form)


@hookimpl
def normalise_facts(facts: dict[str, object], form: Form) -> None:
    """食堂 alone is no name of a canteen."""
    if form.id.endswith("kitchen.schema.json") and facts.get("canteen_name") == "食堂":
        facts["canteen_name"] = None


@hookimpl
def after_report(report: Report) -> None:
    """Write a line on standard error for each canteen that fails something."""
    if report.content.id == "kitchen" and report.counts.failed:
        print(f"{report.subject}: {report.counts.failed}", file=sys.stderr)
