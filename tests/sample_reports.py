"""Reports of a small checklist with every kind of thing that a writer shows. Nothing in them depends on the day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs

import checkrules
from checkrules import Alternative, Doubt, Location, Reading, Rejection, Remark, Report, Reports, Submission, Text
from checkrules.hooks.registry import load_plugins
from checkrules.plugin import Origin

MADE_AT = dt.datetime(2024, 3, 6, 8, 0, tzinfo=dt.UTC)
SCHOOL = Path(__file__).parent / "data" / "school"
WRITERS = {"terminal": "txt", "markdown": "md", "html": "html"}

TROUBLED = {
    "school_name": "青柳湖市第一实验小学（虚构）",
    "inspection_date": "2024-03-05",
    "stage": "primary",
    "student_count": 1200,
    "teacher_count": 0,
    "certified_count": 1,
    "training_count": 1,
    "room_exists": True,
    "room_areas_present": ["group"],
    "room_area": 72.5,
    "records_kept": True,
    "lessons_observed": 0,
}
KINDERGARTEN = {
    "school_name": "青柳湖市直属第二幼儿园（虚构）",
    "inspection_date": "2024-03-04",
    "stage": "kindergarten",
    "training_count": 3,
    "lessons_observed": 2,
}
REJECTED = (
    Rejection(
        location=Location(file="forms/旧表.doc"),
        reason=Text("这是旧版 Word 文件（.doc）", "this is an old Word file (.doc)"),
        hint=Text("请另存为 .docx 后再交", "save it as .docx and hand it in again"),
    ),
    Rejection(
        location=Location(file="roster.csv", line=12), reason=Text("这一行的列数不对", "this row has too many columns")
    ),
)


def checklist(**options: object) -> checkrules.Checklist:
    """The small checklist, with a digest that its files' next edit leaves alone."""
    loaded = checkrules.load_checklist(SCHOOL, **options)  # type: ignore[arg-type]
    return attrs.evolve(loaded, content=attrs.evolve(loaded.content, digest="5" * 64))


def submission(facts: dict[str, object], file: str = "forms/1.docx", **more: object) -> Submission:
    return Submission(facts=facts, location=Location(file=file), sha256="0123456789abcdef" * 4, reader="docx", **more)  # type: ignore[arg-type]


def troubled() -> Reports:
    """One report with issues, a changed profile, waived and overridden rules, prose, remarks."""
    quote = "全校现有学生近1200人"
    origins = {
        "student_count": Origin(kind="prose", task="T01", start=0, end=len(quote), quote=quote, approximate=True),
        "training_count": Origin(kind="prose", task="T01", start=20, end=30, quote="上学年开展培训1次"),
    }
    note = Remark(
        code="invalid_value",
        fact="notes",
        value="若干",
        message=Text("“补充说明”不合要求，按未说明处理", "'Notes' does not fit and counts as not stated"),
        location=Location(file="forms/1.docx", cell="表1 第3行"),
    )
    judged = checklist(
        profile="strict", settings={"large_school_min_students": "800"}, decisions=[SCHOOL / "decisions.yaml"]
    )
    report = judged.evaluate(submission(TROUBLED, origins=origins, remarks=(note,)), today=MADE_AT.date())
    return Reports(reports=(report,), made_at=MADE_AT)


def clean() -> Reports:
    """A kindergarten without an issue."""
    report = checklist().evaluate(submission(KINDERGARTEN, "forms/2.docx"), today=MADE_AT.date())
    return Reports(reports=(report,), made_at=MADE_AT)


WORDS = "全校学生约1200人，大规模。有专职教师0名，兼职3名（区里调配）。培训开展1次。李老师介绍，辅导记录基本齐全。"


def words(fact: str, value: object, status: str, quote: str, **more: object) -> Reading:
    start = WORDS.index(quote)
    return Reading(
        fact=fact, task="T01", status=status, value=value, quote=quote, start=start, end=start + len(quote), **more
    )  # type: ignore[arg-type]


def waiting() -> Reports:
    """A school whose form has only prose, with some facts that a person confirmed, and a school without prose."""
    facts: dict[str, object] = {
        "school_name": "云渡教学点（虚构）",
        "inspection_date": "2024-03-05",
        "stage": "primary",
        "room_exists": False,
        "room_area": 50,
    }
    by = Origin(kind="confirmed", by="督学甲", on=dt.date(2024, 3, 6))
    read = (
        words("student_count", 1200, "candidate", "学生约1200人", doubts=(Doubt(code="approximate", start=4, end=5),)),
        words(
            "teacher_count",
            0,
            "candidate",
            "有专职教师0名",
            doubts=(Doubt(code="second_figure", start=22, end=26),),
            alternatives=(Alternative(value=3, how="sum", start=15, end=26),),
        ),
        words("training_count", 1, "certain", "培训开展1次"),
        words("records_kept", None, "mention", "辅导记录"),
    )
    given = submission(
        facts,
        origins={"room_exists": by},
        narratives={"T01": WORDS},
        not_stated={"certified_count": by},
    )
    judged = checklist()
    report = judged.evaluate(given, today=MADE_AT.date())
    record = report.compiled.record_type.of(dict(facts))
    proposed = Report(report.compiled, report.period, given, record, report.computed_codes, MADE_AT.date(), read)
    other = judged.evaluate(submission(KINDERGARTEN, "forms/2.docx"), today=MADE_AT.date())
    return Reports(reports=(proposed, other), made_at=MADE_AT)


def decided() -> Reports:
    """The same without what only readings would decide."""
    return attrs.evolve(waiting(), decided=True)


def several() -> Reports:
    """Three schools, one of them incomplete and without a date, and files that could not be read."""
    judged = checklist()
    silent: dict[str, object] = {
        "school_name": "云渡教学点（虚构）",
        "stage": "primary",
        "teacher_count": 0,
        "room_exists": False,
    }
    made = [
        judged.evaluate(submission(facts, f"forms/{n}.docx"), today=MADE_AT.date())
        for n, facts in enumerate((TROUBLED, KINDERGARTEN, silent), 1)
    ]
    return Reports(reports=tuple(made), rejected=REJECTED, made_at=MADE_AT)


def many() -> Reports:
    """More schools than a terminal shows in full."""
    judged = checklist()
    made = [
        judged.evaluate(submission({**TROUBLED, "school_name": f"第{n}小学"}), today=MADE_AT.date())
        for n in range(1, 8)
    ]
    return Reports(reports=tuple(made), rejected=REJECTED, made_at=MADE_AT)


def nothing() -> Reports:
    """Only files that could not be read."""
    return Reports(reports=(), rejected=REJECTED, made_at=MADE_AT)


def written(reports: Reports, writer: str, language: str = "zh") -> str:
    """The document, with the library's version left out."""
    registry = checklist().registry if reports.reports else load_plugins()
    text = checkrules.render(reports, writer, registry=registry, language=language)  # type: ignore[arg-type]
    assert isinstance(text, str)
    return text.replace(f"checkrules {checkrules.__version__}", "checkrules X")
