"""`checkrules review`: the sheet on which a person confirms what was read out of prose."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checkrules.cli.commands import command, option
from checkrules.cli.exit_codes import OK, WRONG
from checkrules.cli.language import language
from checkrules.cli.options import FILE, checklist_options, confirmed_option, files_argument, roster_option
from checkrules.cli.output import note, nothing_judged, progress, show_problems
from checkrules.model.text import Text, visible
from checkrules.words.values import counted

if TYPE_CHECKING:
    from checkrules.checklist import Checklist

WRITTEN = Text(
    "{output}：{subjects}，待确认 {items} 项，其中读得明确、已先选好 {ticked} 项。填好后：checkrules check … --confirmed {output}",
    "{output}: {subjects}, {items} facts to confirm, {ticked} of them clear and filled in beforehand. When it is filled in: "
    "checkrules check … --confirmed {output}",
)


@command(
    Text(
        "生成确认单：从文字叙述中读出的，以及还缺的情况，逐项由人确认。\n\n"
        "填好后用 checkrules check --confirmed 读回。",
        "Make the review sheet: a person confirms what was read out of prose, and fills in what is missing.\n\n"
        "checkrules check --confirmed reads it back.",
    )
)
@files_argument
@checklist_options
@option(
    "--format",
    "-f",
    "format_",
    metavar=Text("格式", "FORMAT"),
    help=Text("确认单格式（见 checkrules plugins）。", "The format of the sheet (see checkrules plugins)."),
)
@option(
    "--output",
    "-o",
    required=True,
    type=click.Path(),
    metavar=FILE,
    help=Text(
        "写入文件；后缀决定格式。",
        "Write to a file; its suffix says the format.",
    ),
)
@roster_option
@confirmed_option
def review(
    files: tuple[str, ...],
    checklist: Checklist,
    format_: str | None,
    output: str,
    roster: tuple[str, ...],
    confirmed: tuple[str, ...],
) -> None:
    """Write what a person is to confirm of the submissions in files."""
    from checkrules import reviewing
    from checkrules.hooks.suffixes import review_format_of
    from checkrules.loading.writing import refuse_unwritable

    if format_ is None:
        review_format_of(output, checklist.registry)
    else:
        checklist.registry.review_formats.find(format_)
    refuse_unwritable(Path(output))
    reviewing.refuse_answered(Path(output), checklist.registry)
    with progress() as advance:
        reviews = reviewing.review(files, checklist, roster=roster, confirmed=confirmed, progress=advance)
    show_problems(reviews.remarks, reviews.rejected)
    judged = reviews.reports.reports
    if nothing_judged(len(judged)):
        sys.exit(WRONG)
    reviewing.write_reviews(reviews, output, registry=checklist.registry, format=format_, language=language())
    asked = [reading for each in reviews.document(language()).reviews for reading in each.readings]
    subjects = Text(f"{len(judged)} 份", counted(len(judged), "submissions"))
    ticked = sum(reading.ticked for reading in asked)
    note(WRITTEN.format(output=visible(output), subjects=subjects, items=len(asked), ticked=ticked))
    sys.exit(WRONG if reviews.rejected else OK)
