"""Good files of every kind, which are then changed: those of the examples, and small ones made of the rules' own examples."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from functools import cache
from pathlib import Path

import polars as pl

import checkrules

from ..content_by_hand import FILLED, FORMS, ROOT

GOOD = ROOT / "tests" / "loading" / "refused" / "_good"


@cache
def checklist() -> checkrules.Checklist:
    """The first checklist."""
    return checkrules.load_checklist("mental-health")


@cache
def records() -> tuple[dict[str, object], ...]:
    """Submissions of every rule's examples."""
    found = [
        {"school_name": f"{rule.id}小学", **facts}
        for rule in checklist().content.rules
        for facts in (*rule.examples.passing, *rule.examples.failing)
    ]
    return tuple(found[::7])


def json_documents() -> tuple[bytes, ...]:
    """One record, several, and one with the texts of the form."""
    filled = FILLED["C01"]
    narrated = {**filled["head"], "narratives": filled["narratives"], "problems": "无", "task_notes": {"T01": "见附件"}}
    documents = (records()[0], records()[3], list(records()[:3]), {"submissions": list(records()[:2])}, narrated)
    return tuple(json.dumps(document, ensure_ascii=False).encode() for document in documents)


def json_objects() -> tuple[bytes, ...]:
    """One record a document."""
    return tuple(json.dumps(record, ensure_ascii=False).encode() for record in records())


def ndjson() -> tuple[bytes, ...]:
    """A few records, one a line."""
    return (b"\n".join(json_objects()[:4]), b"\r\n".join(json_objects()[4:6]) + b"\r\n")


def yaml_documents() -> tuple[bytes, ...]:
    """Records as people type them."""
    lines = ["school_name: 甲小学", "student_count: 1200", "emergency_plan_exists: true", "inspection_date: 2023-09-05"]
    return (
        "\n".join(lines).encode(),
        (
            "submissions:\n" + "\n".join(f"  - {line}" for line in lines[:1]) + "\n    narratives: {T01: 已制定方案}\n"
        ).encode(),
    )


def csv_documents() -> tuple[bytes, ...]:
    """Rows under headings by name and by title, in both encodings."""
    facts = {fact.name: fact for fact in checklist().content.form.facts}
    names = [
        name for name in ("school_name", "student_count", "inspection_date", "emergency_plan_exists") if name in facts
    ]
    rows = [["甲小学", "1200", "2023-09-05", "是"], ["乙小学", "300人", "2023年9月6日", "否"], ["丙小学", "", "", ""]]
    made = []
    for heading, encoding in ((names, "utf-8-sig"), ([facts[name].title.zh for name in names], "gb18030")):
        text = io.StringIO()
        csv.writer(text).writerows([heading, *rows])
        made.append(text.getvalue().encode(encoding))
    return (*made, b"school_name;T01;T01 remarks;problems\r\n\xe7\x94\xb2;\xe5\xb7\xb2\xe5\x88\xb6\xe5\xae\x9a;;\r\n")


def rosters() -> tuple[bytes, ...]:
    """The example's roster, as it is and in UTF-8."""
    data = (FORMS / "roster.csv").read_bytes()
    return data, data.decode("gb18030").encode()


def forms() -> tuple[bytes, ...]:
    """The filled forms of the examples."""
    return tuple(path.read_bytes() for path in sorted(FORMS.glob("C*.docx")))


def parquet_files() -> tuple[bytes, ...]:
    """A table with columns of several types, packed in two ways and plain."""
    days = pl.Series([None, "2023-09-05", "2023-09-06"]).str.to_date()
    frame = pl.DataFrame(
        {
            "school_name": ["甲", "乙", None],
            "student_count": [1200, None, 3],
            "inspection_date": days,
            "emergency_plan_exists": [True, False, None],
        }
    )
    made = []
    for compression in ("zstd", "snappy", "uncompressed"):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "a.parquet"
            frame.write_parquet(file, compression=compression)
            made.append(file.read_bytes())
    return tuple(made)


def expressions() -> tuple[bytes, ...]:
    """Every condition and requirement of the first checklist."""
    texts = {text for rule in checklist().content.rules for text in (rule.when, rule.require) if text}
    return tuple(sorted(text.encode() for text in texts))


def texts() -> tuple[bytes, ...]:
    """Narratives, cells and messages."""
    narratives = [text for filled in FILLED.values() for text in filled["narratives"].values()]
    messages = [rule.message.zh for rule in checklist().content.rules]
    return tuple(
        text.encode() for text in (*narratives, *messages, "1,024", "三百二十人", "☑有 □无", "2023.9.5", "85％")
    )
