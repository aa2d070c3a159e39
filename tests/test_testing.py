"""The kits for authors: what this project registers passes them, and whatever breaks a contract is refused in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import attrs
import msgspec
import pytest

from checkrules import Reports, ReviewDocument, Reviews, Text, load_checklist, testing
from checkrules.plugin import (
    Content,
    Engine,
    Function,
    LinearScore,
    Part,
    PartResult,
    Reader,
    ReadError,
    ReviewFormat,
    ScoringModel,
    Submission,
    Writer,
)

from . import sample_reports
from .kitchen import CANTEEN, EXAMPLE, kitchen

ROOT = Path(__file__).parents[1]
NAMED = Text("名", "name")
REGISTRY = kitchen().registry
GOOD = {
    "csv": "school_name,school_stage,student_count\n甲,primary,900\n乙,primary,x\n",
    "json": '{"school_name": "甲", "student_count": 900}',
    "ndjson": '{"school_name": "甲"}\n{"school_name": "乙"}\n',
    "yaml": "school_name: 甲\nstudent_count: 900\n",
}


@pytest.mark.parametrize("name", GOOD)
def test_the_readers_of_text_keep_their_contract(name: str, tmp_path: Path) -> None:
    reader = REGISTRY.readers[name]
    file = tmp_path / f"甲{reader.suffixes[0]}"
    file.write_text(GOOD[name], "utf-8")
    items = testing.check_reader(reader, file, load_checklist("mental-health").content)
    assert isinstance(items[0], Submission)
    assert items[0].facts["school_name"] == "甲"


def test_the_readers_of_forms_keep_their_contract() -> None:
    content = load_checklist("mental-health").content
    items = testing.check_reader(REGISTRY.readers["docx"], ROOT / "examples" / "forms" / "C02.docx", content)
    assert [type(item) for item in items] == [Submission]
    items = testing.check_reader(REGISTRY.readers["ini"], EXAMPLE / "canteen.ini", kitchen().content)
    assert len(items) == 1


@pytest.mark.parametrize("name", sorted(REGISTRY.writers))
def test_the_writers_keep_their_contract(name: str) -> None:
    testing.check_writer(REGISTRY.writers[name], sample_reports.troubled())


def review_document() -> ReviewDocument:
    checklist = load_checklist("mental-health")
    texts = {"T10": "疑似学生9名，已干预7名。应急预案无。", "T01": "有领导小组，专题会议约2次。"}
    report = checklist.evaluate(Submission(facts={"school_name": "甲小学"}, narratives=texts))
    return Reviews(reports=Reports(reports=(report,))).document()


@pytest.mark.parametrize("name", sorted(REGISTRY.review_formats))
def test_the_review_formats_keep_their_contract(name: str) -> None:
    testing.check_review_format(REGISTRY.review_formats[name], review_document())


@pytest.mark.parametrize(
    ("write", "read", "problem"),
    [
        (lambda document: None, None, "gives NoneType, not text or bytes"),
        (lambda document: "x", lambda path: nothing_asked(), "what is read asks about something else"),
        (lambda document: "x", lambda path: filled(), "a sheet that nobody filled in has answers"),
        (lambda document: "x", lambda path: 1 / 0, "division by zero"),
    ],
)
def test_a_review_format_that_breaks_its_contract(write: Any, read: Any, problem: str) -> None:
    broken = ReviewFormat(name="w", suffixes=(".w",), title=NAMED, write=write, read=read)
    with pytest.raises((AssertionError, ZeroDivisionError), match=problem):
        testing.check_review_format(broken, review_document())


def nothing_asked() -> ReviewDocument:
    return ReviewDocument(reviews=[])


def filled() -> ReviewDocument:
    document = review_document()
    (review,) = document.reviews
    readings = [msgspec.structs.replace(reading, answer=1, ticked=False) for reading in review.readings]
    return msgspec.structs.replace(document, reviews=[msgspec.structs.replace(review, readings=readings)])


@pytest.mark.parametrize("name", sorted(REGISTRY.scoring_models))
def test_the_scoring_models_keep_their_laws(name: str) -> None:
    testing.check_scoring_model(REGISTRY.scoring_models[name])


@pytest.mark.parametrize("name", sorted({*REGISTRY.engines} - {"ray"}))
def test_the_engines_keep_their_contract(name: str) -> None:
    testing.check_engine(REGISTRY.engines[name])


def test_the_functions_keep_their_contract() -> None:
    testing.check_function(
        REGISTRY.functions["contains_all"],
        [((("a", "b"), ("a",)), True), ((("a",), ("a", "c")), False), (((), ()), True), (((), ("a",)), False)],
    )


def test_the_rules_keep_their_examples() -> None:
    testing.check_rules(kitchen(), [(CANTEEN, {"C1-1": "pass"})])
    with pytest.raises(AssertionError, match="has no rule 'C9-9'"):
        testing.check_rules(kitchen(), [(CANTEEN, {"C9-9": "pass"})])
    with pytest.raises(AssertionError, match=r"rule 'C1-1' of .*: expected 'fail', not 'pass'"):
        testing.check_rules(kitchen(), [(CANTEEN, {"C1-1": "fail"})])


def reader(read: Callable[[Path, Content], Any]) -> Reader:
    return Reader(name="ini", suffixes=(".ini",), title=NAMED, read=read)


ONE = Submission(facts={})
COUNTER = iter(range(1000))


def strict(file: Path, content: Content) -> Iterator[Submission]:
    if file.read_bytes() != b"good":
        raise ReadError(NAMED)
    yield ONE


def breaking(file: Path, content: Content) -> Iterator[Submission]:
    if not file.read_bytes():
        raise IndexError("list index out of range")
    yield ONE


def inventive_when_damaged(file: Path, content: Content) -> list[object]:
    return [ONE] if file.read_bytes() == b"good" else [None]


def rewriting(file: Path, content: Content) -> list[Submission]:
    file.write_bytes(file.read_bytes() + b"!")
    return [ONE]


@pytest.mark.parametrize(
    ("read", "problem"),
    [
        (lambda file, content: [], "nothing is read"),
        (lambda file, content: [{"a": 1}], "no Submission or Rejection"),
        (lambda file, content: [Submission(facts={"n": next(COUNTER)})], "a second reading"),
        (rewriting, "the file was changed"),
        (breaking, r"empty: raises IndexError\('list index out of range'\)"),
        (inventive_when_damaged, "empty: gives None"),
    ],
)
def test_a_reader_that_breaks_its_contract(read: Callable[..., Any], problem: str, tmp_path: Path) -> None:
    file = tmp_path / "a.ini"
    file.write_bytes(b"good")
    assert testing.check_reader(reader(strict), file, kitchen().content) == (ONE,)
    with pytest.raises(AssertionError, match=f"reader 'ini', a.ini.*{problem}"):
        testing.check_reader(reader(read), file, kitchen().content)


@pytest.mark.parametrize(
    ("write", "problem"),
    [
        (lambda reports, language: None, "gives NoneType, not text or bytes"),
        (lambda reports, language: str(next(COUNTER)), "the second document is another one"),
    ],
)
def test_a_writer_that_breaks_its_contract(write: Callable[..., Any], problem: str) -> None:
    with pytest.raises(AssertionError, match=f"writer 'w', 1 reports, language 'zh': {problem}"):
        testing.check_writer(Writer(name="w", suffixes=(), title=NAMED, write=write), sample_reports.clean())


def squared(**forms: Any) -> Function:
    return Function(name="squared", takes=("number",), gives="number", call=lambda x: x * x, **forms)


def test_the_forms_of_a_function_agree() -> None:
    testing.check_function(squared(columns=lambda x: x * x), [((3.0,), 9.0)])
    with pytest.raises(AssertionError, match=r"function 'squared' \(call\): squared\(3.0\) gives 9.0, not 8"):
        testing.check_function(squared(), [((3.0,), 8)])
    with pytest.raises(AssertionError, match=r"\(columns\): squared\(3.0\) gives 6.0, not 9.0"):
        testing.check_function(squared(columns=lambda x: x + x), [((3.0,), 9.0)])
    with pytest.raises(AssertionError, match="no examples"):
        testing.check_function(squared(), [])
    good = REGISTRY.functions["contains_all"]
    wrong = attrs.evolve(good, bits=lambda container, wanted: (container & wanted) > 0)
    with pytest.raises(AssertionError, match=r"\(bits\)"):
        testing.check_function(wrong, [((("a",), ("a", "c")), False)])


def first_alone(points: Any, credits: Any, groups: Any) -> float:
    return next((credit for credit in credits if credit is not None), 0.0)


@pytest.mark.parametrize(
    ("score", "problem"),
    [
        (lambda points, credits, groups: 1.5, "is not from 0 to 100 %"),
        (lambda points, credits, groups: float("nan"), "is not from 0 to 100 %"),
        (lambda points, credits, groups: 1 - sum(c or 0 for c in credits) / len(credits), "falls to"),
        (
            lambda points, credits, groups: sum(c or 0 for c in credits) / len(credits),
            "with a rule that does not count",
        ),
        (first_alone, "in another order"),
    ],
)
def test_a_scoring_model_that_breaks_a_law(score: Callable[..., float], problem: str) -> None:
    model = ScoringModel(name="odd", title=NAMED, score=score, maximum=lambda points, credits, groups: 1.0)
    with pytest.raises(AssertionError, match=f"scoring model 'odd'.*{problem}"):
        testing.check_scoring_model(model)


def test_a_scoring_model_with_other_columns() -> None:
    good = REGISTRY.scoring_models["default"]
    assert good.columns is not None
    weights = lambda points: [2 * point + 1 for point in points]  # noqa: E731
    wrong = attrs.evolve(good, columns=lambda points, *rest: good.columns(weights(points), *rest))  # type: ignore[misc]
    with pytest.raises(AssertionError, match="in Polars the score is"):
        testing.check_scoring_model(wrong)
    testing.check_scoring_model(ScoringModel(name="sum", title=NAMED, linear=LinearScore(full=None)))


def threads(judge: Callable[[Part], PartResult], parts: Sequence[Part]) -> Iterator[PartResult]:
    with ThreadPoolExecutor(4) as pool:
        yield from pool.map(judge, parts)


def forgiving(judge: Callable[[Part], PartResult], parts: Sequence[Part]) -> Iterator[PartResult]:
    for part in parts:
        try:
            yield judge(part)
        except ArithmeticError:
            continue


@pytest.mark.parametrize(
    ("run", "problem"),
    [
        (lambda judge, parts: map(judge, parts[1:]), r"of 1 parts, these come back: \[\]"),
        (forgiving, "an error of one part is not raised"),
    ],
)
def test_an_engine_that_breaks_its_contract(run: Callable[..., Any], problem: str) -> None:
    testing.check_engine(Engine(name="threads", title=NAMED, run=threads))
    with pytest.raises(AssertionError, match=f"engine 'odd'.*{problem}"):
        testing.check_engine(Engine(name="odd", title=NAMED, run=run))
