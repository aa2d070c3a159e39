"""Submissions in JSON, one document or one record per line (NDJSON); reports in JSON."""

from .plugin import register_readers as register_readers
from .write import register_writers as register_writers
