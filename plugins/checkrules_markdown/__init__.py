"""Reports as a Markdown document, with GitHub's tables."""

from .plugin import register_writers as register_writers
