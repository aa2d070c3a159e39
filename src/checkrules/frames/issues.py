"""The failures and the undecided rules of a judged table, told: one line each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import polars as pl

from checkrules.frames.facts import ROW, SCHOOL, FactColumns
from checkrules.frames.fallback import values_by_row
from checkrules.frames.lowering import ERA
from checkrules.frames.messages import due_column, due_in, message
from checkrules.frames.reasons import Reason, reason_of
from checkrules.frames.verdicts import Verdicts
from checkrules.model import OUTCOMES, SEVERITIES, UNKNOWN
from checkrules.report import why_undecided
from checkrules.text import Language
from checkrules.values import tupled

if TYPE_CHECKING:
    from checkrules.checklist import Checklist

SEVERITY = pl.Enum(SEVERITIES)
OUTCOME = pl.Enum(OUTCOMES)
_OUTCOMES = dict(enumerate(OUTCOMES))


def issues(facts: FactColumns, verdicts: Verdicts, today: dt.date, language: Language) -> pl.DataFrame:
    """One line for each failed rule, the gravest first."""
    checklist = facts.checklist
    templates = checklist.templates
    wanted = {name for pair in templates for template in pair for name in template.names}
    bits = verdicts.table.select(verdict.bits for verdict in verdicts.rules)
    table = pl.concat([bits, _values(facts, wanted)], how="horizontal")
    columns = frozenset(table.columns)
    table = table.with_columns(due_in(days) for days in {rule.due_days for rule in checklist.content.rules})

    def told(place: int) -> pl.DataFrame:
        rule, verdict = checklist.content.rules[place], verdicts.rules[place]
        said = (
            pl.col(ROW),
            pl.lit(rule.id, _rules(checklist)).alias("rule"),
            pl.lit(rule.severity, SEVERITY).alias("severity"),
            message(templates[place][0], checklist, columns, language).alias("message"),
            message(templates[place][1], checklist, columns, language).alias("remedy"),
            pl.col(due_column(rule.due_days)).alias("due"),
            _waived(checklist, rule.id, today).alias("waived"),
        )
        used = sorted({name for column in (verdict.failed, *said) for name in column.meta.root_names()})
        return table.select(used).lazy().filter(verdict.failed).select(said).collect()

    with ThreadPoolExecutor(pl.thread_pool_size()) as threads:
        return pl.concat(threads.map(told, checklist.gravest_first))


def _rules(checklist: Checklist) -> pl.Enum:
    return pl.Enum([rule.id for rule in checklist.content.rules])


def _values(facts: FactColumns, wanted: Iterable[str]) -> pl.DataFrame:
    """Row, the inspection date, and the columns of facts and definitions of some names."""
    checklist, date = facts.checklist, facts.date
    names = [*(name for name in wanted if name in checklist.facts), *([date] if date is not None else [])]
    lazy = facts.table(names, facts.suspects)
    have = set(lazy.collect_schema().names())
    kept = [c for name in wanted for c in (f"f_{name}", f"d_{name}") if c in have]
    kept += [name for name in (ERA, SCHOOL) if name in have]
    inspected = pl.col(f"f_{date}") if date is not None else pl.lit(None, pl.Date)
    table = lazy.select(ROW, *kept, inspected_on=inspected).collect(engine="streaming")
    for definition in checklist.content.definitions:
        if definition.name in wanted and definition.name in checklist.columns.refused_definitions:
            given = facts.table((), facts.suspects).collect()
            values = values_by_row(checklist, given, definition.tree)
            table = table.with_columns(pl.Series(f"d_{definition.name}", values, strict=False))
    return table


def _waived(checklist: Checklist, rule: str, today: dt.date) -> pl.Expr:
    waived: pl.Expr = pl.lit(False)
    for waiver in checklist.waivers:
        if waiver.rule == rule and waiver.expires >= today:
            waived = waived | (pl.lit(True) if waiver.school is None else pl.col(SCHOOL) == waiver.school)
    return waived


def waived(facts: FactColumns, verdicts: Verdicts, today: dt.date) -> dict[str, int]:
    """By rule, how many failures a waiver accepts."""
    rules = {waiver.rule for waiver in facts.checklist.waivers}
    counts = [
        (verdict.failed & _waived(facts.checklist, verdict.rule, today)).sum().alias(verdict.rule)
        for verdict in verdicts.rules
        if verdict.rule in rules
    ]
    return verdicts.table.select(counts).row(0, named=True) if counts else {}


def undecided(facts: FactColumns, computed: pl.DataFrame, outcomes: pl.DataFrame, language: Language) -> pl.DataFrame:
    """One line for each rule that is unknown or could not run. `computed`: the codes without overrides."""
    checklist = facts.checklist
    schema = {
        ROW: pl.Int64(),
        "rule": _rules(checklist),
        "outcome": OUTCOME,
        "reason": pl.String(),
        "missing": pl.List(pl.String()),
        "message": pl.String(),
    }
    parts = [pl.DataFrame(schema=schema)]
    for place, rule in enumerate(checklist.content.rules):
        codes = computed[rule.id]
        if any(o.rule == rule.id for o in checklist.overrides):
            codes = pl.select(pl.when(codes == outcomes[rule.id]).then(codes)).to_series()
        if (codes >= UNKNOWN).any():
            parts.append(_undecided(facts, place, codes, language, schema))
    return pl.concat(parts)


def _undecided(
    facts: FactColumns, place: int, codes: pl.Series, language: Language, schema: dict[str, pl.DataType]
) -> pl.DataFrame:
    checklist, date = facts.checklist, facts.date
    rule = checklist.content.rules[place]
    reached = [name for name in checklist.reached(place) if name in checklist.facts]
    names = [*dict.fromkeys((*reached, *([date] if date is not None else [])))]
    broken = {name: facts.fitted[name].misfit for name in names if name in facts.suspects}
    wrong = {name: misfit.fill_null(False).alias(f"x_{name}") for name, misfit in broken.items() if misfit is not None}
    for name, cells in facts.left_out.filter(pl.col("fact").is_in(names)).group_by("fact"):
        gone = facts.rows.is_in(cells[ROW].implode())
        wrong[str(name[0])] = (wrong.get(str(name[0]), pl.lit(False)) | gone).alias(f"x_{name[0]}")
    code = pl.lit(codes).alias("code")
    table = facts.frame.lazy().select(facts.rows, *facts.columns(names, facts.suspects), *wrong.values(), code)
    rows = table.filter(pl.col("code") >= UNKNOWN).collect()
    reasons: dict[Reason, int] = {}
    places: dict[str, int] = {}
    found: list[int] = []
    for values in rows.select(pl.exclude(ROW, "code")).rows():
        key = repr(values)
        if key not in places:
            stated = {name: tupled(value) for name, value in zip(names, values, strict=False)}
            misfits = {name for name, bad in zip(wrong, values[len(names) :], strict=True) if bad}
            places[key] = reasons.setdefault(reason_of(checklist, place, stated, misfits, date), len(reasons))
        found.append(places[key])
    messages = [why_undecided(rule, r.reason, r.missing, checklist.facts)[language] for r in reasons]
    told = pl.DataFrame(
        {"reason": [r.reason for r in reasons], "missing": [[*r.missing] for r in reasons], "message": messages},
        schema={name: schema[name] for name in ("reason", "missing", "message")},
    )
    front = rows.select(
        ROW,
        rule=pl.lit(rule.id, schema["rule"]),
        outcome=pl.col("code").replace_strict(_OUTCOMES, return_dtype=OUTCOME),
    )
    return pl.concat([front, told[found]], how="horizontal")
