"""What identifies an issue from report to report."""

from __future__ import annotations

import hashlib

from checkrules.model.text import plain


def fingerprint(checklist: str, rule: str, subject: str) -> str:
    """Identifies an issue across reports: a hash of checklist, rule and subject."""
    return hashlib.sha256(f"{checklist}\n{rule}\n{plain(subject)}".encode("utf-8", "replace")).hexdigest()[:16]
