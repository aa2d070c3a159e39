"""Submissions in YAML."""

from .plugin import register_readers as register_readers
