"""`checkrules check`: judge files one by one, or tables part by part."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from checkrules.cli.commands import Decorator, command, option
from checkrules.cli.exit_codes import FAIL_ON, exit_code, open_severities
from checkrules.cli.language import language
from checkrules.cli.options import FILE, NAME, checklist_options, decisions_option, files_argument, roster_option
from checkrules.cli.output import note, progress, show, show_problems
from checkrules.model.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from checkrules.checklist import Checklist
    from checkrules.model.submission import Rejection

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
        "输出格式（见 checkrules plugins）；不写时供终端显示。",
        "Output format (see checkrules plugins); without it, the one for a terminal.",
    ),
)
@option(
    "--output",
    "-o",
    type=click.Path(),
    metavar=FILE,
    help=Text("写入文件，格式由后缀决定。", "Write to a file; its suffix says the format."),
)
@roster_option
@decisions_option
@option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="advisory",
    show_default=True,
    help=Text("有此级及以上问题时退出码为 1。", "Exit with 1 from this severity on."),
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
def check(
    files: tuple[str, ...],
    checklist: Checklist,
    format_: str | None,
    output: str | None,
    roster: str | None,
    fail_on: str,
    engine: str | None,
    keep: tuple[str, ...],
    **table_outputs: str | None,
) -> None:
    """Decide whether the inputs are tables, and judge them."""
    from checkrules.cli import inputs

    output = None if output == "-" else output
    tables, rejected = inputs.tables_in(files, checklist.registry)
    if engine or keep or any(table_outputs.values()) or inputs.are_tables(tables, output, checklist.registry):
        outputs = {"results": output, **table_outputs}
        tables = inputs.without_results(tables, files, list(outputs.values()))
        _refuse_for_tables(roster, format_)
        _check_tables(tables, rejected, checklist, outputs, _columns(keep), engine, format_, fail_on)
    else:
        _check_reports(files, checklist, format_ or _format_of(output, checklist), output, roster, fail_on)


def _check_reports(
    files: tuple[str, ...], checklist: Checklist, format_: str, output: str | None, roster: str | None, fail_on: str
) -> None:
    from checkrules import pipeline

    checklist.registry.writers.find(format_)
    with progress() as advance:
        reports = pipeline.check(files, checklist, roster=roster, progress=advance)
    if output is not None:
        pipeline.write(reports, output, registry=checklist.registry, format=format_, language=language())
    else:
        show(pipeline.render(reports, format_, registry=checklist.registry, language=language()))
    show_problems(reports.remarks, reports.rejected)
    sys.exit(exit_code(open_severities(reports), fail_on, unread=bool(reports.rejected)))


def _check_tables(
    files: list[Path],
    rejected: list[Rejection],
    checklist: Checklist,
    outputs: Mapping[str, Any],
    keep: list[str],
    engine: str | None,
    format_: str | None,
    fail_on: str,
) -> None:
    from checkrules import pipeline
    from checkrules.presentation import summary as summaries

    try:
        with progress() as advance:
            summary = pipeline.check_table(
                files,
                checklist,
                **outputs,
                engine=engine or "local",
                language=language(),
                in_words=True,
                keep=keep,
                progress=advance,
            )
    except KeyboardInterrupt:
        if any(outputs.values()):
            note(RESUME)
        raise
    summarise = summaries.summary_json if format_ == "json" else summaries.summary_text
    show(summarise(summary, checklist.content, language()))
    show_problems(summary.remarks, (*rejected, *summary.rejected_files))
    worst = summaries.worst_failure(summary, checklist.content)
    unread = bool(rejected or summary.rejected_files or summary.rejected)
    sys.exit(exit_code([worst] if worst else [], fail_on, unread=unread))


def _columns(keep: tuple[str, ...]) -> list[str]:
    """The names of columns in what `--keep` was given."""
    return [name.strip() for given in keep for name in given.replace("，", ",").split(",") if name.strip()]


def _format_of(output: str | None, checklist: Checklist) -> str:
    """The format of a file; without one the first that is for a terminal: it has no suffix."""
    from checkrules.hooks.suffixes import format_of
    from checkrules.model.errors import UsageError

    writers = checklist.registry.writers
    if output is None:
        return next((name for name, writer in writers.items() if not writer.suffixes), next(iter(writers), ""))
    try:
        return format_of(output, checklist.registry)
    except UsageError as error:
        hint = Text("大表可写成 .csv .ndjson .parquet", "tables are written as .csv, .ndjson or .parquet")
        raise UsageError(error.problem, hint=hint) from error


def _refuse_for_tables(roster: str | None, format_: str | None) -> None:
    from checkrules.model.errors import UsageError

    if roster is not None:
        hint = Text("请把名册中的各列写在表中", "put the columns of the roster in the table")
        raise UsageError(Text("判定大表时不能用 --roster", "--roster does not go with tables"), hint=hint)
    if format_ not in (None, "text", "json"):
        problem = Text(
            f"大表的汇总只有 text 和 json 两种格式，没有 {format_}",
            f"the summary of tables is text or json, not {format_}",
        )
        raise UsageError(problem)
