"""Review sheets as JSON, in the versioned shape of `schemas/review-1.schema.json`; what the review page saves is one, too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from checkrules.plugin import (
    ReviewDocument,
    ReviewFormat,
    Text,
    decode,
    hookimpl,
    parse_json,
    read_bytes,
    review_from_json,
    to_json,
)


def read_review(path: Path) -> ReviewDocument:
    """The document of a file. Raises ReadError."""
    file = str(path)
    text = decode(read_bytes(path), file)
    parse_json(text, file)  # refuses duplicate keys, and names the place of what is wrong
    return review_from_json(text, file)


@hookimpl
def register_review_formats(register: Callable[[ReviewFormat], None]) -> None:
    """Register `json`."""
    title = Text("JSON 确认单", "JSON review sheet")
    register(ReviewFormat(name="json", suffixes=(".json",), title=title, write=to_json, read=read_review))
