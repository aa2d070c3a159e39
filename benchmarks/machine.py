"""The machine and the versions that a run was made with."""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    "checkrules", "polars", "duckdb", "numpy", "ray", "rule-engine", "datalogic-py", "zen-engine",
    "common-expression-language", "cel-python", "json-logic-qubit",
)  # fmt: skip


def machine() -> Iterator[str]:
    """Two lines: processor, cores, system and day; Python and packages."""
    yield f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, {dt.date.today().isoformat()}"
    yield ", ".join((f"Python {platform.python_version()}", *(f"{name} {_version(name)}" for name in PACKAGES)))


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    found = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return found or platform.processor() or platform.machine()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
