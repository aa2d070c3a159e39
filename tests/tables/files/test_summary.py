"""Summaries add up to the same in any order."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import add
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkrules.model.errors import Location
from checkrules.model.parts import MAX_SHOWN, RowProblem, Summary
from checkrules.model.submission import Rejection, Remark
from checkrules.model.text import Text
from checkrules.presentation.summary import summary_text
from checkrules.tables.files.resume import fraction_hook

from .canteens import checklist

COUNTS = st.integers(0, 1000)
WORDS = st.sampled_from(["a", "b", "c"]).map(lambda word: Text(word, word))
SUMMARIES = st.builds(
    Summary,
    submissions=COUNTS,
    outcomes=st.dictionaries(st.sampled_from(["R1", "R2", "R3"]), st.tuples(*[COUNTS] * 5)),
    grades=st.dictionaries(st.sampled_from(["good", "fair", "incomplete"]), COUNTS),
    exact_score_sum=st.floats(0, 1e6).map(Fraction),
    scored=COUNTS,
    waived=st.dictionaries(st.sampled_from(["R1", "R2"]), COUNTS),
    misfits=COUNTS,
    rejected=COUNTS,
    row_problems=st.lists(
        st.builds(RowProblem, row=st.integers(1, 9), message=WORDS, file=st.sampled_from("xy")), max_size=MAX_SHOWN
    ).map(tuple),
    remarks=st.lists(st.builds(Remark, code=st.just("unknown_fact"), message=WORDS, fact=st.sampled_from("pq"))).map(
        lambda remarks: tuple(sorted(set(remarks), key=lambda remark: (remark.fact, remark.message.en)))
    ),
    rejected_files=st.lists(
        st.builds(
            Rejection, location=st.builds(Location, file=st.sampled_from("xy"), line=st.integers(1, 3)), reason=WORDS
        ),
        max_size=3,
    ).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SUMMARIES, min_size=1, max_size=6), st.integers(0, 2**32))
def test_the_order_is_nothing(summaries: list[Summary], seed: int) -> None:
    random = Random(seed)
    total = sum(summaries, Summary())
    shuffled = random.sample(summaries, len(summaries))
    assert sum(shuffled, Summary()) == total
    cut = random.randint(0, len(shuffled))
    halves = [reduce(add, half) for half in (shuffled[:cut], shuffled[cut:]) if half]
    assert sum(halves, Summary()) == total
    assert list(sum(shuffled, Summary()).grades) == list(total.grades)


def test_scores_add_up_exactly() -> None:
    tenths = [Summary(exact_score_sum=Fraction(0.1), scored=1)] * 10
    assert sum(tenths, Summary()).score_sum == 1.0
    assert sum(tenths, Summary()).mean_score == 0.1
    assert Summary().mean_score is None


@settings(max_examples=30, deadline=None)
@given(SUMMARIES)
def test_a_summary_is_noted_and_read_again(summary: Summary) -> None:
    data = msgspec.json.encode(summary, enc_hook=str)
    assert msgspec.json.decode(data, type=Summary, dec_hook=fraction_hook) == summary


@pytest.mark.parametrize(
    ("submissions", "zh", "en"),
    [
        (0, "没有可判定的材料", "Nothing to judge"),
        (1, "共1份", "1 submission"),
        (1200, "共1,200份", "1,200 submissions"),
    ],
)
def test_the_number_of_submissions_in_words(submissions: int, zh: str, en: str) -> None:
    summary = Summary(
        submissions=submissions, outcomes={rule.id: (submissions, 0, 0, 0, 0) for rule in checklist().content.rules}
    )
    assert summary_text(summary, checklist().content, "zh").splitlines()[1] == zh
    assert summary_text(summary, checklist().content, "en").splitlines()[1] == en
