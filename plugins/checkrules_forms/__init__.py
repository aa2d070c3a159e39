"""Blank forms with a field for every fact: in Word, as a sheet for each subject, and as a table with a row for each."""

from .plugin import register_blank_forms as register_blank_forms
