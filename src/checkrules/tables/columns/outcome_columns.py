"""The outcomes of a table as bits: per rule a column that is true where it passed, false where it failed and null elsewhere,
and per condition one that is false where it does not hold.

A table is counted, scored and filtered by bits; outcome codes are made from them on request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import attrs
import polars as pl

from checkrules.model.rules import ERROR, FAIL, NOT_APPLICABLE, PASS, UNKNOWN

CODE = pl.UInt8


@attrs.frozen(kw_only=True)
class Verdict:
    """The columns of one rule. `bits`: true passed, false failed, null elsewhere. `condition`: false where the rule does not
    apply; None where it always does. `codes`: the outcome codes of a rule that
    was decided row by row or overridden, for which the bits are not enough; None for others."""

    rule: str
    bits: str
    condition: str | None
    codes: str | None = None

    @property
    def passed(self) -> pl.Expr:
        """True where the rule passed, else false or null."""
        return pl.col(self.bits)

    @property
    def failed(self) -> pl.Expr:
        """True where the rule failed, else false or null."""
        return ~pl.col(self.bits)

    @property
    def decided(self) -> pl.Expr:
        """Whether the rule passed or failed; never null."""
        return pl.col(self.bits).is_not_null()

    @property
    def undecided(self) -> pl.Expr:
        """Whether the rule is unknown or could not run; never null."""
        applies = pl.lit(True) if self.condition is None else pl.col(self.condition).fill_null(True)
        return pl.col(self.bits).is_null() & applies

    @property
    def code(self) -> pl.Expr:
        """The outcome code."""
        if self.codes is not None:
            return pl.col(self.codes)
        outside = _code(UNKNOWN)
        if self.condition is not None:
            outside = pl.when(~pl.col(self.condition)).then(_code(NOT_APPLICABLE)).otherwise(outside)
        return pl.when(self.passed).then(_code(PASS)).when(self.failed).then(_code(FAIL)).otherwise(outside)


@attrs.frozen(kw_only=True, eq=False)
class Verdicts:
    """A table of such columns, with the row in front, and what its columns are: one Verdict per rule, in their order."""

    table: pl.DataFrame
    rules: tuple[Verdict, ...]

    def codes(self) -> pl.DataFrame:
        """One column of outcome codes per rule, by its id."""
        return self.table.lazy().select(v.code.alias(v.rule) for v in self.rules).collect(engine="streaming")

    def replaced(self, codes: Sequence[pl.Expr]) -> Verdicts:
        """The same with other outcome codes for some rules, each an expression named by the rule's id."""
        found = {code.meta.output_name(): code for code in codes}
        if not found:
            return self
        table = self.table.with_columns(code.alias(codes_column(rule)) for rule, code in found.items()).with_columns(
            column for rule in found for column in _bits_of(rule)
        )
        return Verdicts(table=table, rules=tuple(coded(v.rule) if v.rule in found else v for v in self.rules))

    def counts(self) -> Iterator[pl.Expr]:
        """The expressions that `counted` reads: how many rows passed, were decided, and are outside of each condition."""
        for verdict in self.rules:
            yield verdict.passed.sum().alias(f"passed {verdict.rule}")
            yield pl.col(verdict.bits).count().alias(f"decided {verdict.rule}")
            if verdict.codes is not None:
                yield (pl.col(verdict.codes) == ERROR).sum().alias(f"error {verdict.rule}")
        for condition in dict.fromkeys(v.condition for v in self.rules if v.condition is not None):
            yield (~pl.col(condition)).sum().alias(f"outside {condition}")

    def counted(self, found: Mapping[str, int]) -> Mapping[str, tuple[int, ...]]:
        """By rule, how many rows had each outcome, in the order of their codes."""
        counts: dict[str, tuple[int, ...]] = {}
        for verdict in self.rules:
            passed, decided = found[f"passed {verdict.rule}"], found[f"decided {verdict.rule}"]
            outside = found[f"outside {verdict.condition}"] if verdict.condition is not None else 0
            error = found[f"error {verdict.rule}"] if verdict.codes is not None else 0
            unknown = self.table.height - decided - outside - error
            counts[verdict.rule] = (passed, decided - passed, outside, unknown, error)
        return counts


def codes_column(rule: str) -> str:
    """The column of a rule's outcome codes, where the bits are not enough."""
    return f"c_{rule}"


def coded(rule: str) -> Verdict:
    """The verdict of a rule whose outcome codes are given."""
    return Verdict(rule=rule, bits=f"v_{rule}", condition=f"applies_{rule}", codes=codes_column(rule))


def _bits_of(rule: str) -> Iterator[pl.Expr]:
    code, verdict = pl.col(codes_column(rule)), coded(rule)
    yield pl.when(code == PASS).then(pl.lit(True)).when(code == FAIL).then(pl.lit(False)).alias(verdict.bits)
    yield (code != NOT_APPLICABLE).alias(str(verdict.condition))


@cache
def _code(value: int) -> pl.Expr:
    return pl.lit(value, CODE)
