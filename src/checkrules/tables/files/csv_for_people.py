"""A result table → the same table for people who open it in a spreadsheet: headings and codes as labels, in one language."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import polars as pl

from checkrules.model.form import fact_of
from checkrules.model.rules import Content
from checkrules.model.text import Language, Text
from checkrules.tables.columns.scores import section_column
from checkrules.words.codes import NO_GRADE_WORDS, OUTCOME_WORDS, REASON_WORDS, SEVERITY_WORDS
from checkrules.words.labels import COLUMN_WORDS
from checkrules.words.values import format_value


def csv_for_people(
    table: pl.DataFrame, content: Content, language: Language, keep: Collection[str] = ()
) -> pl.DataFrame:
    """The table sorted by row, with labels for headings, outcomes, severities, grades, reasons and facts, and scores with
    two decimals, truncated, not rounded. Of messages in both languages one is kept. The columns in `keep` stay as they are."""
    other = "message_en" if language == "zh" else "message_zh"
    table = table.drop(other, strict=False).rename({f"message_{language}": "message"}, strict=False)
    headings = headings_of(content, language)
    columns = [
        pl.col(name) if name in keep else _words(name, kind, content, language).alias(name)
        for name, kind in table.schema.items()
    ]
    return table.sort("row", maintain_order=True).select(columns).rename(lambda name: headings.get(name, name))


def headings_of(content: Content, language: Language) -> Mapping[str, str]:
    """The heading of each column by its name."""
    score, named = COLUMN_WORDS["score"][language], fact_of(content.form, "name")
    return {
        **({named.name: named.title[language]} if named is not None else {}),
        **{name: text[language] for name, text in COLUMN_WORDS.items()},
        **{rule.id: f"{rule.id} {rule.title[language]}" for rule in content.rules},
        **{section_column(s.id): f"{s.number} {s.title[language]} {score}" for s in content.sections},
    }


def _words(name: str, kind: pl.DataType, content: Content, language: Language) -> pl.Expr:
    column = pl.col(name)
    vocabulary = _vocabularies(content).get(name)
    if vocabulary is not None:
        words = [text[language] for text in vocabulary.values()]
        if kind == pl.List(pl.String):
            return column.list.eval(pl.element().replace(list(vocabulary), words))
        return column.cast(pl.String).replace(list(vocabulary), words)
    if kind == pl.Boolean:
        yes, no = (pl.lit(format_value(value, None, language)) for value in (True, False))
        return pl.when(column).then(yes).otherwise(no)
    return (column * 100 + 1e-6).floor() / 100 if kind.is_float() else column


def _vocabularies(content: Content) -> Mapping[str, Mapping[Any, Text]]:
    """By column, the label of each code in it."""
    facts = {fact.name: fact.title for fact in content.form.facts}
    return {
        "outcome": OUTCOME_WORDS,
        **{rule.id: OUTCOME_WORDS for rule in content.rules},
        "severity": SEVERITY_WORDS,
        "reason": REASON_WORDS,
        "no_grade_because": NO_GRADE_WORDS,
        "grade": {band.id: band.title for band in content.scoring.bands},
        "fact": facts,
        "missing": facts,
    }
