"""A loaded checklist: its content and plugins, and both evaluators (one submission, a table). Shared by threads."""

from __future__ import annotations

import datetime as dt
import pickle
import zlib
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import msgspec

from checkrules.evaluation.compiled import Compiled
from checkrules.evaluation.report import Report
from checkrules.facts.record import json_object
from checkrules.hooks.registry import Registry, load_plugins_again
from checkrules.model.frozen import count_of
from checkrules.model.rules import Content, Override, Waiver
from checkrules.model.submission import Submission
from checkrules.reading.narrative import Wording, load_wording

if TYPE_CHECKING:
    from checkrules.tables.judged_table import JudgedTable


@attrs.frozen(kw_only=True)
class Checklist:
    """A loaded checklist. Make one with `load_checklist`; `evaluate` judges one submission.

    Two are equal where their contents, waivers, overrides and plugins are.
    """

    content: Content
    registry: Registry = attrs.field(repr=False, eq=lambda registry: registry.extra)
    waivers: tuple[Waiver, ...] = attrs.field(default=(), repr=count_of)
    overrides: tuple[Override, ...] = attrs.field(default=(), repr=count_of)
    files: tuple[Path, ...] = attrs.field(default=(), repr=False, eq=False)
    """The files that it was loaded from, those of waivers and overrides too."""
    compiled: Compiled = attrs.field(init=False, repr=False, eq=False)

    @compiled.default
    def _compiled(self) -> Compiled:
        return Compiled(
            content=self.content,
            registered=self.registry.functions,
            model=self.registry.scoring_models.find(self.content.scoring.model),
            plugins=self.registry.extra,
            unpack=_unpack,
            waivers=self.waivers,
            overrides=self.overrides,
        )

    def __hash__(self) -> int:
        return hash((self.content.digest, self.waivers, self.overrides))

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpack_checklist, (self.compiled.packed,)

    def __deepcopy__(self, memo: object) -> Checklist:
        return self

    @cached_property
    def wording(self) -> Wording | None:
        """How facts are worded in prose; None where the checklist does not say."""
        return load_wording(self.content.wording) if self.content.wording is not None else None

    def evaluate_frame(self, frame: Any, *, today: dt.date | None = None) -> JudgedTable:
        """Decide every rule for every submission of a table: a Polars DataFrame or LazyFrame, or anything that gives an
        Arrow C stream. Needs the extra `table`.

        One row is one submission; columns are named as the facts of the form, lists of objects are lists of structs. A fact
        without a column is not stated; a column that is no fact is not used (`remarks`); an invalid cell counts as not
        stated (`misfits`). Of a LazyFrame, the columns that are needed are collected. Results are computed on first use.
        Raises TypeError for anything else than a table.
        """
        from checkrules.tables.columns.fact_columns import collected
        from checkrules.tables.judged_table import JudgedTable

        table, names = collected(frame, self.compiled.facts)
        return JudgedTable(self.compiled, table, today=today, names=names)

    def evaluate(self, facts: Mapping[str, object] | Submission, *, today: dt.date | None = None) -> Report:
        """Decide every rule for one submission: a mapping of facts by name, or a Submission that was read.

        A fact that is not stated is left out or None. An invalid value counts as not stated, with a remark in the report;
        nothing is raised. `today` is the day of the report (the present day when left out): it dates the report and
        decides what is in the future. Scores, issues and messages are computed on first use.
        """
        if isinstance(facts, Submission):
            return self._report(facts, self.compiled.record_type.of(dict(facts.facts)), today)
        stated = dict(facts)
        return self._report(stated, self.compiled.record_type.of(stated), today)

    def evaluate_json(self, data: bytes | str, *, today: dt.date | None = None) -> Report:
        """Decide every rule for one submission in JSON: an object of facts by name. Otherwise as `evaluate`.

        Of duplicate names the last value counts. Raises ReadError for anything but a JSON object.
        """
        data = data.encode() if isinstance(data, str) else bytes(data).removeprefix(b"\xef\xbb\xbf")
        try:
            if not data.isascii():
                data.decode()  # values of unknown facts are not decoded, and may not be text
            return self._report(data, self.compiled.record_type.decoder.decode(data), today)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # broken, or only an invalid value
            return self.evaluate(json_object(data), today=today)

    def _report(self, source: Submission | Mapping[str, object] | bytes, record: Any, today: dt.date | None) -> Report:
        compiled = self.compiled
        period = compiled.periods[0] if len(compiled.periods) == 1 else compiled.period_of(record)
        try:
            codes = period.generated.judge(record)
        except Exception:  # noqa: BLE001 - a function of a plugin, a table with two rows that fit: find which rules cannot run
            codes = compiled.one_by_one(compiled.record_type.values(record), period)
        return Report(compiled, period, source, record, codes, today)


def _unpack(packed: bytes) -> Compiled:
    return _unpack_checklist(packed).compiled


@lru_cache(maxsize=4)  # a process pool sends reports one by one, and the checklist with each task
def _unpack_checklist(packed: bytes) -> Checklist:
    content, plugins, waivers, overrides = pickle.loads(zlib.decompress(packed))  # noqa: S301 - part of a pickle itself
    registry = load_plugins_again(plugins)
    return Checklist(content=content, registry=registry, waivers=waivers, overrides=overrides)
