"""A loaded checklist: its content and plugins, and both evaluators (one submission, a table). Shared by threads."""

from __future__ import annotations

import datetime as dt
import pickle
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from checkrules.evaluation.compiled import Compiled
from checkrules.evaluation.report import Report
from checkrules.facts.coerce import coerced_submission
from checkrules.facts.strict import refuse_unfit
from checkrules.hooks.registry import Registry, load_plugins_again
from checkrules.loading.parameters import set_parameters
from checkrules.model.arguments import (
    bytes_given,
    day_given,
    items_given,
    json_given,
    mapping_given,
    reason_given,
    record_given,
    text_names,
)
from checkrules.model.frozen import count_of
from checkrules.model.readings import Reading
from checkrules.model.rules import Content, Override, Waiver
from checkrules.model.submission import Submission
from checkrules.model.text import Text
from checkrules.reading.json import MAX_LINE_BYTES, submission_of_json, too_long
from checkrules.reading.narrative import ProseNames
from checkrules.reading.prose_facts import accepted, readings_of

if TYPE_CHECKING:
    import polars as pl

    from checkrules.tables.frame import Frame
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

    @property
    def prose_names(self) -> ProseNames | None:
        """How facts are worded in prose; None where the checklist does not say."""
        return self.compiled.prose_names

    def with_(
        self,
        *,
        parameters: Mapping[str, object] | None = None,
        reason: Text | str | None = None,
        waivers: Iterable[Waiver] | None = None,
        overrides: Iterable[Override] | None = None,
    ) -> Checklist:
        """A checklist that is the same but for what is given; this one stays as it is.

        `parameters` sets thresholds (name → value), as a profile does, from the beginning on; the report lists each with
        `reason`. `waivers` and `overrides` take the place of all that there were. Raises UsageError for an unknown
        parameter or a value that does not fit, ChecklistError for a waiver or override of a rule that is not there.
        """
        content = self.content
        if parameters is not None:
            content = set_parameters(content, mapping_given("parameters", parameters), {}, reason_given(reason))
        return attrs.evolve(
            self,
            content=content,
            waivers=self.waivers if waivers is None else items_given("waivers", waivers, Waiver),
            overrides=self.overrides if overrides is None else items_given("overrides", overrides, Override),
        )

    def evaluate_frame(
        self,
        frame: Frame | pl.LazyFrame,
        *,
        today: dt.date | None = None,
        keep: Iterable[str] = (),
        coerce: bool = False,
        strict: bool = False,
    ) -> JudgedTable:
        """Decide every rule for every submission of a table: a Polars DataFrame or LazyFrame, or anything that gives an
        Arrow C stream (`Frame`). Needs the extra `table`.

        One row is one submission; columns are named as the facts of the form, lists of objects are lists of structs. A fact
        without a column is not stated; a column that is no fact is not used (`remarks`); an invalid cell counts as not
        stated (`misfits`). Results are computed on first use.

        `keep` names columns, such as a code, that every table of results carries after `row`, as they are. Join by them:
        `row` counts from 1 and is the row as the table was read. A LazyFrame is collected once, with the columns that are
        needed, and all results come from that: its order may differ the next time that it is collected, and then only kept
        columns say which submission is which.

        `coerce` and `strict` are as for `evaluate`; a coerced column has a remark, with how many cells were.

        Raises TypeError for anything else than a table, UsageError for a column to keep that the table lacks, that is named
        twice or that has the name of a column of the results.
        """
        from checkrules.tables.columns.coerce import coerced_table
        from checkrules.tables.columns.fact_columns import collected
        from checkrules.tables.columns.kept import kept_columns, kept_names
        from checkrules.tables.judged_table import JudgedTable

        day_given(today)
        kept = kept_names(keep, self.compiled)
        table, names = collected(frame, {*self.compiled.facts, *kept})
        read = coerced_table(self.compiled, table) if coerce else None
        judged = JudgedTable(
            self.compiled,
            table if read is None else read.frame,
            today=today,
            names=[name for name in names if name not in kept],
            kept=kept_columns(table, kept, names) if kept else None,
            left_out=None if read is None else read.left_out,
            remarks=() if read is None else read.remarks,
        )
        if strict:
            judged.refuse_unfit()
        return judged

    def evaluate(
        self,
        facts: Mapping[str, object] | Submission,
        *,
        today: dt.date | None = None,
        coerce: bool = False,
        strict: bool = False,
    ) -> Report:
        """Decide every rule for one submission: a mapping of facts by name, or a Submission that was read.

        A fact that is not stated is left out or None. An invalid value counts as not stated, with a remark in the report;
        nothing is raised. `today` is the day of the report (the present day when left out): it dates the report and
        decides what is in the future. Scores, issues and messages are computed on first use.

        `coerce` takes values as databases and exports have them for what they mean: 0 and 1 for no and yes, text for numbers
        and dates, labels for choices; a remark names each. `strict` raises ReadError for what does not fit: an invalid
        value, an unknown fact, a required fact that is missing.

        Raises UsageError for anything else than a mapping of texts to values.
        """
        if today is not None and today.__class__ is not dt.date:
            day_given(today)
        if coerce:
            facts = coerced_submission(self.content.form, _submission(facts))
        if isinstance(facts, Submission):
            facts, readings = self._with_accepted(facts)
            report = self._report(facts, self.compiled.record_type.of(dict(facts.facts)), today, readings)
        else:
            stated = dict(facts if isinstance(facts, dict) else record_given(facts))
            report = self._report(stated, self.compiled.record_type.of(stated), today)
        if strict:
            refuse_unfit(report.remarks_on_values)
        return report

    def evaluate_json(
        self,
        data: bytes | str,
        *,
        today: dt.date | None = None,
        max_bytes: int | None = MAX_LINE_BYTES,
        coerce: bool = False,
        strict: bool = False,
    ) -> Report:
        """Decide every rule for one submission in JSON: an object of facts by name, or the record of a JSON file, whose facts
        may be under `facts`, with `narratives`, `task_notes` and `problems` beside them. Otherwise as `evaluate`.

        Raises ReadError for more than `max_bytes` bytes (None: any number), for anything but a JSON object, and for what
        JSON libraries understand differently: duplicate keys, NaN and Infinity, halves of surrogate pairs, deep nesting.
        """
        if data.__class__ is not bytes:
            data = json_given(data)
        if max_bytes is not None and len(data) > (
            max_bytes if max_bytes.__class__ is int and max_bytes > 0 else bytes_given(max_bytes)
        ):
            raise too_long(max_bytes)
        if today is not None and today.__class__ is not dt.date:
            day_given(today)
        report = None if coerce else self._report_of_json(data, today)
        if report is None:
            facts = self.compiled.json_records.whole_object(data)
            source = submission_of_json(data, self.content) if facts is None else facts
            return self.evaluate(source, today=today, coerce=coerce, strict=strict)
        if strict:
            refuse_unfit(report.remarks_on_values)
        return report

    def _with_accepted(self, submission: Submission) -> tuple[Submission, tuple[Reading, ...] | None]:
        """The submission with what is read out of its prose, as far as that counts as facts; and what is read, where that
        had to be known."""
        accept = self.content.accept
        if accept == "none" or not submission.narratives:
            return submission, None
        readings = readings_of(submission, self.content, self.prose_names)
        return accepted(submission, readings, accept), readings

    def _report_of_json(self, data: bytes, today: dt.date | None) -> Report | None:
        """The report of a record that needs no closer look, at C speed; None where it needs one."""
        compiled = self.compiled
        record = compiled.json_records.decode(data)
        if record is None:
            return None
        index = 0 if len(compiled.periods) == 1 else compiled.period_index(compiled.date_of(record))
        try:
            codes, keys = compiled.json_judges[index](record)
        except Exception:  # noqa: BLE001 - as in `Compiled.decide`
            return None
        if not compiled.json_records.is_whole(data, record, keys):
            return None
        return Report(compiled, compiled.periods[index], data, record, codes, today)

    def _report(
        self,
        source: Submission | Mapping[str, object] | bytes,
        record: Any,
        today: dt.date | None,
        readings: tuple[Reading, ...] | None = None,
    ) -> Report:
        compiled = self.compiled
        period = compiled.periods[0] if len(compiled.periods) == 1 else compiled.period_of(record)
        codes = compiled.decide(record, period)
        return Report(compiled, period, source, record, codes, today, readings)


def _submission(facts: Mapping[str, object] | Submission) -> Submission:
    if isinstance(facts, Submission):
        return facts
    stated = record_given(facts)
    text_names(stated)
    return Submission(facts=stated)


def _unpack(packed: bytes) -> Compiled:
    return _unpack_checklist(packed).compiled


@lru_cache(maxsize=4)  # a process pool sends reports one by one, and the checklist with each task
def _unpack_checklist(packed: bytes) -> Checklist:
    content, plugins, waivers, overrides = pickle.loads(zlib.decompress(packed))  # noqa: S301 - part of a pickle itself
    registry = load_plugins_again(plugins)
    return Checklist(content=content, registry=registry, waivers=waivers, overrides=overrides)
