"""Reports → what a person is asked: per submission the readings of its prose, and the facts that undecided rules lack."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
import msgspec

from checkrules.evaluation.report import Report, Reports
from checkrules.evaluation.report_data import made_by, mask, plain_value
from checkrules.expressions.open_facts import open_facts
from checkrules.facts.comparable import comparable
from checkrules.facts.kinds import expected_of
from checkrules.model.arguments import language_given
from checkrules.model.form import Fact
from checkrules.model.frozen import count_of
from checkrules.model.privacy import FLAGS, flagged
from checkrules.model.readings import PROVISIONAL, Reading, ReadingStatus, ReadValue, rows_digest
from checkrules.model.review import (
    ReviewAlternative,
    ReviewChecklist,
    ReviewChoice,
    ReviewData,
    ReviewDocument,
    ReviewDoubt,
    ReviewReading,
    ReviewRule,
)
from checkrules.model.rules import UNKNOWN, Content, Rule
from checkrules.model.submission import Rejection, Remark
from checkrules.model.text import Language, visible
from checkrules.words.codes import DOUBT_WORDS, HOW_WORDS, READING_STATUS_WORDS
from checkrules.words.labels import subject_title
from checkrules.words.review import UNREAD, review_labels
from checkrules.words.values import with_unit

_END = re.compile(r"[。！？!?；;\n\r]")
_AROUND = 120
"""Characters of a sentence that are shown on each side of a quote."""
_DOUBTED = 20
"""Characters of the words that raise a doubt, as far as they are named."""
_OFFERED = 8
"""Values that were read which a sheet offers: a key for each; others are typed."""
_SUREST: tuple[ReadingStatus, ...] = ("certain", "candidate", "conflict", "guess", "mention", "unsaid")


@attrs.frozen(kw_only=True)
class Reviews:
    """What a person is to confirm of any number of submissions. Make it with `checkrules.review`."""

    reports: Reports = attrs.field(repr=lambda reports: count_of(reports.reports))
    """The submissions as facts alone decide them; with what was rejected, and the remarks."""

    @property
    def rejected(self) -> tuple[Rejection, ...]:
        """The files and records that could not be read."""
        return self.reports.rejected

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Notices that concern no single submission."""
        return self.reports.remarks

    def document(self, language: Language = "zh") -> ReviewDocument:
        """The review document, personal numbers masked. Raises UsageError for an unknown language."""
        language = language_given(language)
        reports = self.reports.reports
        return ReviewDocument(
            language=language,
            made_by=made_by(),
            made_at=self.reports.made_at,
            checklist=_checklist(reports[0].content, language) if reports else None,
            reviews=[_review(report, language) for report in reports],
        )

    def to_dict(self, language: Language = "zh") -> dict[str, Any]:
        """The review document as plain JSON values."""
        built: dict[str, Any] = msgspec.to_builtins(self.document(language))
        return built

    def to_json(self, language: Language = "zh") -> str:
        """The same as JSON text, on one line."""
        return msgspec.json.encode(self.document(language)).decode()


def _checklist(content: Content, language: Language) -> ReviewChecklist:
    return ReviewChecklist(
        id=content.id,
        version=content.version,
        title=content.title[language],
        subject=subject_title(content.form)[language],
    )


def _review(report: Report, language: Language) -> ReviewData:
    source = str(report.submission.location)
    return ReviewData(
        subject=mask(report.subject, report.content.privacy),
        source=source or None,
        sha256=report.submission.sha256 or None,
        inspected_on=report.inspected_on.isoformat() if report.inspected_on is not None else None,
        readings=list(_readings(report, language)),
    )


def _readings(report: Report, language: Language) -> Iterator[ReviewReading]:
    """What is asked: first what may decide a veto, then what may decide any rule, then the rest; each by row of the form."""
    asked = list(_asked(report, language))
    ranks = {fact.name: rank for rank, fact in enumerate(report.content.form.facts)}
    of_facts = (fact.task for fact in report.content.form.facts)
    rows = {task: row for row, task in enumerate(dict.fromkeys((*of_facts, *(t.id for t in _tasks(report.content)))))}
    yield from sorted(
        asked,
        key=lambda item: (not item.grave, not item.rules, rows.get(item.task, -1), item.start, ranks[item.fact]),
    )


def _tasks(content: Content) -> Iterable[Any]:
    return (task for section in content.sections for task in section.tasks)


def _asked(report: Report, language: Language) -> Iterator[ReviewReading]:
    rules = _undecided(report)
    by_fact: dict[str, list[Reading]] = {}
    for reading in report.readings:
        by_fact.setdefault(reading.fact, []).append(reading)
    stated, said_not = report.facts, report.submission.not_stated
    for fact in report.content.form.facts:
        if stated.get(fact.name) is not None or fact.name in said_not or fact.role == "name":
            continue
        readings = by_fact.get(fact.name, [])
        deciding = rules.get(fact.name, [])
        if readings or deciding:
            yield _Asked(report, fact, readings, deciding, language).item()


def _undecided(report: Report) -> Mapping[str, list[Rule]]:
    """The undecided rules by each fact that they can still depend on."""
    found: dict[str, list[Rule]] = {}
    indexes = [index for index, code in enumerate(report.codes) if code == UNKNOWN]
    if not indexes:
        return found
    compiled = report.compiled
    environment = compiled.environment(report.used, report.period)
    definitions = {definition.name: definition.tree for definition in report.content.definitions}
    for index in indexes:
        rule = report.content.rules[index]
        trees = [tree for tree in (rule.when_tree, rule.require_tree) if tree is not None]
        open_ = dict.fromkeys(name for tree in trees for name in open_facts(tree, environment, definitions))
        for name in open_:
            found.setdefault(name, []).append(rule)
    return found


def _surest_first(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    return tuple(sorted(readings, key=lambda reading: _SUREST.index(reading.status)))


@attrs.frozen
class _Asked:
    """One fact of a submission that a person is asked about, with all readings of it, the surest first."""

    report: Report
    fact: Fact
    readings: tuple[Reading, ...] = attrs.field(converter=_surest_first)
    rules: list[Rule]
    language: Language

    def item(self) -> ReviewReading:
        first = self.readings[0] if self.readings else None
        task = first.task if first is not None else self.fact.task
        narrative = self.report.submission.narratives.get(task, "")
        vetoed = {"critical", *(veto.severity for veto in self.report.content.scoring.vetoes)}
        titles = {task.id: task.title[self.language] for task in _tasks(self.report.content)}
        values = self._values()
        rows = sorted({reading.task for reading in self.readings})
        rows = rows if len(rows) > 1 else []
        return ReviewReading(
            fact=self.fact.name,
            title=self.fact.title[self.language],
            task=task,
            task_title=titles.get(task, ""),
            row_digest=rows_digest(self.report.submission.narratives, rows or [task]),
            rows=rows,
            status_text=(READING_STATUS_WORDS[self._status()] if first is not None else UNREAD)[self.language],
            expected=expected_of(self.fact)[self.language],
            grave=any(rule.severity in vetoed for rule in self.rules),
            rules=[
                ReviewRule(rule=rule.id, title=rule.title[self.language], severity=rule.severity) for rule in self.rules
            ],
            choices=self._choices([value for value, _ in values]),
            alternatives=[
                ReviewAlternative(
                    value=plain_value(value), how=how, text=self._text(value), how_text=HOW_WORDS[how][self.language]
                )
                for value, how in values[1:]
            ],
            **(self._read(first, narrative, values[0][0] if values else None) if first is not None else {}),
        )

    def _read(self, first: Reading, narrative: str, value: ReadValue | None) -> dict[str, Any]:
        """What is said of the surest reading."""
        privacy, status = self.report.content.privacy, self._status()
        masked = mask(narrative, privacy)
        before, after = _sentence(masked, first.start, first.end)
        start, end = first.start - len(before), first.end + len(after)
        flags = list(dict.fromkeys(f.kind for f in flagged(narrative, privacy) if f.start < end and start < f.end))
        return {
            "status": status,
            "value": plain_value(value),
            "text": self._text(value) if value is not None else "",
            "quote": masked[first.start : first.end],
            "start": first.start,
            "end": first.end,
            "before": before,
            "after": after,
            "flagged": flags,
            "flagged_text": review_labels(self.language)["list"].join(FLAGS[kind][self.language] for kind in flags),
            "doubts": list(self._doubts(masked)),
            "ticked": status in PROVISIONAL and value is not None and not any(r.doubts for r in self._speaking()),
        }

    def _speaking(self) -> list[Reading]:
        return [reading for reading in self.readings if reading.status in PROVISIONAL or reading.status == "conflict"]

    def _status(self) -> ReadingStatus:
        """That of the surest reading; where readings differ, they conflict."""
        values = {comparable(reading.value) for reading in self._speaking()}
        return "conflict" if len(values) > 1 else self.readings[0].status

    def _values(self) -> list[tuple[ReadValue, Any]]:
        """All values that the readings propose, each once, and how each comes about; the first one first."""
        proposed: list[tuple[ReadValue, Any]] = [
            (reading.value, "read") for reading in self.readings if reading.value is not None
        ]
        proposed += [(other.value, other.how) for reading in self.readings for other in reading.alternatives]
        first: dict[object, tuple[ReadValue, Any]] = {}
        for value, how in proposed:
            first.setdefault(comparable(value), (value, how))
        return list(first.values())

    def _doubts(self, masked: str) -> Iterator[ReviewDoubt]:
        seen = set()
        for reading in self.readings:
            text = masked if reading.task == self.readings[0].task else ""
            for doubt in reading.doubts:
                words = visible(text[doubt.start : doubt.end]).strip()
                named = 0 < len(words) <= _DOUBTED and (doubt.start, doubt.end) != (reading.start, reading.end)
                said = DOUBT_WORDS[doubt.code][self.language]
                said += {"zh": f"：{words}", "en": f": {words}"}[self.language] if named else ""
                if said not in seen:
                    seen.add(said)
                    yield ReviewDoubt(code=doubt.code, text=said)

    def _choices(self, values: list[ReadValue]) -> list[ReviewChoice]:
        """What is offered: the values that were read, then what else such a fact can be, where that is a few values."""
        offered: list[object] = list(values[:_OFFERED])
        if self.fact.type == "boolean":
            offered += [True, False]
        elif self.fact.type == "choice":
            offered += [choice.value for choice in self.fact.choices]
        each: dict[object, object] = {}
        for value in offered:
            each.setdefault(comparable(value), value)
        texts: dict[str, object] = {}
        for value in each.values():
            text = self._text(value)
            texts[text if text not in texts else f"{text} ({value})"] = value
        return [ReviewChoice(value=plain_value(value), text=text) for text, value in texts.items()]

    def _text(self, value: object) -> str:
        return with_unit(value, self.fact, self.fact.unit, self.language)


def _sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a span in its sentence."""
    first = max((found.end() for found in _END.finditer(text, max(0, start - 2 * _AROUND), start)), default=0)
    stop = _END.search(text, max(start, end - 1))  # a quote may hold the end of its sentence
    last = max(end, stop.end()) if stop is not None else len(text)
    before, after = text[max(first, start - _AROUND) : start], text[end : min(last, end + _AROUND)]
    before = ("…" if start - first > _AROUND else "") + before
    return before, after + ("…" if last - end > _AROUND else "")
