"""Lint a checklist that loads: list the rules that tables must decide row by row, with the reason.

Files that are wrong do not come this far: loading a checklist refuses them, with file, line and column.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from checkrules.authoring.name_lint import name_findings
from checkrules.checklist import Checklist
from checkrules.model.rules import Rule
from checkrules.model.text import Language, Text, visible

_NO_ERRORS = Text(
    "规则{rules}条、定义{definitions}个、参数{parameters}个，均无误",
    "{rules} rules, {definitions} definitions, {parameters} parameters: no errors",
)
_ALL = Text("所有规则都能按列判定", "all rules are decided in columns")
_ROW_BY_ROW = Text(
    "下列各项在大表中只能逐行处理（结论相同，较慢）：",
    "in tables, these are decided row by row (same results, slower):",
)
_MODEL = Text("计分方法“{name}”没有按列计算的形式", "scoring model '{name}' has no form in columns")


@attrs.frozen(kw_only=True)
class RowByRow:
    """Something that tables cannot compute in columns, and why. `rule` is None for the scoring model."""

    rule: Rule | None
    why: Text


def row_by_row(checklist: Checklist) -> tuple[RowByRow, ...]:
    """What tables decide, or score, one row after another: right, but a hundred times slower. Needs Polars."""
    from checkrules.tables.columns.lowering import lowered

    rules = checklist.content.rules
    found = [RowByRow(rule=rules[index], why=why) for index, why in sorted(lowered(checklist.compiled).refused.items())]
    model = checklist.compiled.plan.model
    if model.linear is None and model.columns is None:
        found.append(RowByRow(rule=None, why=_MODEL.format(name=model.name)))
    return tuple(found)


def lint_text(checklist: Checklist, language: Language) -> str:
    """The same for a person, after one line that says what was checked."""
    return "\n".join(map(visible, _lines(checklist, row_by_row(checklist), language))) + "\n"


def _lines(checklist: Checklist, found: tuple[RowByRow, ...], language: Language) -> Iterator[str]:
    content = checklist.content
    counts = {
        "rules": len(content.rules),
        "definitions": len(content.definitions),
        "parameters": len(content.parameters),
    }
    yield f"{content.id} {content.version}  {_NO_ERRORS.format(**counts)[language]}"
    yield (_ROW_BY_ROW if found else _ALL)[language]
    for finding in name_findings(content.names):
        yield f"  names.yaml: {finding[language]}"
    for item in found:
        where = f"{item.rule.file}:{item.rule.line}: {item.rule.id} " if item.rule is not None else ""
        yield f"  {where}{item.why[language]}"
