"""The whole corpus."""

from __future__ import annotations

from . import archives, checklists, csv_files, json_files, surroundings, tables, word, workbooks, yaml_files

CASES = (
    *word.CASES,
    *workbooks.CASES,
    *archives.CASES,
    *json_files.CASES,
    *yaml_files.CASES,
    *csv_files.CASES,
    *tables.CASES,
    *checklists.CASES,
    *surroundings.CASES,
)
