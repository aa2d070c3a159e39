"""Submissions in JSON, one document or one record a line (NDJSON)."""

from .plugin import register_readers as register_readers
