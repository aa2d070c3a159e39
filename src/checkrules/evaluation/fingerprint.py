"""What identifies a subject, and its issue of one rule, from report to report.

The recipe is public (`docs/how-to/compare.md`): SHA-256 of UTF-8 bytes, the first 16 hexadecimal digits. It takes the
subject's name and nothing else of it: codes and former names are mapped where subjects are kept.
"""

from __future__ import annotations

import hashlib

from checkrules.model.text import plain


def subject_fingerprint(subject: str) -> str | None:
    """Identifies a subject by its name, in NFKC without the whitespace at its ends. None for one that states no name: two
    nameless submissions have nothing that says they are one subject's."""
    name = _name(subject)
    return _digest(name) if name else None


def fingerprint(checklist: str, rule: str, subject: str) -> str | None:
    """Identifies an issue across reports: checklist, rule and the subject's name. None for a subject without a name."""
    name = _name(subject)
    return _digest(f"{checklist}\n{rule}\n{name}") if name else None


def _name(subject: str) -> str:
    return plain(subject).strip()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
