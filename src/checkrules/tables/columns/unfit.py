"""What does not fit a form in a table, as one error."""

from __future__ import annotations

from checkrules.facts.check import required_missing
from checkrules.facts.strict import UNFIT, number_of, unfit_error
from checkrules.model.text import Text
from checkrules.tables.columns.fact_columns import FactColumns


def refuse_unfit_table(facts: FactColumns) -> None:
    """Raise ReadError for an invalid cell, an unknown column and a required fact that is missing: with the first of them, and how
    many more there are."""
    messages: list[tuple[Text, int]] = []
    misfits = facts.misfits
    if misfits.height:
        row, zh, en = misfits.select("row", "message_zh", "message_en").row(0)
        messages.append((_in_row(row, Text(zh, en)), misfits.height))
    messages += [(remark.message, number_of(remark)) for remark in facts.remarks if remark.code in UNFIT]
    for name in facts.compiled.content.form.required:
        missing = facts.rows_without(name)
        if missing.len():
            text = required_missing(facts.compiled.facts[name], None).message
            messages.append((_in_row(missing[0], text), missing.len()))
    if messages:
        raise unfit_error(messages[0][0], sum(number for _, number in messages) - 1)


def _in_row(row: int, text: Text) -> Text:
    return Text(f"第 {row} 行：{text.zh}", f"row {row}: {text.en}")
