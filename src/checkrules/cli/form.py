"""`checkrules form`: the blank form, for people to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from checkrules.cli.commands import command, option
from checkrules.cli.language import language
from checkrules.cli.options import FILE, NAME, checklist_options
from checkrules.cli.output import note, show_problems
from checkrules.model.submission import Rejection, Remark
from checkrules.model.text import Text, visible

if TYPE_CHECKING:
    from checkrules.checklist import Checklist
    from checkrules.reading.roster import RosterEntry

WRITTEN_MANY = Text("{folder}：已写 {count} 份", "{folder}: {count} forms written")


@command(
    Text(
        "生成空白表单：每个项目都有填写处，填好后原样读回。",
        "Make the blank form: a field for every fact, read back exactly when it is filled in.",
    )
)
@checklist_options
@option(
    "--output",
    "-o",
    required=True,
    type=click.Path(),
    metavar=FILE,
    help=Text(
        "写入文件；后缀决定格式：.docx .xlsx。有名册时为文件夹，每校一份。",
        "Write to a file; its suffix says the format: .docx, .xlsx. With a roster: a folder, one file for each subject.",
    ),
)
@option(
    "--layout",
    metavar=NAME,
    help=Text(
        "版式的名称：每个对象一份，或每个对象一行，见 checkrules plugins。",
        "The name of the layout: a file for each subject, or a row for each; see checkrules plugins.",
    ),
)
@option(
    "--roster",
    type=click.Path(),
    metavar=FILE,
    help=Text("名册：已知情况预先填入。", "A roster: what is known is filled in."),
)
def form(checklist: Checklist, output: str, layout: str | None, roster: str | None) -> None:
    """Write blank forms."""
    from checkrules.blank_forms import write_blank_forms
    from checkrules.hooks.rosters import load_roster

    entries: tuple[RosterEntry, ...] = ()
    if roster is not None:
        listed = load_roster(roster, checklist.content.form, registry=checklist.registry)
        entries = tuple(listed.entries.values())
        show_problems(
            (item for item in listed.remarks if isinstance(item, Remark)),
            (item for item in listed.remarks if isinstance(item, Rejection)),
        )
    files = write_blank_forms(output, checklist, layout=layout, entries=entries, language=language())
    if len(files) == 1:
        note(Text(visible(str(files[0])), visible(str(files[0]))))
    else:
        note(WRITTEN_MANY.format(folder=visible(str(files[0].parent)), count=len(files)))
