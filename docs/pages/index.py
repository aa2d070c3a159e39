"""Every page of the site that is made from the code: its path → its Markdown."""

from __future__ import annotations

from typing import Any

import checkrules
from docs.pages import api, codes, commands, formats, rules


def generated() -> dict[str, str]:
    """All generated pages, by their path below `docs/`."""
    checklist = checkrules.load_checklist("mental-health")
    return {
        **api.pages(),
        "reference/codes.md": codes.codes(),
        "reference/command-line.md": commands.commands(),
        "reference/checklist-files.md": formats.checklist_files(),
        "reference/report.md": formats.report(),
        **rules.pages(checklist),
    }


def rule_navigation() -> list[Any]:
    """The pages of the rules for the site's navigation."""
    return rules.navigation(checkrules.load_checklist("mental-health"))
