"""A table that is written → the same for a person who opens it in a spreadsheet: headings and codes in words, one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from checkrules.model.form import fact_of
from checkrules.model.rules import Content
from checkrules.model.text import Language, Text
from checkrules.tables.columns.scores import section_column
from checkrules.words.codes import NO_GRADE_WORDS, OUTCOME_WORDS, REASON_WORDS, SEVERITY_WORDS
from checkrules.words.values import format_value

_HEADINGS = {
    "file": Text("文件", "File"),
    "row": Text("行", "Row"),
    "rule": Text("条目", "Rule"),
    "severity": Text("程度", "Severity"),
    "message": Text("说明", "Message"),
    "remedy": Text("整改", "Remedy"),
    "due": Text("时限", "Due"),
    "waived": Text("已豁免", "Waived"),
    "outcome": Text("结论", "Outcome"),
    "reason": Text("原因", "Reason"),
    "missing": Text("需说明", "Needed"),
    "fact": Text("项目", "Fact"),
    "value": Text("所填内容", "As stated"),
    "score": Text("得分", "Score"),
    "score_low": Text("得分（未说明的都不达标）", "Score if all that is unknown fails"),
    "score_high": Text("得分（未说明的都达标）", "Score if all that is unknown passes"),
    "maximum": Text("满分", "Out of"),
    "completeness": Text("已判定比例", "Share decided"),
    "grade": Text("等级", "Grade"),
    "no_grade_because": Text("不评等级的原因", "Why there is no grade"),
}


def csv_for_people(table: pl.DataFrame, content: Content, language: Language) -> pl.DataFrame:
    """The table, submission by submission, with headings in words, outcomes, severities, grades, reasons and facts by their
    titles, and scores to two locations, cut and not rounded. Of messages in both languages one is kept."""
    other = "message_en" if language == "zh" else "message_zh"
    table = table.drop(other, strict=False).rename({f"message_{language}": "message"}, strict=False)
    headings = _headings(content, language)
    columns = [_words(name, kind, content, language).alias(name) for name, kind in table.schema.items()]
    return table.sort("row", maintain_order=True).select(columns).rename(lambda name: headings.get(name, name))


def _headings(content: Content, language: Language) -> Mapping[str, str]:
    score, named = _HEADINGS["score"][language], fact_of(content.form, "name")
    return {
        **({named.name: named.title[language]} if named is not None else {}),
        **{name: text[language] for name, text in _HEADINGS.items()},
        **{rule.id: f"{rule.id} {rule.title[language]}" for rule in content.rules},
        **{section_column(s.id): f"{s.number} {s.title[language]} {score}" for s in content.sections},
    }


def _words(name: str, kind: pl.DataType, content: Content, language: Language) -> pl.Expr:
    column = pl.col(name)
    ids = {rule.id for rule in content.rules}
    if name == "outcome" or name in ids:
        return _by({outcome: text[language] for outcome, text in OUTCOME_WORDS.items()})(column)
    match name:
        case "severity":
            return _by({severity: text[language] for severity, text in SEVERITY_WORDS.items()})(column)
        case "reason":
            return _by({reason: text[language] for reason, text in REASON_WORDS.items()})(column)
        case "grade":
            return _by({band.id: band.title[language] for band in content.scoring.bands})(column)
        case "no_grade_because":
            return _by({why: text[language] for why, text in NO_GRADE_WORDS.items()})(column)
        case "fact":
            return _by(_titles(content, language))(column)
        case "missing":
            facts = list(_titles(content, language).items())
            return column.list.eval(pl.element().replace([f for f, _ in facts], [title for _, title in facts]))
        case "waived":
            return (
                pl.when(column)
                .then(pl.lit(format_value(True, None, language)))
                .otherwise(pl.lit(format_value(False, None, language)))
            )
    return (column * 100 + 1e-6).floor() / 100 if kind.is_float() else column


def _titles(content: Content, language: Language) -> dict[str, str]:
    return {fact.name: fact.title[language] for fact in content.form.facts}


def _by(names: Mapping[str, str]) -> Callable[[pl.Expr], pl.Expr]:
    """What stands for each of some codes."""
    return lambda column: column.cast(pl.String).replace(list(names), list(names.values()))
