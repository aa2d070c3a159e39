"""Made-up tables for a form: columns of every type that a fact can come in, cells that fit and cells that do not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random

import polars as pl

import checkrules
from checkrules.plugin import Fact

ODD_TEXTS = (
    "",
    " ",
    "甲",
    "ＡＢＣ",
    "ﬁ",
    "①",
    "no such choice",
    "x" * 3000,
    "2023-02-30",
    "2023-09-01T20:00:00Z",
    "2024-03-01 00:00",
    "=1+1",
    "\x00",
    "😀",
)
DAYS = (dt.date(2023, 9, 1), dt.date(2024, 2, 29), dt.date(2024, 3, 1), dt.date(1, 1, 1), dt.date(9999, 12, 31))
WHOLE = (0, 1, 2, 5, 100, 1000, -1, 2**31, 2**53 + 1, 2**63 - 1, -(2**63))
FRACTIONS = (0.0, -0.0, 0.5, 1.0, 2.675, 3.999999999, 1e300, -1e300, 5e-324, float("nan"), float("inf"), -float("inf"))

Draw = Callable[[], object]


def table(checklist: checkrules.Checklist, rows: int, random: Random) -> pl.DataFrame:
    """A table of `rows` submissions. Some facts have no column, some columns hold another type than the form says."""
    columns = {}
    for fact in checklist.content.form.facts:
        if random.random() < 0.05:
            continue
        kind, draw = random.choice(_kinds(fact, random)) if random.random() < 0.6 else _kinds(fact, random)[0]
        stated = random.choice((0.0, 0.5, 0.95, 0.95, 1.0))
        cells = [draw() if random.random() < stated else None for _ in range(rows)]
        columns[fact.name] = pl.Series(cells, dtype=kind, strict=False)
    return pl.DataFrame(columns, height=rows)


def _kinds(fact: Fact, random: Random) -> list[tuple[pl.DataType | type[pl.DataType], Draw]]:
    """The types of columns in which a fact may come, the usual one first, and what makes their cells."""
    choices = [choice.value for choice in fact.choices]
    text: Draw = lambda: random.choice(ODD_TEXTS)  # noqa: E731
    nothing: tuple[type[pl.DataType], Draw] = (pl.Null, lambda: None)
    match fact.type:
        case "boolean":
            return [(pl.Boolean, lambda: random.random() < 0.7), (pl.Int64, lambda: random.randint(0, 1)), nothing]
        case "integer" | "number":
            usual: Draw = lambda: random.randint(0, random.choice((3, 30, 2000)))  # noqa: E731
            kinds: list[tuple[pl.DataType | type[pl.DataType], Draw]] = [
                (pl.Int64, usual),
                (pl.UInt8, lambda: random.randint(0, 255)),
                (pl.Float64, lambda: random.choice((usual(), *FRACTIONS))),
                (pl.Int64, lambda: random.choice((usual(), *WHOLE))),
                (pl.UInt64, lambda: random.choice((0, 3, 2**64 - 1))),
                (pl.Float32, lambda: random.choice((0.0, 0.5, 7.0))),
                (pl.String, lambda: str(usual())),
                (pl.Boolean, lambda: True),
            ]
            return kinds if fact.type == "integer" else [kinds[2], *kinds]
        case "choice":
            some: Draw = lambda: random.choice(choices)  # noqa: E731
            return [
                (pl.String, some),
                (pl.Enum(choices), some),
                (pl.Categorical(), some),
                (pl.String, lambda: random.choice((some(), text()))),
                (pl.Int64, lambda: 1),
            ]
        case "string":
            return [
                (pl.String, lambda: "实验学校"),
                (pl.String, text),
                (pl.Categorical(), text),
                (pl.Date, lambda: DAYS[0]),
            ]
        case "date":
            day: Draw = lambda: random.choice(DAYS)  # noqa: E731
            return [
                (pl.Date, day),
                (pl.String, lambda: random.choice((str(day()), text()))),
                (pl.Datetime("us"), lambda: dt.datetime(2024, 1, 31, 23, 59)),
                (pl.Datetime("ms", "UTC"), lambda: dt.datetime(2024, 2, 29, random.randint(0, 23), tzinfo=dt.UTC)),
                (pl.Int64, lambda: 45000),
            ]
        case "choices" | "strings":
            items = choices or ["张老师", "ＡＢ", "ﬁ", ""]
            lists: Draw = lambda: random.sample(items, random.randint(0, len(items)))  # noqa: E731
            odd: Draw = lambda: [random.choice((*items, text(), None)) for _ in range(random.choice((0, 1, 3, 120)))]  # noqa: E731
            twice: Draw = lambda: [random.choice(items) for _ in range(3)]  # noqa: E731
            listed = pl.List(pl.String)
            kinds = [
                (listed, lists),
                (listed, twice),
                (listed, odd),
                (pl.List(pl.Int64), lambda: random.choice(([], [1]))),
            ]
            return [*kinds, (pl.List(pl.Enum(items)), lists), (pl.String, text)]
        case _:
            usual_fields = {field.name: _kinds(field, random)[0] for field in fact.fields}
            odd_fields = {field.name: random.choice(_kinds(field, random)) for field in fact.fields}
            return [_objects(usual_fields, random), _objects(odd_fields, random), (pl.Int64, lambda: 1)]


def _objects(
    fields: dict[str, tuple[pl.DataType | type[pl.DataType], Draw]], random: Random
) -> tuple[pl.DataType, Draw]:
    def one() -> dict[str, object]:
        return {name: draw() if random.random() < 0.9 else None for name, (_, draw) in fields.items()}

    kind = pl.List(pl.Struct({name: kind for name, (kind, _) in fields.items()}))
    return kind, lambda: [one() for _ in range(random.randint(0, 4))]
