"""Kits for authors of plugins and checklists, to be called in tests. Each proves that one registration keeps its contract.

A kit returns nothing, or what it made, so that a test can look further. It raises AssertionError that names the
registration, what it was given, and what it did that its contract rules out.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import attrs
from msgspec import UNSET

from checkrules.checklist import Checklist
from checkrules.evaluation.report import Reports
from checkrules.facts.kinds import polars_type
from checkrules.hooks.registrations import Engine, Function, Reader, ReviewFormat, ScoringModel, Writer
from checkrules.model.errors import CheckrulesError, ReadError
from checkrules.model.form import Fact
from checkrules.model.parts import Part, PartResult, Summary
from checkrules.model.review import ReviewDocument
from checkrules.model.rules import Content
from checkrules.model.scoring import Credits, Groups, Points
from checkrules.model.submission import Enclosed, Rejection, Submission
from checkrules.model.text import Text

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "check_engine",
    "check_function",
    "check_reader",
    "check_review_format",
    "check_rules",
    "check_scoring_model",
    "check_writer",
]

Read = tuple[Submission | Rejection | Enclosed, ...]
ROUNDS = 200
"""Random cases that a scoring model is tried with."""
NEAR = 1e-9


def check_rules(checklist: Checklist, examples: Iterable[tuple[Mapping[str, object], Mapping[str, str]]]) -> None:
    """Each example is the facts of a submission, and outcomes by rule: every rule named must have that outcome."""
    for facts, expected in examples:
        report = checklist.evaluate(facts)
        for rule, outcome in expected.items():
            _require(rule in report.outcomes, f"checklist '{checklist.content.id}' has no rule '{rule}'")
            found = report.outcomes[rule]
            _require(found == outcome, f"rule '{rule}' of {dict(facts)}: expected '{outcome}', not '{found}'")


def check_reader(reader: Reader, file: Path, content: Content) -> Read:
    """Read a good file, and damaged copies of it. Gives what the good file holds.

    The same file gives the same items, each a Submission, a Rejection or an Enclosed file, and stays as it is. A damaged file gives
    rejections, or raises ReadError or another CheckrulesError; no other exception may leave a reader.
    """
    before = file.read_bytes()
    items = tuple(reader.read(file, content))
    what = f"reader '{reader.name}', {file.name}"
    _require(bool(items), f"{what}: nothing is read")
    _require_items(items, what)
    _require(items == tuple(reader.read(file, content)), f"{what}: a second reading gives something else")
    _require(file.read_bytes() == before, f"{what}: the file was changed")
    with tempfile.TemporaryDirectory() as folder:
        for damage, data in _damaged(before):
            copy = Path(folder) / file.name
            copy.write_bytes(data)
            _read_damaged(reader, copy, content, f"{what}, {damage}")
    return items


def _damaged(data: bytes) -> Iterator[tuple[str, bytes]]:
    random = Random(0)
    yield "empty", b""
    yield "the first half alone", data[: len(data) // 2]
    yield "the last half alone", data[len(data) // 2 :]
    yield "twice in one file", data + data
    yield "random bytes", random.randbytes(1000)
    for number in range(20):
        garbled = bytearray(data)
        for _ in range(1 + len(data) // 200):
            garbled[random.randrange(len(data))] = random.randrange(256)
        yield f"some bytes changed ({number})", bytes(garbled)


def _read_damaged(reader: Reader, file: Path, content: Content, what: str) -> None:
    try:
        items = tuple(reader.read(file, content))
    except CheckrulesError:
        return
    except Exception as error:
        raise AssertionError(f"{what}: raises {error!r}; expected a Rejection or ReadError") from error
    _require_items(items, what)


def _require_items(items: Iterable[object], what: str) -> None:
    for item in items:
        known = isinstance(item, Submission | Rejection | Enclosed)
        _require(known, f"{what}: gives {item!r}, no Submission or Rejection")


def check_writer(writer: Writer, reports: Reports) -> None:
    """Write reports, and no reports, in both languages: text that UTF-8 can hold, or bytes, and the same each time."""
    for given in (reports, attrs.evolve(reports, reports=(), rejected=())):
        for language in ("zh", "en"):
            document = writer.write(given, language)
            what = f"writer '{writer.name}', {len(given.reports)} reports, language '{language}'"
            _require(isinstance(document, str | bytes), f"{what}: gives {type(document).__name__}, not text or bytes")
            if isinstance(document, str):
                document.encode("utf-8")
            _require(document == writer.write(given, language), f"{what}: the second document is another one")


def check_review_format(format: ReviewFormat, document: ReviewDocument) -> None:
    """Write a review sheet, read it back, and read damaged copies of it.

    The sheet asks about the same facts of the same subjects as the document, and holds no answer but what was read without
    doubt. A format whose answers are saved in another file refuses its own sheet by ReadError. A damaged sheet raises
    ReadError or another CheckrulesError, or gives a document; no other exception may leave the format.
    """
    what = f"review format '{format.name}'"
    written = format.write(document)
    _require(isinstance(written, str | bytes), f"{what}: gives {type(written).__name__}, not text or bytes")
    data = written.encode() if isinstance(written, str) else written
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"review{format.suffixes[0]}"
        file.write_bytes(data)
        with suppress(ReadError):
            read = format.read(file)
            _require(_asked(read) == _asked(document), f"{what}: what is read asks about something else")
            answers = [reading for review in read.reviews for reading in review.readings if reading.answer is not UNSET]
            _require(all(reading.ticked for reading in answers), f"{what}: a sheet that nobody filled in has answers")
        for damage, garbled in _damaged(data):
            file.write_bytes(garbled)
            try:
                format.read(file)
            except CheckrulesError:
                continue
            except Exception as error:
                raise AssertionError(f"{what}, {damage}: raises {error!r}; expected ReadError") from error


def _asked(document: ReviewDocument) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [(r.subject, [(i.fact, i.task, i.row_digest) for i in r.readings]) for r in document.reviews]


def check_function(function: Function, examples: Iterable[tuple[Sequence[object], object]]) -> None:
    """Each example is arguments and the result: `call` gives it, and so do `columns` and `bits` where there are any.

    Lists are tuples. Polars must be installed for `columns` and `bits`; `bits` is tried with lists of texts.
    """
    cases = [(tuple(arguments), result) for arguments, result in examples]
    _require(bool(cases), f"function '{function.name}': no examples")
    for arguments, result in cases:
        for _ in range(2):
            _same(function, "call", arguments, function.call(*arguments), result)
    if function.columns is not None:
        _check_columns(function, function.columns, cases)
    if function.bits is not None:
        _check_bits(function, function.bits, cases)


Cases = Sequence[tuple[tuple[object, ...], object]]


def _check_columns(function: Function, columns: Callable[..., pl.Expr], cases: Cases) -> None:
    """Once for all examples as columns, and for each with all arguments but the first as constants."""
    import polars as pl

    names = [f"argument {number}" for number in range(len(function.takes))]
    schema = {
        name: polars_type(Fact(name=name, type=kind, title=Text(name, name), task=""))
        for name, kind in zip(names, function.takes, strict=True)
    }
    frame = pl.DataFrame([_listed(arguments) for arguments, _ in cases], schema=schema, orient="row")
    expressions = [pl.col(name) for name in names]
    whole = frame.select(columns(*expressions)).to_series().to_list()
    for number, (arguments, result) in enumerate(cases):
        _same(function, "columns", arguments, whole[number], result)
        alone = frame[number].select(columns(expressions[0], *arguments[1:])).to_series().to_list()
        _same(function, "columns with constants", arguments, alone[0], result)


def _check_bits(function: Function, bits: Callable[..., pl.Expr], cases: Cases) -> None:
    import polars as pl

    lists = [argument for arguments, _ in cases for argument in arguments if isinstance(argument, tuple)]
    choices = sorted({item for items in lists for item in items})
    for arguments, result in cases:
        coded = [_bits(argument, choices) for argument in arguments]
        columns = [pl.lit(code, dtype=pl.UInt64 if isinstance(code, int) else None) for code in coded]
        for given in (columns, [columns[0], *coded[1:]]):
            found = pl.DataFrame({"row": [0]}).select(bits(*given)).to_series().to_list()[0]
            _same(function, "bits", arguments, found, result)


def _bits(argument: object, choices: Sequence[object]) -> object:
    return sum(1 << choices.index(item) for item in set(argument)) if isinstance(argument, tuple) else argument


def _listed(arguments: Sequence[object]) -> list[object]:
    return [list(argument) if isinstance(argument, tuple) else argument for argument in arguments]


def _same(function: Function, form: str, arguments: Sequence[object], found: object, expected: object) -> None:
    same = found == expected and isinstance(found, bool) == isinstance(expected, bool)
    if isinstance(found, float) and isinstance(expected, int | float):
        same = math.isclose(found, expected, rel_tol=NEAR)
    shown = ", ".join(map(repr, arguments))
    _require(same, f"function '{function.name}' ({form}): {function.name}({shown}) gives {found!r}, not {expected!r}")


Rules = list[tuple[float, float | None, tuple[str, str]]]


def check_scoring_model(model: ScoringModel) -> None:
    """The laws of scores, for random rules. In percent of the maximum, a score

    - is from 0 to 100;
    - never falls when a credit rises;
    - does not depend on the order of rules;
    - does not change when a rule that does not count (credit None) is added;
    - is the same in Polars, where the model has `columns`.
    """
    random = Random(0)
    for _ in range(ROUNDS):
        rules = _random_rules(random)
        percent = _percent(model, rules)
        _law(model, rules, -NEAR <= percent <= 100 + NEAR, f"{percent} % is not from 0 to 100 %")
        index = random.randrange(len(rules))
        raised: Rules = [*rules]
        raised[index] = (rules[index][0], 1.0, rules[index][2])
        if rules[index][1] is not None:
            better = _percent(model, raised)
            _law(model, rules, better >= percent - NEAR, f"falls to {better} % when rule {index} gets full credit")
        shuffled = _percent(model, random.sample(rules, len(rules)))
        _law(model, rules, abs(shuffled - percent) < NEAR, f"in another order the score is {shuffled} %")
        longer = _percent(model, [*rules, (4.0, None, ("A", "x"))])
        _law(model, rules, abs(longer - percent) < NEAR, f"with a rule that does not count it is {longer} %")
        if model.columns is not None:
            table = _percent_in_columns(model.columns, rules)
            _law(model, rules, abs(table - percent) < NEAR, f"in Polars the score is {table} %")


def _random_rules(random: Random) -> Rules:
    credits = [random.choice((None, 0.0, 0.25, 1.0)) for _ in range(random.randint(0, 10))]
    credits.append(random.choice((0.0, 0.25, 1.0)))
    return [
        (float(random.randint(1, 4)), credit, (random.choice("AB"), random.choice("xyz")))
        for credit in random.sample(credits, len(credits))
    ]


def _parts(rules: Rules) -> tuple[Points, Credits, Groups]:
    points, credits, groups = zip(*rules, strict=True)
    return points, credits, groups


def _percent(model: ScoringModel, rules: Rules) -> float:
    parts = _parts(rules)
    score, maximum = model.score(*parts), model.maximum(*parts)
    _law(model, rules, maximum > 0, f"the maximum is {maximum}")
    return 100 * score / maximum


def _percent_in_columns(of: Callable[..., tuple[pl.Expr, pl.Expr]], rules: Rules) -> float:
    import polars as pl

    points, credits, groups = _parts(rules)
    columns = [pl.lit(credit, dtype=pl.Float64) for credit in credits]
    score, maximum = of(points, columns, groups)
    row = pl.DataFrame({"row": [0]}).select(score.alias("score"), maximum.alias("maximum")).row(0, named=True)
    return 100 * float(row["score"]) / float(row["maximum"])


def _law(model: ScoringModel, rules: Rules, holds: bool, otherwise: str) -> None:
    _require(holds, f"scoring model '{model.name}': {otherwise}; rules (points, credit, group): {rules}")


def check_engine(engine: Engine) -> None:
    """Every part is judged and given back at least once, nothing else is, and an error of one part is raised."""
    parts = [Part(number=number, file="", kind="parquet", start=0, stop=0, first=1) for number in range(7)]
    for count in (0, 1, 7):
        found = sorted({result.part for result in engine.run(_judge, parts[:count])})
        _require(found == list(range(count)), f"engine '{engine.name}': of {count} parts, these come back: {found}")
    try:
        tuple(engine.run(_judge_but_one, parts))
    except ArithmeticError:
        return
    raise AssertionError(f"engine '{engine.name}': an error of one part is not raised")


def _judge(part: Part) -> PartResult:
    return PartResult(part=part.number, summary=Summary())


def _judge_but_one(part: Part) -> PartResult:
    if part.number == 3:
        raise ArithmeticError
    return _judge(part)


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)
