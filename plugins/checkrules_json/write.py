"""Writes reports as JSON, in the versioned shape of `schemas/report-2.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Callable

from checkrules import Language, Reports, Text, Writer, as_data, hookimpl


def write_json(reports: Reports, language: Language) -> str:
    """The document, indented, with Chinese as it is."""
    return json.dumps(as_data(reports, language), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


@hookimpl
def register_writers(register: Callable[[Writer], None]) -> None:
    """Register `json`."""
    title = Text("JSON 报告", "JSON report")
    register(Writer(name="json", suffixes=(".json",), title=title, write=write_json))
