"""Reports for a terminal."""

from .plugin import register_writers as register_writers
