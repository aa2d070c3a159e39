"""The command line. A command parses, calls the pipeline, writes and exits; only click is imported at start-up."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from pathlib import Path

    from checkrules.checklist import Checklist
    from checkrules.evaluation.report import Report, Reports
    from checkrules.model.submission import Rejection
    from checkrules.model.text import Language

EXIT_FOUND, EXIT_WRONG, EXIT_BROKEN, EXIT_INTERRUPTED = 1, 2, 3, 130
FAIL_ON = ("critical", "major", "minor", "advisory", "never")


class Commands(click.Group):
    """The built-in commands; those that plugins bring are looked for only when a name is none of them."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = super().get_command(ctx, cmd_name)
        if found is None:
            from checkrules.hooks.registry import load_plugins

            found = load_plugins().commands().get(cmd_name)
        return found


def _shared(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say which checklist, and how it is tailored."""
    options = (
        click.option(
            "--checklist",
            default="mental-health",
            show_default=True,
            help="检查清单名称或文件夹 A checklist's name or folder.",
        ),
        click.option("--profile", help="调整方案 A profile that tailors the checklist."),
        click.option(
            "--set",
            "settings",
            multiple=True,
            metavar="NAME=VALUE",
            help="设置参数 Set a parameter; may be given again.",
        ),
        click.option("--lang", type=click.Choice(["zh", "en"]), help="语言 The language of what is written."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="checkrules", message="%(prog)s %(version)s")
def cli() -> None:
    """按检查清单判定、计分、列出问题。Judge submissions by an inspection checklist.

    \b
    checkrules check 表格.docx --roster 学校名册.csv     结论、得分、问题清单
    checkrules explain 表格.docx T09-1                 为什么是这个结论

    插件可以带来更多命令，见 checkrules plugins。 Plugins may bring more commands: see checkrules plugins.
    """


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path())
@_shared
@click.option(
    "--format",
    "-f",
    "format_",
    metavar="FORMAT",
    help="输出格式 terminal, json, markdown, html, … (see checkrules plugins).",
)
@click.option("--output", "-o", type=click.Path(), help="写入文件 Write to a file; its suffix says the format.")
@click.option(
    "--roster", type=click.Path(), help="学校名册（CSV），按校名补充学段、规模等 A register of schools, joined by name."
)
@click.option(
    "--decisions", multiple=True, type=click.Path(), help="豁免与另行认定（YAML） A file of waivers and overrides."
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="advisory",
    show_default=True,
    help="有此级及以上问题时退出码为 1 Exit with 1 from this severity on.",
)
@click.option("--engine", metavar="NAME", help="大表：批量引擎 Large tables: local, ray, … (see checkrules plugins).")
@click.option("--issues", type=click.Path(), help="大表：问题写入文件 Large tables: write the issues to a file.")
@click.option("--undecided", type=click.Path(), help="大表：未说明的写入文件 Large tables: write what is not decided.")
@click.option(
    "--misfits", type=click.Path(), help="大表：不合表的单元格写入文件 Large tables: write the cells that do not fit."
)
def check(
    files: tuple[str, ...], checklist: str, profile: str | None, settings: tuple[str, ...], lang: str | None, format_: str | None,
    output: str | None, roster: str | None, decisions: tuple[str, ...], fail_on: str, engine: str | None, issues: str | None,
    undecided: str | None, misfits: str | None,
) -> None:  # fmt: skip
    """判定表格、电子表或文件夹 Judge files and folders: verdicts, scores, issues.

    Parquet 文件，以及要写成 .parquet、.ndjson、.csv 的，按大表逐批判定。 Parquet files, and whatever is written as
    .parquet, .ndjson or .csv, are judged as large tables, part by part.
    """
    from checkrules import pipeline
    from checkrules.cli import inputs as asked

    language = _language(lang)
    output = None if output == "-" else output
    loaded = _load(checklist, profile, settings, decisions)
    outputs = {"results": output, "issues": issues, "undecided": undecided, "misfits": misfits}
    tables, rejected = asked.tables_in(files, loaded.registry)
    if engine is not None or issues or undecided or misfits or asked.are_tables(tables, output, loaded.registry):
        tables = asked.but_for_results(tables, files, list(outputs.values()))
        _check_tables(tables, rejected, loaded, outputs, engine or "local", format_, roster, fail_on, language)
    if format_ is not None:
        loaded.registry.writers.find(format_)
    elif output is not None:
        format_ = _format_of(output, loaded)
    reports = pipeline.check(files, loaded, roster=roster, progress=_progress(language))
    document = pipeline.render(reports, format_ or "terminal", registry=loaded.registry, language=language)
    if output is not None:
        from pathlib import Path

        pipeline.put(Path(output), document)
    else:
        _out(document)
    _tell_rejected(reports, language)
    sys.exit(EXIT_WRONG if reports.rejected else EXIT_FOUND if _found(reports, fail_on) else 0)


@cli.command()
@click.argument("file", type=click.Path())
@click.argument("rule")
@_shared
@click.option("--roster", type=click.Path(), help="学校名册（CSV） A register of schools, joined by name.")
def explain(
    file: str, rule: str, checklist: str, profile: str | None, settings: tuple[str, ...], lang: str | None, roster: str | None
) -> None:  # fmt: skip
    """逐步说明一条规则的结论 Why a rule has its outcome: each sub-expression with its value, the clause, the sources."""
    from checkrules import pipeline
    from checkrules.presentation.explain import explanation

    language = _language(lang)
    loaded = _load(checklist, profile, settings, ())
    reports = pipeline.check([file], loaded, roster=roster)
    for report in reports.reports:
        _out(explanation(report, rule, language) + "\n")
    _tell_rejected(reports, language)
    sys.exit(EXIT_WRONG if reports.rejected else 0)


@cli.command()
@_shared
def lint(checklist: str, profile: str | None, settings: tuple[str, ...], lang: str | None) -> None:
    """检查清单文件有无错误 Check a checklist's files, and name the rules that large tables decide row by row."""
    from checkrules.authoring.lint import lint_text

    _out(lint_text(_load(checklist, profile, settings, ()), _language(lang)))


@cli.command()
@_shared
@click.option("--format", "-f", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rules(checklist: str, profile: str | None, settings: tuple[str, ...], lang: str | None, format_: str) -> None:
    """列出检查清单的规则与参数 List a checklist's rules and parameters."""
    from checkrules.presentation.catalogue import rules_data, rules_text

    loaded = _load(checklist, profile, settings, ())
    if format_ == "json":
        import json

        _out(json.dumps(rules_data(loaded.content), ensure_ascii=False, indent=2) + "\n")
    else:
        _out(rules_text(loaded, _language(lang)))


@cli.command()
@click.option("--lang", type=click.Choice(["zh", "en"]), help="语言 The language of what is written.")
def plugins(lang: str | None) -> None:
    """列出插件及其带来的格式、清单、命令 List plugins and what they bring; those left out, with the reason."""
    from checkrules.hooks.registry import load_plugins
    from checkrules.presentation.catalogue import plugins_text

    registry = load_plugins()
    _out(plugins_text(registry, _language(lang)))
    sys.exit(EXIT_WRONG if any(info.problem for info in registry.plugins) else 0)


def _format_of(output: str, checklist: Checklist) -> str:
    from checkrules import pipeline
    from checkrules.model.errors import UsageError
    from checkrules.model.text import Text

    try:
        return pipeline.format_of(output, checklist.registry)
    except UsageError as error:
        hint = Text("大表可写成 .csv .ndjson .parquet", "tables are written as .csv, .ndjson or .parquet")
        raise UsageError(error.problem, hint=hint) from error


def _check_tables(
    files: list[Path],
    rejected: list[Rejection],
    checklist: Checklist,
    outputs: dict[str, str | None],
    engine: str,
    format_: str | None,
    roster: str | None,
    fail_on: str,
    language: Language,
) -> NoReturn:
    from checkrules.pipeline import check_table
    from checkrules.presentation import summary as summaries

    if roster is not None:
        raise click.UsageError(
            "大表不能与 --roster 合用，学段等请写在表中 --roster does not go with tables: put its columns in the table"
        )
    if format_ not in (None, "text", "json"):
        raise click.UsageError(f"大表的汇总只有 text 和 json 两种 the summary of tables is text or json, not {format_}")
    try:
        summary = check_table(
            files,
            checklist,
            results=outputs["results"],
            issues=outputs["issues"],
            undecided=outputs["undecided"],
            misfits=outputs["misfits"],
            engine=engine,
            language=language,
            in_words=True,
            progress=_progress(language),
        )
    except KeyboardInterrupt:
        if any(outputs.values()):
            click.echo(
                "已中断；再次运行同一命令会接着判定 interrupted: the same command goes on where it stopped", err=True
            )
        raise
    tell = summaries.summary_json if format_ == "json" else summaries.summary_text
    _out(tell(summary, checklist.content, language))
    for remark in summary.remarks:
        click.echo(remark.message[language], err=True)
    _tell_rejections((*rejected, *summary.rejected_files), language)
    worst = summaries.worst_failure(summary, checklist.content)
    unread = rejected or summary.rejected_files or summary.rejected
    sys.exit(EXIT_WRONG if unread else EXIT_FOUND if worst in _counted(fail_on) else 0)


def _load(checklist: str, profile: str | None, settings: tuple[str, ...], decisions: tuple[str, ...]) -> Checklist:
    from checkrules import pipeline
    from checkrules.loading.parameters import parse_settings

    return pipeline.load_checklist(checklist, profile=profile, settings=parse_settings(settings), decisions=decisions)


def _language(option: str | None) -> Language:
    from checkrules.model.text import language_of

    environment = (os.environ.get(name) for name in ("CHECKRULES_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    return language_of(option or next((value for value in environment if value), None))


def _out(document: str | bytes) -> None:
    if isinstance(document, bytes):
        sys.stdout.buffer.write(document)
    else:
        sys.stdout.write(document)
    sys.stdout.flush()


def _progress(language: Language) -> Callable[[int, int], None] | None:
    """A bar on standard error, on a terminal only, when there are many files."""
    if not sys.stderr.isatty():
        return None
    label = "正在判定" if language == "zh" else "judging"

    def show(done: int, total: int) -> None:
        if total > 1:
            filled = 30 * done // total
            end = "\n" if done == total else ""
            click.echo(f"\r{label} {'#' * filled}{'.' * (30 - filled)} {done}/{total}{end}", nl=False, err=True)

    return show


def _tell_rejected(reports: Reports, language: Language) -> None:
    for remark in reports.remarks:
        click.echo(remark.message[language], err=True)
    _tell_rejections(reports.rejected, language)


def _tell_rejections(rejections: Iterable[Rejection], language: Language) -> None:
    for rejection in rejections:
        click.echo(f"{rejection.location}: {rejection.reason[language]}", err=True)
        if rejection.hint:
            click.echo(f"  {rejection.hint[language]}", err=True)


def _counted(fail_on: str) -> tuple[str, ...]:
    """The severities from which the exit code is 1."""
    return () if fail_on == "never" else FAIL_ON[: FAIL_ON.index(fail_on) + 1]


def _found(reports: Reports, fail_on: str) -> bool:
    counted = _counted(fail_on)
    return any(_open(report, counted) for report in reports.reports)


def _open(report: Report, severities: tuple[str, ...]) -> bool:
    return any(issue.severity in severities and issue.waiver is None for issue in report.issues)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line: 0 nothing found, 1 issues, 2 bad usage or input, 3 a fault of checkrules itself."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")  # a GBK console has no sign for everything
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    try:
        cli.main(args=arguments, prog_name="checkrules", standalone_mode=False)
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.ClickException as error:
        error.show()
        return EXIT_WRONG
    except (click.Abort, KeyboardInterrupt):
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        click.echo(f"{error.filename or ''}: {error.strerror or error}".removeprefix(": "), err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_WRONG
    except Exception as error:  # noqa: BLE001 - the top: nothing else may end in a traceback, or look like "issues found"
        return _tell_error(error)
    return 0


def _tell_error(error: Exception) -> int:
    from checkrules.model.errors import CheckrulesError

    if isinstance(error, CheckrulesError):
        click.echo(error.tell(_language(_asked_language())), err=True)
        return EXIT_WRONG
    if os.environ.get("CHECKRULES_DEBUG"):
        raise error
    click.echo(f"checkrules 内部出错 internal error: {type(error).__name__}: {error}", err=True)
    click.echo(
        "请附上输入文件报告；CHECKRULES_DEBUG=1 显示细节 Please report it; CHECKRULES_DEBUG=1 shows details.", err=True
    )
    return EXIT_BROKEN


def _asked_language() -> str | None:
    for here, following in zip(sys.argv, [*sys.argv[1:], ""], strict=True):
        if here == "--lang":
            return following
        if here.startswith("--lang="):
            return here.removeprefix("--lang=")
    return None
