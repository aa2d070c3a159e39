"""One hostile input: how it is made, the command it is given to, and what must come of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import attrs

GOOD_NAME = "好学校"
GOOD_RECORD = {"school_name": GOOD_NAME, "emergency_plan_exists": True}
MAX_CPU_SECONDS = 5.0
MAX_MEMORY_BYTES = 300 * 1024 * 1024
EITHER = (0, 2)
"""Judged or rejected: both are right where chance decides what is damaged."""


@attrs.frozen(kw_only=True)
class Case:
    """`make` writes the input into an empty folder, in which `command` then runs, in English.

    `says` are parts of what is shown (on either stream), `hides` must not be shown. `good` is what is beside it and still
    judged: a submission, a row of a table, or None. `open` says why it does not hold yet: a test then expects it to fail.
    """

    name: str
    make: Callable[[Path], object]
    command: tuple[str, ...]
    exit_code: int | tuple[int, ...]
    says: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    good: str | None = "submission"
    open: str = ""


def submission(
    name: str,
    suffix: str,
    data: bytes | str | Callable[[], bytes | str],
    says: str | tuple[str, ...] = (),
    *,
    judged: bool | None = False,
    **more: object,
) -> Case:
    """A file beside a good one: rejected with a reason, or judged as well."""
    file = f"input{suffix}"

    def make(folder: Path) -> None:
        content = data() if callable(data) else data
        (folder / file).write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
        write_good(folder)

    command = ("check", file, "good.json", "--format", "json", "--fail-on", "never")
    given: dict[str, object] = {
        "command": command,
        "exit_code": EITHER if judged is None else 0 if judged else 2,
    } | more
    return Case(name=name, make=make, says=_several(says), **given)  # type: ignore[arg-type]


def table(
    name: str,
    suffix: str,
    make: Callable[[Path], object],
    says: str | tuple[str, ...] = (),
    *,
    judged: bool | None = False,
    **more: object,
) -> Case:
    """A file that is judged as a table, beside a good one. `make` gets the path."""
    file = f"input{suffix}"

    def both(folder: Path) -> None:
        (folder / "good.ndjson").write_text(json.dumps(GOOD_RECORD) + "\n", encoding="utf-8")
        make(folder / file)

    command = ("check", file, "good.ndjson", "--issues", "issues.ndjson", "--format", "json", "--fail-on", "never")
    given: dict[str, object] = {
        "command": command,
        "exit_code": EITHER if judged is None else 0 if judged else 2,
        "good": "row",
    } | more
    return Case(name=name, make=both, says=_several(says), **given)  # type: ignore[arg-type]


def write_good(folder: Path) -> None:
    """The good submission."""
    (folder / "good.json").write_text(json.dumps(GOOD_RECORD), encoding="utf-8")


def _several(says: str | tuple[str, ...]) -> tuple[str, ...]:
    return (says,) if isinstance(says, str) else says
