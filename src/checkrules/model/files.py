"""What became of each file that was found: so that none disappears."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import attrs

from checkrules.model.text import Text

Became = Literal["judged", "joined", "refused", "left_out"]
"""Judged, used as a roster, not read though it may be a submission, or not meant to be judged at all."""


@attrs.frozen(kw_only=True)
class FileAccount:
    """One file, and what became of it. `code` is for machines (`picture`, `blank_form`, `lock_file`, …), `reason` for people."""

    path: Path
    became: Became
    code: str = ""
    reason: Text | None = None
    submissions: int = 0
    """How many of its submissions were judged."""


def in_order(accounts: Iterable[FileAccount]) -> tuple[FileAccount, ...]:
    """The accounts by path, each file once: the last one counts."""
    by_path = {account.path: account for account in accounts}
    return tuple(by_path[path] for path in sorted(by_path))
