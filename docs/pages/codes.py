"""Every code that a document, a table or the command line gives, from the tables of the code itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checkrules.model.rules import OUTCOMES, SEVERITIES
from checkrules.model.text import Text
from checkrules.words.codes import (
    BASIS_WORDS,
    DEVELOPMENT_WORDS,
    DOUBT_WORDS,
    FILE_WORDS,
    HOW_WORDS,
    NO_GRADE_WORDS,
    ORIGIN_WORDS,
    OUTCOME_WORDS,
    PROVISIONAL_WORDS,
    READING_STATUS_WORDS,
    REASON_WORDS,
    REMARK_WORDS,
    SEVERITY_WORDS,
)
from checkrules.words.labels import OPERATOR_WORDS
from docs.pages.markdown import code, page, table

OUTCOME_MEANINGS = {
    "pass": "The requirement holds.",
    "fail": "The requirement does not hold; the report has an issue for it.",
    "not_applicable": "`when` is false. The rule does not count.",
    "unknown": "A fact is missing that would decide it. Never counted as a pass or a fail.",
    "error": "The rule could not run. Never counted as a pass.",
}
SEVERITY_MEANINGS = {
    "critical": "May lower the grade by itself (veto).",
    "major": "A requirement of weight.",
    "minor": "A requirement of less weight.",
    "advisory": "A recommendation.",
}


def words_table(words: Mapping[Any, Text]) -> str:
    """A table of codes with their words."""
    return table(("Code", "中文", "English"), [(code(name), text.zh, text.en) for name, text in words.items()])


def codes() -> str:
    """The page of all codes."""
    return page(
        "# Codes",
        "Codes are for programs and do not change. Words are for people, in Chinese and English. A later version may add a code; "
        "a program must accept one that it does not know.",
        "## Outcomes",
        "`outcome` and `computed` of a result; in tables, the number is the value of a rule's column in `JudgedTable.outcomes`.",
        table(
            ("Code", "中文", "English", "Number", "Meaning"),
            [
                (code(o), OUTCOME_WORDS[o].zh, OUTCOME_WORDS[o].en, number, OUTCOME_MEANINGS[o])
                for number, o in enumerate(OUTCOMES)
            ],
        ),
        "`provisional` of a result that is `unknown`: the outcome that holds if what is read out of prose is right.",
        words_table(PROVISIONAL_WORDS),
        "## Severities",
        table(
            ("Code", "中文", "English", "Meaning"),
            [(code(s), SEVERITY_WORDS[s].zh, SEVERITY_WORDS[s].en, SEVERITY_MEANINGS[s]) for s in SEVERITIES],
        ),
        "## Reasons",
        "`reason` of a result that is not a pass.",
        words_table(REASON_WORDS),
        "## Why there is no grade",
        "`no_grade_because` of a score.",
        words_table(NO_GRADE_WORDS),
        "## Remarks",
        "`code` of a remark: something about the data that a person should know. A remark changes no outcome by itself. Plugins may add codes.",
        words_table(REMARK_WORDS),
        "## Files that are not judged",
        "`code` of a file in `files`, and of what is `rejected`: why it was not judged.",
        words_table(FILE_WORDS),
        "## Origins of facts",
        "`origin` of a fact.",
        words_table(ORIGIN_WORDS),
        "## Readings out of prose",
        "`status` of a reading: how sure it is.",
        words_table(READING_STATUS_WORDS),
        "`code` of a doubt:",
        words_table(DOUBT_WORDS),
        "`how` an alternative comes about:",
        words_table(HOW_WORDS),
        "## Operators of gaps",
        "`operator` of a gap: what the actual value should be.",
        words_table({name: text.format(value="…") for name, text in OPERATOR_WORDS.items()}),
        "## Basis of parameters",
        words_table(BASIS_WORDS),
        "## Developments between two reports",
        "`development` of a rule in a comparison ([Compare two reports](../how-to/compare.md)).",
        words_table(DEVELOPMENT_WORDS),
        "## Exit codes",
        "See [Exit codes in scripts](../how-to/exit-codes.md).",
    )
