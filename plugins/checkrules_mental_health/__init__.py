"""The first checklist: a Chinese city's special inspection of mental-health education in schools and kindergartens."""

from __future__ import annotations

from collections.abc import Callable

from checkrules.plugin import BundledChecklist, bundled, hookimpl


@hookimpl
def register_checklists(register: Callable[[BundledChecklist], None]) -> None:
    """Register `mental-health`."""
    register(
        BundledChecklist(
            name="mental-health",
            folder=bundled("rules") / "mental-health",
            form=bundled("schemas") / "mental-health.schema.json",
        )
    )
