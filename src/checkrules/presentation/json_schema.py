"""The JSON Schemas of the documents, generated from their structs.

`python -m checkrules.presentation.json_schema schemas` writes them into the folder `schemas`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from checkrules.model import document, review
from checkrules.presentation import summary_document

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each document by the name of its file."""
    return {
        "report-2.schema.json": _schema(document.ReportDocument, document.SCHEMA, "Reports of checkrules, version 2"),
        "review-1.schema.json": _schema(
            review.ReviewDocument, review.REVIEW_SCHEMA, "What a person confirms with checkrules, version 1"
        ),
        "table-summary-2.schema.json": _schema(
            summary_document.SummaryDocument, summary_document.SCHEMA, "The summary of a table, version 2"
        ),
    }


def _schema(kind: type[msgspec.Struct], address: str, title: str) -> dict[str, Any]:
    _, definitions = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    for definition in definitions.values():
        definition["description"] = " ".join(definition["description"].split())
    root = definitions.pop(kind.__name__)
    return {"$schema": _DIALECT, "$id": address, **root, "title": title, "$defs": definitions}


def text_of(schema: dict[str, Any]) -> str:
    """A schema as its file has it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    for name, made in schemas().items():
        Path(sys.argv[1], name).write_text(text_of(made), encoding="utf-8", newline="\n")
