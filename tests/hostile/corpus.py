"""The whole corpus."""

from __future__ import annotations

from . import checklists, csv_files, json_files, surroundings, tables, word, yaml_files

CASES = (
    *word.CASES,
    *json_files.CASES,
    *yaml_files.CASES,
    *csv_files.CASES,
    *tables.CASES,
    *checklists.CASES,
    *surroundings.CASES,
)
