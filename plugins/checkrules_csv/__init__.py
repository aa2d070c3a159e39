"""Submissions in CSV, one row per submission."""

from .plugin import register_readers as register_readers
