"""Every code that a program can meet has its words."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from checkrules.model.comparison import DEVELOPMENTS, Development
from checkrules.model.readings import DoubtCode, How, ReadingStatus
from checkrules.model.results import NoGrade, ReasonCode
from checkrules.model.rules import OUTCOMES, SEVERITIES, Basis
from checkrules.model.submission import OriginKind
from checkrules.model.text import Text
from checkrules.words import codes

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("vocabulary", "words"),
    [
        (OUTCOMES, codes.OUTCOME_WORDS),
        (OUTCOMES, codes.OUTCOME_SIGNS),
        (SEVERITIES, codes.SEVERITY_WORDS),
        (get_args(ReasonCode), codes.REASON_WORDS),
        (get_args(NoGrade), codes.NO_GRADE_WORDS),
        (get_args(OriginKind), codes.ORIGIN_WORDS),
        (get_args(ReadingStatus), codes.READING_STATUS_WORDS),
        (get_args(DoubtCode), codes.DOUBT_WORDS),
        (get_args(How), codes.HOW_WORDS),
        (get_args(Basis), codes.BASIS_WORDS),
        (DEVELOPMENTS, codes.DEVELOPMENT_WORDS),
        (get_args(Development), codes.DEVELOPMENT_WORDS),
    ],
)
def test_a_closed_vocabulary_has_words(vocabulary: tuple[str, ...], words: Mapping[Any, object]) -> None:
    assert {*words} == {*vocabulary}


def remark_codes() -> Iterator[str]:
    for path in (*(ROOT / "src").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Remark":
                (code,) = (keyword.value for keyword in node.keywords if keyword.arg == "code")
                assert isinstance(code, ast.Constant), f"{path}: a code that cannot be listed"
                yield str(code.value)


def test_every_code_of_a_remark_has_words() -> None:
    assert {*remark_codes()} == {*codes.REMARK_WORDS}


def test_no_words_are_empty() -> None:
    tables = [table for name, table in vars(codes).items() if name.endswith("_WORDS")]
    texts = [text for table in tables for text in table.values()]
    assert texts
    assert all(isinstance(text, Text) and text.zh and text.en for text in texts)
