"""`checkrules check`: judge files one by one, or tables part by part."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checkrules.cli.commands import Decorator, command, option
from checkrules.cli.exit_codes import FAIL_ON, exit_code, open_severities
from checkrules.cli.language import language
from checkrules.cli.options import (
    FILE,
    NAME,
    checklist_options,
    confirmed_option,
    decisions_option,
    files_argument,
    roster_option,
)
from checkrules.cli.output import note, nothing_judged, progress, show, show_problems, show_unused, show_unused_cells
from checkrules.model.text import Text, visible

if TYPE_CHECKING:
    from checkrules.checklist import Checklist
    from checkrules.hooks.registry import Registry
    from checkrules.model.submission import Rejection
    from checkrules.reading.paths import Found

STANDARD_OUTPUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
RESUME = Text("已中断；再次运行同一命令会接着判定", "interrupted; the same command resumes where it stopped")


def _table_option(name: str, help: Text) -> Decorator:
    return option(name, type=click.Path(), metavar=FILE, help=help)


@command(
    Text(
        "判定表格、电子表或文件夹：结论、得分、问题清单。\n\n"
        "Parquet 文件，以及要写成 .parquet、.ndjson、.csv 的，按大表逐批判定。",
        "Judge files and folders: verdicts, scores, issues.\n\n"
        "Parquet files, and whatever is written as .parquet, .ndjson or .csv, are judged as large tables, part by part.",
    )
)
@files_argument
@checklist_options
@option(
    "--format",
    "-f",
    "format_",
    metavar=Text("格式", "FORMAT"),
    help=Text(
        "输出格式（见 checkrules plugins）；不写时供终端显示。大表：汇总用 text 或 json。",
        "Output format (see checkrules plugins); without it, the one for a terminal. Large tables: of the summary,"
        " text or json.",
    ),
)
@option(
    "--output",
    "-o",
    type=click.Path(),
    metavar=FILE,
    help=Text(
        "写入文件；不写 --format 时由后缀决定格式。", "Write to a file; its suffix says the format, without --format."
    ),
)
@roster_option
@confirmed_option
@decisions_option
@option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="advisory",
    show_default=True,
    help=Text(
        "有此级及以上问题时退出码为 1；拟判问题也算。",
        "Exit with 1 from this severity on; provisional issues count too.",
    ),
)
@option(
    "--decided",
    is_flag=True,
    help=Text(
        "只要已判定的：不写、也不计待确认的拟判结论和问题。",
        "Decided outcomes alone: provisional ones are neither written nor counted.",
    ),
)
@option(
    "--engine",
    metavar=NAME,
    help=Text("大表：批量引擎（见 checkrules plugins）。", "Large tables: the engine (see checkrules plugins)."),
)
@_table_option("--issues", Text("大表：问题写入文件。", "Large tables: write the issues to a file."))
@_table_option("--undecided", Text("大表：未说明的写入文件。", "Large tables: write what is not decided."))
@_table_option("--misfits", Text("大表：不合要求的单元格写入文件。", "Large tables: write the invalid cells."))
@option(
    "--keep",
    multiple=True,
    metavar=Text("列名,…", "COLUMN,…"),
    help=Text(
        "大表：原样写入各结果文件的列，如代码、名称；可重复。",
        "Large tables: columns that all outputs carry, such as a code or a name; may be given again.",
    ),
)
@option(
    "--strict",
    is_flag=True,
    help=Text(
        "有不合要求的值或表中没有的项目时退出码为 2。",
        "Exit with 2 where a value does not fit, or a fact is not in the form.",
    ),
)
def check(
    files: tuple[str, ...],
    checklist: Checklist,
    format_: str | None,
    output: str | None,
    roster: tuple[str, ...],
    confirmed: tuple[str, ...],
    fail_on: str,
    decided: bool,
    engine: str | None,
    keep: tuple[str, ...],
    strict: bool,
    **table_outputs: str | None,
) -> None:
    """Decide whether the inputs are tables, and judge them."""
    from checkrules.cli import inputs

    output = None if output in STANDARD_OUTPUT else output
    found = inputs.find(files, checklist.registry)
    if engine or keep or any(table_outputs.values()) or inputs.are_tables(found, output, format_, checklist.registry):
        outputs = {"results": output, **table_outputs}
        _refuse_for_tables(roster, confirmed, format_)
        tables, rejected = inputs.tables_in(found, checklist, outputs.values())
        _check_tables(tables, rejected, checklist, outputs, _columns(keep), engine, format_, fail_on, strict)
    else:
        format_ = _format(format_, output, checklist.registry)
        found = inputs.files_to_judge(found, checklist, output, roster)
        _check_reports(found, checklist, format_, output, roster, confirmed, fail_on, decided, strict)


def _check_reports(
    found: Found,
    checklist: Checklist,
    format_: str,
    output: str | None,
    roster: tuple[str, ...],
    confirmed: tuple[str, ...],
    fail_on: str,
    decided: bool,
    strict: bool,
) -> None:
    import attrs

    from checkrules import pipeline, rendering

    with progress() as advance:
        reports = pipeline.check_found(found, checklist, roster=roster, confirmed=confirmed, progress=advance)
    reports = attrs.evolve(reports, decided=decided)
    if output is not None:
        rendering.write(reports, output, registry=checklist.registry, format=format_, language=language())
    else:
        show(rendering.render(reports, format_, registry=checklist.registry, language=language()))
    unused = show_unused(reports)
    show_problems(reports.remarks, reports.rejected)
    wrong = nothing_judged(len(reports.reports)) or bool(reports.rejected) or (strict and unused)
    sys.exit(exit_code(open_severities(reports), fail_on, wrong=wrong))


def _check_tables(
    files: list[Path],
    rejected: list[Rejection],
    checklist: Checklist,
    outputs: Mapping[str, Any],
    keep: list[str],
    engine: str | None,
    format_: str | None,
    fail_on: str,
    strict: bool,
) -> None:
    from checkrules import pipeline
    from checkrules.model.parts import Summary
    from checkrules.presentation import summary as summaries

    summary = Summary()
    try:
        if files:
            with progress() as advance:
                summary = pipeline.check_table(
                    files,
                    checklist,
                    **outputs,
                    keep=keep,
                    engine=engine or "local",
                    language=language(),
                    in_words=True,
                    progress=advance,
                )
    except KeyboardInterrupt:
        if any(outputs.values()):
            note(RESUME)
        raise
    summarise = summaries.summary_json if format_ == "json" else summaries.summary_text
    show(summarise(summary, checklist.content, language()))
    unused = show_unused_cells(summary)
    show_problems(summary.remarks, (*rejected, *summary.rejected_files))
    worst = summaries.worst_failure(summary, checklist.content)
    unread = bool(rejected or summary.rejected_files or summary.rejected)
    wrong = nothing_judged(summary.submissions) or unread or (strict and unused)
    sys.exit(exit_code([worst] if worst else [], fail_on, wrong=wrong))


def _columns(keep: tuple[str, ...]) -> list[str]:
    """The names of columns in what `--keep` was given."""
    return [name.strip() for given in keep for name in given.replace("，", ",").split(",") if name.strip()]


def _format(format_: str | None, output: str | None, registry: Registry) -> str:
    """The format of reports: the one that is asked for, else that of the file, else the first that is for a terminal (it has
    no suffix)."""
    from checkrules.cli import inputs
    from checkrules.hooks.suffixes import format_of
    from checkrules.loading.writing import is_special
    from checkrules.model.errors import UsageError

    writers = registry.writers
    if format_ is not None:
        writers.find(format_)
        if output is not None and not inputs.is_written_as_said(output, format_, registry):
            note(
                Text(
                    "{output}：按 --format 写成 {format}，不看后缀", "{output}: written as {format}, as --format says"
                ).format(output=visible(output), format=format_)
            )
        return format_
    if output is None or is_special(Path(output)):
        return next((name for name, writer in writers.items() if not writer.suffixes), next(iter(writers), ""))
    try:
        return format_of(output, registry)
    except UsageError as error:
        hint = Text("大表可写成 .csv .ndjson .parquet", "tables are written as .csv, .ndjson or .parquet")
        raise UsageError(error.problem, hint=hint) from error


def _refuse_for_tables(roster: tuple[str, ...], confirmed: tuple[str, ...], format_: str | None) -> None:
    from checkrules.model.errors import UsageError

    if roster:
        hint = Text("请把名册中的各列写在表中", "put the columns of the roster in the table")
        raise UsageError(Text("判定大表时不能用 --roster", "--roster does not go with tables"), hint=hint)
    if confirmed:
        hint = Text("请逐份判定：输出写成 .html 或 .json", "judge the files one by one: write .html or .json")
        raise UsageError(Text("判定大表时不能用 --confirmed", "--confirmed does not go with tables"), hint=hint)
    if format_ not in (None, "text", "json"):
        problem = Text(
            f"大表的汇总只有 text 和 json 两种格式，没有 {format_}",
            f"the summary of tables is text or json, not {format_}",
        )
        raise UsageError(problem)
