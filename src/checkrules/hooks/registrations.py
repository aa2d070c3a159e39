"""What a plugin registers: checklists, readers, writers, functions, scoring models, engines. Plain immutable data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from checkrules.model.form import FactType
from checkrules.model.rules import Content
from checkrules.model.submission import Rejection, Submission
from checkrules.model.text import Language, Text

if TYPE_CHECKING:
    import polars as pl

    from checkrules.model.parts import Part, PartResult


@attrs.frozen(kw_only=True)
class BundledChecklist:
    """A checklist that a package brings: the folder with `checklist.yaml`, and the form's JSON Schema."""

    name: str
    folder: Path
    form: Path


@attrs.frozen(kw_only=True)
class Reader:
    """Makes submissions of a file.

    `read(path, content)` gives the file's submissions one by one, and a Rejection for each record that is broken while
    the rest can be read; it raises ReadError when nothing of the file can be read. It must not evaluate anything that the
    file holds, and it bounds what it loads. `suffixes` are in lower case with the dot.
    """

    name: str
    suffixes: tuple[str, ...]
    title: Text
    read: Callable[[Path, Content], Iterable[Submission | Rejection]]


@attrs.frozen(kw_only=True)
class Writer:
    """Makes a document of reports.

    `write(reports, language)` takes `checkrules.Reports` and gives the whole document as text (written as UTF-8) or bytes. `suffixes` are in lower
    case with the dot; the first is the usual one. A writer whose output is for a terminal has no suffix.
    """

    name: str
    suffixes: tuple[str, ...]
    title: Text
    write: Callable[[Any, Language], str | bytes]


@attrs.frozen(kw_only=True)
class Function:
    """A function that expressions may call. `call` is pure and gets no null; an exception makes the outcome `error`.

    `columns`, where there is one, says the same in Polars, for tables: it takes an expression for each argument, or the
    argument itself (a list as a tuple) where it is a constant, and gives an expression; it cannot fail. Without it, the
    rules that call the function are decided one by one.

    `bits` may say it once more, many times faster, for lists of choices: a list is a whole number whose bit n is choice n
    (a UInt64 expression; an int where it is a constant, of choices only), and other arguments are as for `columns`.

    `shortfall` takes the arguments of a call that is false and gives how much is missing, for the gap of an issue; of two
    lists, how many items of the second the first lacks.
    """

    name: str
    takes: tuple[FactType, ...]
    gives: FactType
    call: Callable[..., object]
    columns: Callable[..., pl.Expr] | None = None
    bits: Callable[..., pl.Expr] | None = None
    shortfall: Callable[..., float] | None = None


Points = Sequence[float]
Credits = Sequence[float | None]
Groups = Sequence[tuple[str, str]]


@attrs.frozen(kw_only=True)
class LinearScore:
    """The formula of a score that adds up: `full` x (sum of weight x credit) / (sum of weights), or, where `full` is None, the
    sum of weight x credit alone. A rule's weight is its points, or 1."""

    full: float | None
    by_points: bool = True

    def score(self, points: Points, credits: Credits, groups: Groups) -> float:
        """The score of the rules that count."""
        weights = points if self.by_points else [1.0] * len(points)
        earned = sum(w * c for w, c in zip(weights, credits, strict=True) if c is not None)
        total = sum(w for w, c in zip(weights, credits, strict=True) if c is not None)
        return earned if self.full is None else self.full * earned / total if total else 0.0

    def maximum(self, points: Points, credits: Credits, groups: Groups) -> float:
        """The full score."""
        if self.full is not None:
            return self.full
        weights = points if self.by_points else [1.0] * len(points)
        return float(sum(w for w, c in zip(weights, credits, strict=True) if c is not None))


@attrs.frozen(kw_only=True)
class ScoringModel:
    """How the credits of rules become a score.

    Both callables take, one item a rule: points (weights, above 0), credits (0 to 1; None leaves the rule out: it does
    not apply or was not decided) and groups (section id and task id). `score` gives a number from 0 to what `maximum` gives
    for the same arguments; it must never fall when a credit rises. A model that adds up gives its formula as `linear` and
    neither callable: it is then computed in whole numbers, and in tables at full speed. For others, `columns` may say the
    same in Polars: it takes credits as expressions (null leaves the rule out) and gives the expressions of score and
    maximum; without it, tables are scored row by row.
    """

    name: str
    title: Text
    linear: LinearScore | None = None
    score: Callable[[Points, Credits, Groups], float] = attrs.field()
    maximum: Callable[[Points, Credits, Groups], float] = attrs.field()
    columns: Callable[[Points, Sequence[pl.Expr], Groups], tuple[pl.Expr, pl.Expr]] | None = None

    @score.default
    def _score(self) -> Callable[[Points, Credits, Groups], float]:
        return self._formula().score

    @maximum.default
    def _maximum(self) -> Callable[[Points, Credits, Groups], float]:
        return self._formula().maximum

    def _formula(self) -> LinearScore:
        if self.linear is None:
            raise TypeError(f"scoring model '{self.name}' has neither `linear` nor `score` and `maximum`")
        return self.linear


@attrs.frozen(kw_only=True)
class Engine:
    """Where the parts of large tables are judged: here, or on many machines.

    `run(judge, parts)` calls `judge(part)` for every part, in any order and any number at once, and gives what the calls
    give as they end. `judge` can be pickled; it reads the part's file and writes the results itself, each file whole, so
    calling it again for the same part does no harm. `run` raises what `judge` raises.
    """

    name: str
    title: Text
    run: Callable[[Callable[[Part], PartResult], Sequence[Part]], Iterator[PartResult]]
