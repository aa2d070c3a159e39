"""The facts of a table → the verdict of every rule: in columns, and row by row for what Polars cannot express."""

from __future__ import annotations

import polars as pl

from checkrules.model.tree import Constant
from checkrules.tables.columns.fact_columns import DOUBT, ROW, SUBJECT, FactColumns
from checkrules.tables.columns.lowering import as_degree, lowered
from checkrules.tables.columns.outcome_columns import Verdicts, coded
from checkrules.tables.columns.row_by_row import codes_by_row, values_by_row
from checkrules.tables.columns.scores import degree_column


def decide(facts: FactColumns) -> Verdicts:
    """The verdicts as computed, without overrides. Evaluates as if all values were valid; if a test fails, cleans the
    affected columns and evaluates again."""
    if facts.unchecked:
        found = _in_columns(facts, frozenset())
        if not found[DOUBT].any():
            facts.trust()
            return _all_rules(facts, found)
    return _all_rules(facts, _in_columns(facts, facts.suspects))


def _in_columns(facts: FactColumns, suspects: frozenset[str]) -> pl.DataFrame:
    """Row, doubt, the subject where a decision names one, and the conditions, verdicts and degrees of all rules that Polars
    can express."""
    expressions = lowered(facts.compiled)
    table = facts.table((), suspects)
    kept = [ROW, DOUBT, *((SUBJECT,) if facts.names_subjects else ())]
    conditions = {v.condition for v in expressions.verdicts.values() if v.condition is not None}
    bits = [bits.alias(expressions.verdicts[index].bits) for index, bits in expressions.bits_of_rules.items()]
    degrees = [column.alias(degree_column(index)) for index, column in expressions.degrees.items()]
    return table.select(*kept, *sorted(conditions), *bits, *degrees).collect(engine="streaming")


def _all_rules(facts: FactColumns, found: pl.DataFrame) -> Verdicts:
    """The same, and the rules and degrees that Polars cannot express."""
    compiled = facts.compiled
    expressions, rules = lowered(compiled), compiled.content.rules
    indexes = [index for index in range(len(rules)) if index not in expressions.verdicts]
    graded = [index for index in compiled.plan.graded if index not in expressions.degrees]
    if not indexes and not graded:
        return Verdicts(table=found, rules=tuple(expressions.verdicts[index] for index in range(len(rules))))
    columns = facts.table((), facts.suspects).collect(engine="streaming")
    for index in graded:
        tree = rules[index].degree_tree or Constant(value=None)
        values = pl.Series(degree_column(index), values_by_row(compiled, columns, tree), dtype=pl.Float64)
        found = found.with_columns(as_degree(pl.lit(values)))
    verdicts = tuple(expressions.verdicts.get(index) or coded(rule.id) for index, rule in enumerate(rules))
    codes = codes_by_row(compiled, columns, indexes) if indexes else pl.DataFrame()
    return Verdicts(table=found, rules=verdicts).replaced([pl.lit(column) for column in codes.get_columns()])
