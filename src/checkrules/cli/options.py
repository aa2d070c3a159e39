"""Options that several commands share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from checkrules.cli.commands import argument, option
from checkrules.model.text import LANGUAGES, Text

if TYPE_CHECKING:
    from checkrules.model.readings import Accept

Decorated = Callable[..., None]
FILE = Text("文件", "FILE")
NAME = Text("名称", "NAME")

lang_option = option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,  # `language()` has it
    help=Text("语言：中文（zh）或英文（en）。", "The language of what is written: Chinese (zh) or English (en)."),
)
"""Adds `--lang`; `language()` gives its value."""
files_argument = argument("files", Text("文件...", "FILE..."), nargs=-1, required=True, type=click.Path())
file_argument = argument("file", FILE, type=click.Path())
roster_option = option(
    "--roster",
    multiple=True,
    type=click.Path(),
    metavar=FILE,
    help=Text(
        "名册（表格）：按代码或名称补充已知情况，可重复。",
        "A roster (a table): what is known of each subject, joined by code or name; may be given again.",
    ),
)
confirmed_option = option(
    "--confirmed",
    multiple=True,
    type=click.Path(),
    metavar=FILE,
    help=Text("填好的确认单（见 checkrules review），可重复。", "A review sheet that was filled in (see checkrules review); may be given again."),
)  # fmt: skip
decisions_option = option(
    "--decisions",
    multiple=True,
    type=click.Path(),
    metavar=FILE,
    help=Text("豁免与另行认定（YAML），可重复。", "Waivers and overrides (YAML); may be given again."),
)
_CHECKLIST_OPTIONS = (
    option(
        "--checklist",
        metavar=NAME,
        help=Text("检查清单：名称或文件夹；只装有一份时不必写。", "A checklist: name or folder; not needed where there is only one."),
    ),
    option("--profile", metavar=NAME, help=Text("调整方案的名称。", "The name of a profile that tailors the checklist.")),
    option(
        "--set",
        "settings",
        multiple=True,
        metavar=Text("名称=值", "NAME=VALUE"),
        help=Text("设置参数，可重复。", "Set a parameter; may be given again."),
    ),
    option(
        "--keep-personal",
        multiple=True,
        metavar=Text("号码", "NUMBER"),
        help=Text("不遮盖的号码，如本单位电话，可重复。", "A number not to mask, such as the office's; may be given again."),
    ),
    option(
        "--release-quotes",
        is_flag=True,
        help=Text("显示疑似含人名或住址的引文。", "Show quotes that may hold a person's name or a home address."),
    ),
    option(
        "--accept",
        type=click.Choice(("none", "certain", "all")),
        default="none",
        show_default=True,
        help=Text(
            "叙述中读出的哪些不经确认就作为事实：都不（none）、确定的（certain）、全部（all）。",
            "Which readings of prose count as facts: none, the certain ones, or all.",
        ),
    ),
    lang_option,
)  # fmt: skip


def checklist_options(command: Decorated) -> Decorated:
    """Add the options that choose and tailor a checklist, and the language; `command` gets the `checklist`, loaded."""

    @functools.wraps(command)
    def with_checklist(
        *,
        checklist: str | None,
        profile: str | None,
        settings: tuple[str, ...],
        decisions: tuple[str, ...] = (),
        keep_personal: tuple[str, ...],
        release_quotes: bool,
        accept: Accept,
        **others: Any,
    ) -> None:
        from checkrules.loading.parameters import parse_settings
        from checkrules.pipeline import load_checklist

        given = parse_settings(settings)
        loaded = load_checklist(
            checklist,
            profile=profile,
            settings=given,
            decisions=decisions,
            keep_personal=keep_personal,
            release_quotes=release_quotes,
            accept=accept,
        )
        command(checklist=loaded, **others)

    decorated: Decorated = with_checklist
    for add in reversed(_CHECKLIST_OPTIONS):
        decorated = add(decorated)
    return decorated
