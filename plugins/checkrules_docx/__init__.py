"""Submissions in Word: the official form, filled in."""

from .plugin import register_readers as register_readers
