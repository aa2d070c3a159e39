"""Writes reports as JSON, in the versioned shape of `schemas/report-2.schema.json`."""

from __future__ import annotations

from collections.abc import Callable

from checkrules.plugin import Language, Reports, Text, Writer, document_of, hookimpl, to_json


def write_json(reports: Reports, language: Language) -> str:
    """The document, indented, with Chinese as it is."""
    return to_json(document_of(reports, language))


@hookimpl
def register_writers(register: Callable[[Writer], None]) -> None:
    """Register `json`."""
    title = Text("JSON 报告", "JSON report")
    register(Writer(name="json", suffixes=(".json",), title=title, write=write_json))
