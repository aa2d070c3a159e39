"""What is fuzzed: each target takes bytes, gives them to one way in, and holds what must hold whatever they are.

A target returns whether the input was judged or rejected. Whatever it raises is a failure: the errors that are documented
are caught here, where they are expected.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Literal

import attrs
import jsonschema
import lxml.html
from hypothesis import strategies as st

import checkrules
from checkrules.authoring.lint import lint_text
from checkrules.expressions.parse import parse_condition
from checkrules.expressions.scope import ExpressionError, Meaning, Scope
from checkrules.facts.kind import InvalidValue
from checkrules.facts.kinds import fit, parse_value
from checkrules.facts.scope import scope_of
from checkrules.hooks.registry import load_plugins
from checkrules.loading.bundled import bundled
from checkrules.model.tree import type_of
from checkrules.presentation.explain import explanation
from checkrules.words.templates import Template

from . import evaluators, seeds, strategies

Verdict = Literal["judged", "rejected"]
TODAY = dt.date(2024, 5, 1)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@attrs.frozen(kw_only=True)
class Target:
    """A way in. `run` gets the input and a folder to work in; `seeds` are changed byte by byte, `made` are whole inputs that
    hypothesis makes. `share` is its part of the time."""

    name: str
    suffix: str
    run: Callable[[bytes, Path], Verdict]
    seeds: Callable[[], tuple[bytes, ...]] = tuple
    made: st.SearchStrategy[bytes] | None = None
    share: float = 1.0


def _file(suffix: str, data: bytes, folder: Path) -> Verdict:
    """A submission file beside a good one: each is judged or rejected, and every writer writes what was found."""
    (folder / "good.json").write_text('{"school_name": "好学校", "emergency_plan_exists": true}', encoding="utf-8")
    file = folder / f"input{suffix}"
    file.write_bytes(data)
    reports = checkrules.check([file, folder / "good.json"], seeds.checklist(), today=TODAY)
    judged = [report for report in reports.reports if report.submission.location.file == str(file)]
    _require(len(reports.reports) == len(judged) + 1, "the good file beside it is not judged")
    for report in judged:
        _use(report)
    _written(reports, len(data))
    return "judged" if judged else "rejected"


def _use(report: checkrules.Report) -> None:
    """All that a report computes on first use."""
    rules = len(report.content.rules)
    _require(len(report.codes) == len(report.results) == rules, "a rule has no outcome")
    _ = (
        report.facts,
        report.remarks,
        report.score,
        report.sections,
        report.grade,
        report.counts,
        hash(report),
        report.stated,
    )
    for issue in report.issues:
        _ = issue.gap, issue.gain, issue.fingerprint, issue.due, issue.waiver
    index = report.codes.count(b"\x01"[0])  # another rule for another report
    for language in ("zh", "en"):
        _plain(explanation(report, report.content.rules[index % rules].id, language), "explain")


def _written(reports: checkrules.Reports, size: int) -> None:
    """The documents of reports, one format at a time, well-formed."""
    registry = load_plugins()
    format_ = sorted(registry.writers)[size % len(registry.writers)]
    document = checkrules.render(reports, format_, registry=registry, language=("zh", "en")[size // 7 % 2])
    text = document if isinstance(document, str) else document.decode()
    if format_ == "json":
        jsonschema.validate(json.loads(text), report_schema())
    elif format_ == "html":
        tree = lxml.html.document_fromstring(text)
        _require(len(tree.xpath("//script")) == 0, "a script in the page")
        _require(not tree.xpath("//@*[starts-with(name(), 'on')]"), "an attribute that runs")
    if format_ != "json":
        _plain(text, format_)


@cache
def report_schema() -> dict[str, object]:
    """The schema of a report."""
    schema: dict[str, object] = json.loads((bundled("schemas") / "report-2.schema.json").read_text(encoding="utf-8"))
    return schema


def _plain(text: str, what: str) -> None:
    found = CONTROL.search(text)
    _require(found is None, f"{what}: a control character: {found and ascii(found[0])}")
    text.encode("utf-8")


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)


def _json_object(data: bytes, folder: Path) -> Verdict:
    """One object: `evaluate_json`, a JSON file and a line of NDJSON say the same."""
    return evaluators.one_meaning(seeds.checklist(), data, folder)


def _roster(data: bytes, folder: Path) -> Verdict:
    file = folder / "roster.csv"
    file.write_bytes(data)
    try:
        roster = checkrules.load_roster(file, seeds.checklist().content.form)
    except checkrules.ReadError as error:
        _placed(error, file)
        return "rejected"
    for note in roster.remarks:
        _ = note.location
    submission = {"school_name": next(iter(roster.entries.values())).subject if roster.entries else "甲"}
    (folder / "one.json").write_text(json.dumps(submission), encoding="utf-8")
    reports = checkrules.check(folder / "one.json", seeds.checklist(), roster=file, today=TODAY)
    _require(len(reports.reports) == 1, "the submission is not judged")
    _written(reports, len(data))
    return "judged"


def _placed(error: checkrules.CheckrulesError, folder: Path) -> None:
    """An error says where, in both languages."""
    _require(error.location is not None, "the error has no location")
    _require(str(folder) in str(error.location), "the error is located in another file")
    for language in ("zh", "en"):
        _plain(error.message[language].replace("\t", " "), "error")


def _table(suffix: str, data: bytes, folder: Path) -> Verdict:
    """A table beside a good one, judged part by part; all outputs are read again."""
    file, good = folder / f"input{suffix}", folder / "good.ndjson"
    file.write_bytes(data)
    good.write_text('{"school_name": "好", "emergency_plan_exists": true}\n', encoding="utf-8")
    output = (".ndjson", ".csv")[len(data) % 2]
    outputs = {name: folder / f"{name}{output}" for name in ("results", "issues", "undecided", "misfits")}
    summary = checkrules.check_table([file, good], seeds.checklist(), today=TODAY, **outputs)
    for path in outputs.values():
        written = path.read_text(encoding="utf-8-sig")
        if output == ".ndjson":
            for line in written.splitlines():
                json.loads(line)
        _plain(written.replace("\r\n", "\n"), path.name) if output == ".csv" else None
        path.unlink()
    return "judged" if summary.submissions > 1 else "rejected"


def _checklist_file(name: str, data: bytes, folder: Path) -> Verdict:
    """One file of a small checklist: refused with its place, or loaded, used and linted."""
    rules = folder / "rules"
    shutil.copytree(seeds.GOOD, rules)
    (rules / name).write_bytes(data)
    try:
        checklist = checkrules.load_checklist(rules, profile="strict", decisions=[rules / "decisions" / "one.yaml"])
        lint_text(checklist, "en")
    except checkrules.CheckrulesError as error:
        _placed(error, rules)
        return "rejected"
    for cooks in (None, 0, 3, 2**60):
        report = checklist.evaluate(
            {"canteen": "一食堂", "cook_count": cooks, "rooms": ["store"], "day": "2024-03-01"}, today=TODAY
        )
        _use(report)
    return "judged"


@cache
def _scope() -> Scope:
    content, registry = seeds.checklist().content, load_plugins()
    scope = scope_of(content.form.facts, registry.functions.values(), content.parameters)
    definitions = {d.name: Meaning(kind="definition", type=type_of(d.tree)) for d in content.definitions}
    return attrs.evolve(scope, names={**scope.names, **definitions})


def _expression(data: bytes, _: Path) -> Verdict:
    """A condition as an author types it: refused, or the same in all evaluators."""
    try:
        parse_condition(data.decode("utf-8", "replace"), _scope())
    except ExpressionError as error:
        _plain(error.problem.zh + error.problem.en, "error")
        return "rejected"
    return "judged"


def _text(data: bytes, folder: Path) -> Verdict:
    """A text as narrative of a task, as cell of every fact, as message, as value of a parameter."""
    text = data.decode("utf-8", "replace")
    facts = seeds.checklist().content.form.facts
    for fact in facts:
        try:
            fit(fact, parse_value(fact, text))
        except InvalidValue:
            continue
    Template(checkrules.Text(text, text), seeds.checklist().compiled.labelled).fill(lambda _: text)
    try:
        name = next(iter(seeds.checklist().content.parameters)).name
        checkrules.load_checklist("mental-health", settings={name: text[:200]})
    except checkrules.CheckrulesError as error:
        _plain(error.message.zh + error.message.en, "error")
    task = f"T{len(data) % 13 + 1:02}"
    document = {
        "school_name": "甲",
        "narratives": {task: text},
        "task_notes": {"T01": text},
        "problems": text,
        "highlights": [text],
    }
    return _file(".json", json.dumps(document).encode(), folder)


def targets() -> tuple[Target, ...]:
    """All targets."""
    checklist_files = [str(path.relative_to(seeds.GOOD)) for path in sorted(seeds.GOOD.rglob("*.*"))]
    return (
        Target(
            name="docx",
            suffix=".docx",
            run=partial(_file, ".docx"),
            seeds=seeds.forms,
            made=strategies.word_files(),
            share=2,
        ),
        Target(
            name="json",
            suffix=".json",
            run=partial(_file, ".json"),
            seeds=seeds.json_documents,
            made=strategies.json_documents(),
        ),
        Target(
            name="ndjson",
            suffix=".ndjson",
            run=partial(_file, ".ndjson"),
            seeds=seeds.ndjson,
            made=strategies.ndjson_files(),
        ),
        Target(
            name="yaml",
            suffix=".yaml",
            run=partial(_file, ".yaml"),
            seeds=seeds.yaml_documents,
            made=strategies.yaml_documents(),
        ),
        Target(
            name="csv",
            suffix=".csv",
            run=partial(_file, ".csv"),
            seeds=seeds.csv_documents,
            made=strategies.csv_files(),
        ),
        Target(
            name="json-object",
            suffix=".json",
            run=_json_object,
            seeds=seeds.json_objects,
            made=strategies.json_objects(),
        ),
        Target(name="roster", suffix=".csv", run=_roster, seeds=seeds.rosters),
        Target(name="table-parquet", suffix=".parquet", run=partial(_table, ".parquet"), seeds=seeds.parquet_files),
        Target(
            name="table-csv",
            suffix=".csv",
            run=partial(_table, ".csv"),
            seeds=seeds.csv_documents,
            made=strategies.csv_files(),
        ),
        Target(
            name="table-ndjson",
            suffix=".ndjson",
            run=partial(_table, ".ndjson"),
            seeds=seeds.ndjson,
            made=strategies.ndjson_files(),
        ),
        *(
            Target(
                name=f"checklist-{name.replace('/', '-').partition('.')[0]}",
                suffix=Path(name).suffix,
                run=partial(_checklist_file, name),
                seeds=lambda name=name: ((seeds.GOOD / name).read_bytes(),),  # type: ignore[misc]
                share=0.4,
            )
            for name in checklist_files
        ),
        Target(
            name="checklist-rule",
            suffix=".yaml",
            run=partial(_checklist_file, "rules.yaml"),
            made=strategies.rule_files(),
            share=0.5,
        ),
        Target(
            name="expression",
            suffix=".txt",
            run=_expression,
            seeds=seeds.expressions,
            made=strategies.expressions(),
            share=0.7,
        ),
        Target(name="text", suffix=".txt", run=_text, seeds=seeds.texts, made=strategies.texts()),
        Target(name="evaluators", suffix=".json", run=evaluators.same_outcomes, made=strategies.checklists(), share=8),
        Target(
            name="rule-engine",
            suffix=".json",
            run=evaluators.as_rule_engine,
            made=strategies.stated_expressions(),
            share=1,
        ),
    )
