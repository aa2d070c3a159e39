"""What is told of a checklist whose files are right: which rules of it tables can only decide row by row, and why.

Files that are wrong do not come this far: loading a checklist refuses them, with file, line and column.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from checkrules.checklist import Checklist
from checkrules.model.rules import Rule
from checkrules.model.text import Language


@attrs.frozen(kw_only=True)
class RowByRow:
    """Something that has no form in columns. `rule` is None for the scoring model. `why`: in the words of the lowering."""

    rule: Rule | None
    why: str


def row_by_row(checklist: Checklist) -> tuple[RowByRow, ...]:
    """What tables decide, or score, one row after another: right, but a hundred times slower. Needs Polars."""
    from checkrules.tables.columns.lowering import lowered

    rules = checklist.content.rules
    refused = [
        RowByRow(rule=rules[index], why=why) for index, why in sorted(lowered(checklist.compiled).refused.items())
    ]
    model = checklist.compiled.plan.model
    if model.linear is None and model.columns is None:
        refused.append(RowByRow(rule=None, why=f"scoring model '{model.name}' has no form in columns"))
    return tuple(refused)


def lint_text(checklist: Checklist, language: Language) -> str:
    """The same for a person, after one line that says what was checked."""
    return "\n".join(_lines(checklist, row_by_row(checklist), language)) + "\n"


def _lines(checklist: Checklist, found: tuple[RowByRow, ...], language: Language) -> Iterator[str]:
    content = checklist.content
    counts = len(content.rules), len(content.definitions), len(content.parameters)
    if language == "zh":
        yield f"{content.id} {content.version}  规则{counts[0]}条、定义{counts[1]}个、参数{counts[2]}个，均无误"
    else:
        yield f"{content.id} {content.version}  {counts[0]} rules, {counts[1]} definitions, {counts[2]} parameters: no errors"
    if not found:
        yield "所有规则都能成列判定" if language == "zh" else "all rules are decided in columns"
        return
    yield (
        "下列各项在大表中只能逐行处理（结论相同，较慢）："
        if language == "zh"
        else "row by row in tables (the same, but slower):"
    )
    for item in found:
        index = f"{item.rule.file}:{item.rule.line}: {item.rule.id} " if item.rule is not None else ""
        yield f"  {index}{item.why}"
