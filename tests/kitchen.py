"""The example plugin's checklist, used where a small checklist with every construct is wanted."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import checkrules

EXAMPLE = Path(__file__).parents[1] / "examples" / "checkrules-kitchen"
CANTEEN = {
    "canteen_name": "示例食堂",
    "inspection_date": "2024-03-05",
    "meal_count": 650,
    "cook_count": 6,
    "certified_cook_count": 5,
    "fridge_temperature": 3.5,
    "checks": [
        {"day": "2024-03-01", "temperature": 3, "done": True},
        {"day": "2024-03-02", "temperature": 4, "done": True},
    ],
}


def plugin() -> ModuleType:
    """The example plugin, from its folder."""
    if str(EXAMPLE) not in sys.path:
        sys.path.append(str(EXAMPLE))
    return importlib.import_module("checkrules_kitchen")


def kitchen(**options: object) -> checkrules.Checklist:
    return checkrules.load_checklist("kitchen", plugins=[plugin()], **options)  # type: ignore[arg-type]
