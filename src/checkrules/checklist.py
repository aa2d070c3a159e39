"""A checklist that is ready to judge: one face of its content, its plugins and both evaluators. Shared by threads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
import msgspec

from checkrules.evaluation.compiled import Compiled, compile_content
from checkrules.evaluation.report import Report
from checkrules.facts.record import json_object
from checkrules.hooks.registry import Registry
from checkrules.model.rules import Content, Override, Waiver
from checkrules.model.submission import Submission
from checkrules.reading.narrative import Wording, load_wording

if TYPE_CHECKING:
    from checkrules.tables.columns.results import JudgedTable


@attrs.frozen(kw_only=True, eq=False)
class Checklist:
    """A checklist that is ready to judge. Make one with `load_checklist`; `evaluate` judges one submission."""

    content: Content = attrs.field(repr=lambda content: f"<{content.id} {content.version}>")
    registry: Registry = attrs.field(repr=False)
    waivers: tuple[Waiver, ...] = ()
    overrides: tuple[Override, ...] = ()
    compiled: Compiled = attrs.field(init=False, repr=False)

    @compiled.default
    def _compiled(self) -> Compiled:
        return compile_content(self.content, self.registry, self.waivers, self.overrides)

    @cached_property
    def wording(self) -> Wording | None:
        """How facts are csv_for_people in prose; None where the checklist does not say."""
        return load_wording(self.content.wording) if self.content.wording is not None else None

    def __reduce__(self) -> tuple[Any, ...]:
        return _made_again, (self.content, self.registry, self.waivers, self.overrides)

    def evaluate_frame(self, frame: Any, *, today: dt.date | None = None) -> JudgedTable:
        """Decide every rule for every submission of a table: a Polars DataFrame or LazyFrame, or anything that gives an
        Arrow C stream. Needs the extra `table`.

        One row is one submission; facts stand in columns named as in the form, lists of objects as lists of structs. A fact
        without a column is not stated; a column that is no fact is not used (`remarks`); a cell that does not fit the form
        counts as not stated (`misfits`). Of a LazyFrame the columns that are needed are collected. What comes out is made
        when it is asked for. Raises TypeError for anything else than a table.
        """
        from checkrules.tables.columns.fact_columns import collected
        from checkrules.tables.columns.results import JudgedTable

        table, names = collected(frame, self.compiled.facts)
        return JudgedTable(self.compiled, table, today=today, names=names)

    def evaluate(self, facts: Mapping[str, object] | Submission, *, today: dt.date | None = None) -> Report:
        """Decide every rule for one submission: a mapping of facts by name, or a Submission that was read.

        A fact that is not stated is left out or None. What does not fit the form counts as not stated, and the report's
        `remarks` tell it; nothing is raised. `today` is the day of the report (the present one when left out): it dates
        the report and says what lies in the future. Scores, issues and messages are made when they are asked for.
        """
        if isinstance(facts, Submission):
            return self._report(facts, self.compiled.record_type.of(dict(facts.facts)), today)
        stated = dict(facts)
        return self._report(stated, self.compiled.record_type.of(stated), today)

    def evaluate_json(self, data: bytes | str, *, today: dt.date | None = None) -> Report:
        """Decide every rule for one submission in JSON: an object of facts by name. Otherwise as `evaluate`.

        Of a name that stands twice in the object the last value counts. Raises ReadError for what is no JSON object.
        """
        data = data.encode() if isinstance(data, str) else bytes(data).removeprefix(b"\xef\xbb\xbf")
        try:
            if not data.isascii():
                data.decode()  # what the form does not know is not decoded, and may be no text
            return self._report(data, self.compiled.record_type.decoder.decode(data), today)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # broken, or only a value that does not fit
            return self.evaluate(json_object(data), today=today)

    def _report(self, source: Submission | Mapping[str, object] | bytes, record: Any, today: dt.date | None) -> Report:
        period, codes = self.compiled.decide(record)
        return Report(self.compiled, period, source, record, codes, today)


def _made_again(
    content: Content, registry: Registry, waivers: tuple[Waiver, ...], overrides: tuple[Override, ...]
) -> Checklist:
    return Checklist(content=content, registry=registry, waivers=waivers, overrides=overrides)
