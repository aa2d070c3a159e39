"""Submissions in CSV, one row a school."""

from .plugin import register_readers as register_readers
