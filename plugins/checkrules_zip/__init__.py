"""Zip archives of forms: each file in one is read by its reader."""

from .plugin import register_readers as register_readers
