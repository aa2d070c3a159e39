"""The failures and the undecided rules of a judged table, one line each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from checkrules.evaluation.compiled import Compiled
from checkrules.evaluation.reasons import Reason, reason_of, why_undecided
from checkrules.facts.kinds import tupled
from checkrules.model.rules import OUTCOMES, SEVERITIES, UNKNOWN
from checkrules.model.text import Language
from checkrules.tables.columns.decisions import is_waived
from checkrules.tables.columns.fact_columns import ROW, SUBJECT, FactColumns
from checkrules.tables.columns.lowering import PERIOD, lowered
from checkrules.tables.columns.messages import due_column, due_in, message
from checkrules.tables.columns.outcome_columns import Verdicts
from checkrules.tables.columns.row_by_row import values_by_row

SEVERITY = pl.Enum(SEVERITIES)
OUTCOME = pl.Enum(OUTCOMES)
_OUTCOMES = dict(enumerate(OUTCOMES))


def issues(facts: FactColumns, verdicts: Verdicts, today: dt.date, language: Language) -> pl.DataFrame:
    """One line for each failed rule, the gravest first."""
    compiled = facts.compiled
    templates = compiled.templates
    wanted = {name for pair in templates for template in pair for name in template.names}
    bits = verdicts.table.select(verdict.bits for verdict in verdicts.rules)
    table = pl.concat([bits, _values(facts, wanted)], how="horizontal")
    columns = frozenset(table.columns)
    table = table.with_columns(due_in(days) for days in {rule.due_days for rule in compiled.content.rules})

    def lines_of(index: int) -> pl.DataFrame:
        rule, verdict = compiled.content.rules[index], verdicts.rules[index]
        said = (
            pl.col(ROW),
            pl.lit(rule.id, _rules(compiled)).alias("rule"),
            pl.lit(rule.severity, SEVERITY).alias("severity"),
            message(templates[index][0], compiled, columns, language).alias("message"),
            message(templates[index][1], compiled, columns, language).alias("remedy"),
            pl.col(due_column(rule.due_days)).alias("due"),
            is_waived(compiled, rule.id, today).alias("waived"),
        )
        used = sorted({name for column in (verdict.failed, *said) for name in column.meta.root_names()})
        return table.select(used).lazy().filter(verdict.failed).select(said).collect()

    with ThreadPoolExecutor(pl.thread_pool_size()) as threads:
        return pl.concat(threads.map(lines_of, compiled.gravest_first))


def _rules(compiled: Compiled) -> pl.Enum:
    return pl.Enum([rule.id for rule in compiled.content.rules])


def _values(facts: FactColumns, wanted: Iterable[str]) -> pl.DataFrame:
    """Row, the inspection date, and the columns of facts and definitions of some names."""
    compiled, date = facts.compiled, facts.date
    names = [*(name for name in wanted if name in compiled.facts), *([date] if date is not None else [])]
    lazy = facts.table(names, facts.suspects)
    have = set(lazy.collect_schema().names())
    kept = [c for name in wanted for c in (f"f_{name}", f"d_{name}") if c in have]
    kept += [name for name in (PERIOD, SUBJECT) if name in have]
    inspected = pl.col(f"f_{date}") if date is not None else pl.lit(None, pl.Date)
    table = lazy.select(ROW, *kept, inspected_on=inspected).collect(engine="streaming")
    for definition in compiled.content.definitions:
        if definition.name in wanted and definition.name in lowered(compiled).refused_definitions:
            given = facts.table((), facts.suspects).collect()
            values = values_by_row(compiled, given, definition.tree)
            table = table.with_columns(pl.Series(f"d_{definition.name}", values, strict=False))
    return table


def undecided(facts: FactColumns, computed: pl.DataFrame, outcomes: pl.DataFrame, language: Language) -> pl.DataFrame:
    """One line for each rule that is unknown or could not run. `computed`: the codes without overrides."""
    compiled = facts.compiled
    schema = {
        ROW: pl.Int64(),
        "rule": _rules(compiled),
        "outcome": OUTCOME,
        "reason": pl.String(),
        "missing": pl.List(pl.String()),
        "message": pl.String(),
    }
    parts = [pl.DataFrame(schema=schema)]
    for index, rule in enumerate(compiled.content.rules):
        codes = computed[rule.id]
        if any(o.rule == rule.id for o in compiled.overrides):
            codes = pl.select(pl.when(codes == outcomes[rule.id]).then(codes)).to_series()
        if (codes >= UNKNOWN).any():
            parts.append(_undecided(facts, index, codes, language, schema))
    return pl.concat(parts)


def _undecided(
    facts: FactColumns, index: int, codes: pl.Series, language: Language, schema: dict[str, pl.DataType]
) -> pl.DataFrame:
    compiled, date = facts.compiled, facts.date
    rule = compiled.content.rules[index]
    reached = [name for name in compiled.reached(index) if name in compiled.facts]
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
    indexes: dict[str, int] = {}
    found: list[int] = []
    for values in rows.select(pl.exclude(ROW, "code")).rows():
        key = repr(values)
        if key not in indexes:
            stated = {name: tupled(value) for name, value in zip(names, values, strict=False)}
            misfits = {name for name, bad in zip(wrong, values[len(names) :], strict=True) if bad}
            indexes[key] = reasons.setdefault(_reason(compiled, index, stated, misfits, date), len(reasons))
        found.append(indexes[key])
    messages = [why_undecided(rule, r, compiled.facts)[language] for r in reasons]
    lines = pl.DataFrame(
        {"reason": [r.code for r in reasons], "missing": [[*r.missing] for r in reasons], "message": messages},
        schema={name: schema[name] for name in ("reason", "missing", "message")},
    )
    front = rows.select(
        ROW,
        rule=pl.lit(rule.id, schema["rule"]),
        outcome=pl.col("code").replace_strict(_OUTCOMES, return_dtype=OUTCOME),
    )
    return pl.concat([front, lines[found]], how="horizontal")


def _reason(compiled: Compiled, index: int, facts: Mapping[str, object], misfits: set[str], date: str | None) -> Reason:
    """The reason for facts that leave a rule undecided."""
    day = facts.get(date) if date is not None else None
    period = compiled.periods[compiled.period_index(day if isinstance(day, dt.date) else None)]
    return reason_of(*compiled.steps(index, compiled.environment(facts, period, index)), misfits)
