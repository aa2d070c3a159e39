"""Submissions in JSON, one document or one record per line (NDJSON); reports and review sheets in JSON."""

from .plugin import register_readers as register_readers
from .review import register_review_formats as register_review_formats
from .write import register_writers as register_writers
