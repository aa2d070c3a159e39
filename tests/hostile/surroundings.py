"""Hostile surroundings: names, folders, FIFOs, devices, permissions and options."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from .case import Case, write_good

FOLDER = ("check", "in", "--format", "json", "--fail-on", "never")
HAS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def folder(name: str, make: Callable[[Path], object], says: str | tuple[str, ...] = (), **more: object) -> Case:
    """A folder with a good submission and something else in it."""

    def both(work: Path) -> None:
        (work / "in").mkdir()
        write_good(work / "in")
        make(work / "in")

    given: dict[str, object] = {"command": FOLDER, "exit_code": 2} | more
    return Case(name=f"folder-{name}", make=both, says=(says,) if isinstance(says, str) else says, **given)  # type: ignore[arg-type]


def named(name: str, file: str | bytes, data: str = "{", says: str | tuple[str, ...] = (), **more: object) -> Case:
    """A broken file of some name."""

    def make(inside: Path) -> None:
        path = os.path.join(os.fsencode(inside), file if isinstance(file, bytes) else file.encode())
        with open(path, "wb") as stream:
            stream.write(data.encode())

    return folder(f"name-{name}", make, says, **more)


def option(name: str, *arguments: str, says: str | tuple[str, ...] = (), **more: object) -> Case:
    """The good submission with options that ask for what cannot be."""
    given: dict[str, object] = {"exit_code": 2, "good": None} | more
    command = ("check", "good.json", "--format", "json", "--fail-on", "never", *arguments)
    return Case(
        name=f"option-{name}",
        make=write_good,
        command=command,
        says=(says,) if isinstance(says, str) else says,
        **given,
    )  # type: ignore[arg-type]


def _loop(inside: Path) -> None:
    (inside / "loop").symlink_to(inside)
    (inside / "self.json").symlink_to(inside / "self.json")


def _forbidden(inside: Path) -> None:
    (inside / "no.json").write_text("{}")
    (inside / "no.json").chmod(0)


def _deep(inside: Path) -> None:
    for _ in range(200):
        inside = inside / "d"
    inside.mkdir(parents=True)
    write_good(inside)


PERSON = "420704201001011234"
CASES = (
    named("escape-sequence", "\x1b[31m红\x07.json", hides=("\x1b", "\x07")),
    named("line-ends", "a\nfake: ok\r.json", hides=("\nfake: ok",)),
    named("bidirectional", "a\u202egnp.json", hides=("\u202e",)),
    named("number-of-a-person", f"{PERSON}.json", hides=(PERSON,)),
    named("not-utf-8", b"\xff\xfe\xc4\xe3.json"),
    named("as-long-as-can-be", "x" * 250 + ".json"),
    named("like-an-option", "--help.json"),
    named("markup", "<script>alert(1)<.json"),
    named("suffix-in-capitals", "A.JSON"),
    named("hidden", ".secret.json", exit_code=0),
    named("lock-of-office", "~$good.docx", exit_code=0),
    named("braces", "{school_name}%s{0}.json"),
    folder("fifo", lambda inside: os.mkfifo(inside / "pipe.json"), exit_code=(0, 2)),
    folder("link-to-a-device", lambda inside: (inside / "zero.json").symlink_to("/dev/zero"), exit_code=(0, 2)),
    folder("links-in-circles", _loop, exit_code=(0, 2)),
    folder("dangling-link", lambda inside: (inside / "gone.json").symlink_to("/nowhere.json"), exit_code=(0, 2)),
    folder("folder-with-the-suffix-of-a-file", lambda inside: (inside / "a.json").mkdir(), exit_code=0),
    folder("200-folders-deep", _deep, exit_code=0),
    folder("2000-empty-files", lambda inside: [(inside / f"{n}.json").touch() for n in range(2_000)], "empty"),
    folder("empty-file-of-each-kind", lambda inside: [(inside / f"a{s}").touch() for s in (".docx", ".json", ".ndjson", ".csv", ".yaml")], ("a.docx", "a.json", "a.ndjson", "a.csv", "a.yaml")),
    folder("unreadable", _forbidden, exit_code=(2,) if not HAS_ROOT else (0, 2)),
    folder("fifo-named", lambda inside: os.mkfifo(inside / "pipe"), command=("check", "in/good.json", "in/pipe", "--format", "json", "--fail-on", "never")),
    folder("fifo-named-as-json", lambda inside: os.mkfifo(inside / "pipe.json"), "pipe.json", command=("check", "in/good.json", "in/pipe.json", "--format", "json", "--fail-on", "never")),
    folder("device-named", lambda _: None, "/dev/zero", command=("check", "in/good.json", "/dev/zero", "--format", "json", "--fail-on", "never")),
    folder("device-linked-as-json", lambda inside: (inside / "z.json").symlink_to("/dev/zero"), "z.json", command=("check", "in/good.json", "in/z.json", "--format", "json", "--fail-on", "never")),
    folder("device-linked-as-ndjson", lambda inside: (inside / "z.ndjson").symlink_to("/dev/zero"), "z.ndjson", command=("check", "in/good.json", "in/z.ndjson", "--format", "json", "--fail-on", "never")),
    folder("device-linked-as-docx", lambda inside: (inside / "z.docx").symlink_to("/dev/zero"), "z.docx", command=("check", "in/good.json", "in/z.docx", "--format", "json", "--fail-on", "never")),
    folder("not-there", lambda _: None, "gone.json", command=("check", "in/good.json", "in/gone.json", "--format", "json", "--fail-on", "never")),
    folder("unknown-suffix", lambda inside: (inside / "a.exe").write_bytes(b"MZ"), "a.exe", command=("check", "in/good.json", "in/a.exe", "--format", "json", "--fail-on", "never")),
    option("set-of-an-infinite-number", "--set", "large_school_min_students=1e999999999", says="large_school_min_students"),
    option("set-of-10000-digits", "--set", f"large_school_min_students={'9' * 10_000}", says="large_school_min_students"),
    option("set-of-an-escape-sequence", "--set", "large_school_min_students=\x1b[31m", says="large_school_min_students", hides=("\x1b",)),
    option("set-without-a-value", "--set", "x", says="NAME=VALUE"),
    option("roster-that-is-a-fifo", "--roster", "good.json/x", says="good.json/x"),
    option("roster-that-is-a-device", "--roster", "/dev/zero", says="/dev/zero"),
    option("decisions-that-are-a-device", "--decisions", "/dev/zero", says="/dev/zero"),
    option("output-in-a-missing-folder", "--output", "no/where/out.json", says="no/where"),
    option("output-over-the-input", "--output", "good.json", says="good.json"),
    option("output-onto-a-folder", "--output", "..", says=".."),
    option("checklist-of-a-name-with-an-escape-sequence", "--checklist", "\x1b[31m", hides=("\x1b",)),
    option("explain-a-name-of-escape-sequences", hides=("\x1b",), exit_code=0, good="submission"),
)  # fmt: skip
