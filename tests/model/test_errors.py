"""Errors of the system in words, and the nearest name."""

from __future__ import annotations

import errno
import os
import re

import pytest

from checkrules.model.errors import did_you_mean, nearest, system_problem


@pytest.mark.parametrize("code", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EIO, errno.EMFILE, 9999])
def test_what_the_system_refuses_is_told_in_both_languages(code: int) -> None:
    problem = system_problem(OSError(code, os.strerror(code)))
    assert problem.en == os.strerror(code)
    assert not re.search("[A-Za-z]", problem.zh)


def test_what_is_not_the_systems_is_told_too() -> None:
    assert system_problem(ValueError("odd")).en == "odd"
    assert system_problem(OSError("odd")).zh == "系统出错"


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [("cuont", ["count", "counts"], "count"), ("ab", ["zz"], None), ("", [], None), ("abc", ["abd", "abe"], "abe")],
)
def test_the_nearest_name_does_not_depend_on_the_order(word: str, known: list[str], near: str | None) -> None:
    assert nearest(word, known) == nearest(word, reversed(known)) == near
    assert (did_you_mean(word, known) is None) == (near is None)
