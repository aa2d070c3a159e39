"""Functions that expressions may call, as plugins register them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

from checkrules.model.errors import PluginError
from checkrules.model.form import FactType
from checkrules.model.text import Text

if TYPE_CHECKING:
    import polars as pl


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

    `sentence` says a call in words, for people: `{0}`, `{1}`, … stand for its arguments.
    """

    name: str
    takes: tuple[FactType, ...]
    gives: FactType
    call: Callable[..., object]
    columns: Callable[..., pl.Expr] | None = None
    bits: Callable[..., pl.Expr] | None = None
    shortfall: Callable[..., float] | None = None
    sentence: Text | None = attrs.field(default=None)

    @sentence.validator
    def _check_sentence(self, _: object, sentence: Text | None) -> None:
        try:
            for words in (sentence.zh, sentence.en) if sentence is not None else ():
                words.format(*self.takes)
        except (IndexError, KeyError, ValueError) as error:
            problem = Text(
                f"函数 {self.name} 的 sentence 应以 {{0}}、{{1}} 等代表各个参数",
                f"function '{self.name}': in `sentence`, {{0}}, {{1}}, … stand for the arguments",
            )
            raise PluginError(problem) from error
