"""Waivers and overrides of a table of submissions, as columns: the same that `evaluation.decisions` says of one."""

from __future__ import annotations

import datetime as dt

import polars as pl

from checkrules.evaluation.compiled import Compiled
from checkrules.evaluation.decisions import Decision, unexpired
from checkrules.model.rules import OUTCOMES
from checkrules.tables.columns.fact_columns import SUBJECT
from checkrules.tables.columns.outcome_columns import CODE, Verdicts


def holds(decision: Decision) -> pl.Expr:
    """Whether a decision holds for a row's subject."""
    return pl.lit(True) if decision.subject is None else pl.col(SUBJECT) == decision.subject


def is_waived(compiled: Compiled, rule: str, today: dt.date) -> pl.Expr:
    """Whether a waiver accepts that a rule fails."""
    waived = [holds(waiver) for waiver in unexpired(compiled.waivers, today) if waiver.rule == rule]
    return pl.any_horizontal(pl.lit(False), *waived)


def waived_counts(compiled: Compiled, verdicts: Verdicts, today: dt.date) -> dict[str, int]:
    """By rule, how many failures a waiver accepts; rules without a waiver are left out."""
    rules = {waiver.rule for waiver in compiled.waivers}
    counts = [
        (verdict.failed & is_waived(compiled, verdict.rule, today)).sum().alias(verdict.rule)
        for verdict in verdicts.rules
        if verdict.rule in rules
    ]
    return verdicts.table.select(counts).row(0, named=True) if counts else {}


def overridden(compiled: Compiled, verdicts: Verdicts) -> Verdicts:
    """The verdicts with an inspector's outcome where an override holds."""
    codes = {verdict.rule: verdict.code for verdict in verdicts.rules}
    for override in compiled.overrides:
        if override.rule in codes:
            outcome = pl.lit(OUTCOMES.index(override.outcome), CODE)
            codes[override.rule] = pl.when(holds(override)).then(outcome).otherwise(codes[override.rule])
    rules = {override.rule for override in compiled.overrides}
    return verdicts.replaced([code.alias(rule) for rule, code in codes.items() if rule in rules])
